/** The files that a relay reads once, when it starts. */
import { readFile } from 'node:fs/promises';
import { createTransliterator, type Transliterator } from '../device/text/transliterate.js';
import { StartError } from './error-code.js';
import { parseRom } from '../simulator/hd44780/rom.js';

export interface Assets {
  readonly stylesheet: string;
  /** Of every page; made by `npm run build` from simulator/page/relay-page.ts. */
  readonly script: string;
  readonly icon: string;
  /** The device's text code. */
  readonly transliterator: Transliterator;
  /** Eight rows of five dots for each code, by the ROM of the display. */
  readonly roms: Readonly<Record<'A00' | 'A02', Uint8Array>>;
}

export async function readAssets(): Promise<Assets> {
  const text = (place: URL): Promise<string> => readFile(place, 'utf8');
  const rom = async (place: URL): Promise<Uint8Array> => parseRom(await text(place)).dots;
  return {
    stylesheet: await text(new URL('./http/style.css', import.meta.url)),
    script: await text(new URL('../dist/page.js', import.meta.url)).catch(() => {
      throw new StartError('dist/page.js is missing; npm run build makes it');
    }),
    icon: await text(new URL('./http/icon.svg', import.meta.url)),
    transliterator: createTransliterator({
      text: await readFile(new URL('../device/text/tables.bin', import.meta.url)),
      japanese: await readFile(new URL('../device/text/japanese.bin', import.meta.url)),
    }),
    roms: {
      A00: await rom(new URL('../simulator/hd44780/rom/a00.tsv', import.meta.url)),
      A02: await rom(new URL('../simulator/hd44780/rom/a02.tsv', import.meta.url)),
    },
  };
}
