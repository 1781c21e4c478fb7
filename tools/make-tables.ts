/**
 * Makes device/text/tables.bin from the npm package `transliteration` (MIT): the spelling of every code point of the
 * Basic Multilingual Plane that the device does not work out by rule. `npx tsx tools/make-tables.ts` writes it,
 * `--check` only says whether it is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { transliterate } from 'transliteration';
import { isHangulSyllable } from '../device/text/hangul.js';

const TABLES = new URL('../device/text/tables.bin', import.meta.url);
const BLOCK_COUNT = 4096;
const CELLS_PER_PAGE = 16;
const ASCII = /^[\x20-\x7e]*$/;

/** The layout is described beside its reader, device/text/tables.ts. */
export function makeTables(): Uint8Array {
  const pool: number[] = [0];
  const offsets = new Map<string, number>([['', 0]]);
  const pages: number[][] = [];
  const pageNumbers = new Map<string, number>();
  const blocks: number[] = [];
  for (let block = 0; block < BLOCK_COUNT; block += 1) {
    const cells: number[] = [];
    for (let index = 0; index < CELLS_PER_PAGE; index += 1) {
      const spelling = packageSpelling(block * CELLS_PER_PAGE + index);
      let offset = offsets.get(spelling);
      if (offset === undefined) {
        offset = pool.length;
        offsets.set(spelling, offset);
        pool.push(spelling.length, ...Buffer.from(spelling, 'latin1'));
      }
      cells.push(offset);
    }
    const key = cells.join();
    let page = pageNumbers.get(key);
    if (page === undefined) {
      page = pages.length;
      pageNumbers.set(key, page);
      pages.push(cells);
    }
    blocks.push(page);
  }
  if (pool.length > 0xffff)
    throw new Error(`the pool has ${pool.length} bytes, more than u16 offsets reach`);
  return Buffer.concat([
    Buffer.from('S2T1', 'latin1'),
    words([pages.length, 0]),
    words(blocks),
    words(pages.flat()),
    Buffer.from(pool),
  ]);
}

/** Printable ASCII is itself, Hangul is arithmetic, surrogates and private use have no spelling. */
function packageSpelling(codePoint: number): string {
  if (codePoint < 0x80 || isHangulSyllable(codePoint)) return '';
  if (codePoint >= 0xd800 && codePoint <= 0xf8ff) return '';
  const spelling = transliterate(String.fromCodePoint(codePoint));
  return ASCII.test(spelling) ? spelling : '';
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

function main(): void {
  const tables = makeTables();
  if (!process.argv.includes('--check')) {
    writeFileSync(TABLES, tables);
    console.log(`device/text/tables.bin: ${tables.length} bytes`);
  } else if (!readFileSync(TABLES).equals(tables)) {
    console.error(
      'device/text/tables.bin is out of date: npx tsx tools/make-tables.ts makes it anew',
    );
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
