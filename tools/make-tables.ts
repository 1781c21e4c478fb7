/**
 * Makes the tables of device/text: tables.bin. `npx tsx tools/make-tables.ts` writes it, `--check` only says whether it is
 * up to date, `--sizes` prints what takes how many bytes. Sources and their licences: docs/text.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { SectionName } from '../device/text/tables.js';
import { SECTIONS } from '../device/text/tables.js';
import { cellOf } from './tables/cells.js';
import { makeHan } from './tables/han.js';
import { packCells, packSections } from './tables/pack.js';

const TABLES = new URL('../device/text/tables.bin', import.meta.url);

export function makeSections(): Record<SectionName, Buffer> {
  return { ...packCells(cellOf, 0x1ffff), ...makeHan(new Map()) };
}

export function makeTables(): Buffer {
  const sections = makeSections();
  return packSections(
    'S2T2',
    SECTIONS.map((name) => sections[name]),
  );
}

function main(): void {
  const sections = makeSections();
  if (process.argv.includes('--sizes'))
    for (const name of SECTIONS) console.log(`${name.padEnd(14)}${sections[name].length}`);
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
