/** The tables of the device's text, which on a device lie in flash. */
import { readFileSync } from 'node:fs';
import type { TextTables } from '../../device/text/transliterate.js';

export function textTables(): Required<TextTables> {
  const read = (name: string): Uint8Array =>
    readFileSync(new URL(`../../device/text/${name}`, import.meta.url));
  return { text: read('tables.bin'), japanese: read('japanese.bin') };
}
