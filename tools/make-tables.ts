/** Makes the tables of device/text: tables.bin and japanese.bin. Sources and their licences: docs/text.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SectionName } from '../device/text/tables.js';
import { SECTIONS } from '../device/text/tables.js';
import { ARABIC_FIRST, HEBREW_FIRST, THAI_FIRST } from '../device/text/word-list.js';
import { makeArabicWords } from './tables/arabic.js';
import { spelledWordsOf, wordsOf } from './tables/own-words.js';
import { packWordList } from './tables/word-list.js';
import { cellOf } from './tables/cells.js';
import { makeHan } from './tables/han.js';
import { signWeights } from './tables/japanese/ipadic.js';
import { makeDictionaries } from './tables/japanese/make.js';
import { SEAL, sealOfTables } from './tables/digest.js';
import { packCells, packSections } from './tables/pack.js';
import { runScript } from './usage.js';

const HELP = `npx tsx tools/make-tables.ts               writes device/text/tables.bin and japanese.bin
npx tsx tools/make-tables.ts --check       only says whether they are up to date
npx tsx tools/make-tables.ts --sizes       also prints the size of each section
npx tsx tools/make-tables.ts --curve DIR   writes dictionaries of other sizes to DIR`;

const FOLDER = new URL('../device/text/', import.meta.url);
const LAST_CODE_POINT = 0x1ffff;
/** The limit for the default build, chosen from the curve in docs/text.md. */
const DICTIONARY_BYTES_MAX = 700 * 1024;
/** The readings of all characters and the costs, which every dictionary has, take 120 KB. */
const CURVE_KB = [200, 400, 700, 1000];

export async function makeSections(): Promise<Record<SectionName, Buffer>> {
  return {
    ...packCells(cellOf, LAST_CODE_POINT),
    ...(await makeHan(await signWeights())),
    arabicWords: packWordList(makeArabicWords(), ARABIC_FIRST),
    persianWords: packWordList(spelledWordsOf('persian'), ARABIC_FIRST),
    urduWords: packWordList(spelledWordsOf('urdu'), ARABIC_FIRST),
    hebrewWords: packWordList(spelledWordsOf('hebrew'), HEBREW_FIRST),
    thaiWords: packWordList(
      wordsOf('thai').map((word) => [word, '']),
      THAI_FIRST,
    ),
  };
}

export async function makeTables(): Promise<Buffer> {
  const sections = await makeSections();
  return packSections(
    'S2T3',
    SECTIONS.map((name) => sections[name]),
  );
}

export async function makeDictionary(): Promise<Buffer> {
  const [dictionary = Buffer.alloc(0)] = await makeDictionaries([DICTIONARY_BYTES_MAX]);
  return dictionary;
}

async function writeCurve(folder: string): Promise<void> {
  const dictionaries = await makeDictionaries(CURVE_KB.map((size) => size * 1024));
  dictionaries.forEach((bytes, index) => {
    const path = join(folder, `japanese-${CURVE_KB[index] ?? 0}.bin`);
    writeFileSync(path, bytes);
    console.log(`${path}: ${bytes.length} bytes`);
  });
}

async function printSizes(): Promise<void> {
  for (const [name, bytes] of Object.entries(await makeSections()))
    console.log(`${name.padEnd(14)}${bytes.length}`);
}

async function writeAll(isCheck: boolean): Promise<void> {
  for (const [name, bytes] of [
    ['tables.bin', await makeTables()],
    ['japanese.bin', await makeDictionary()],
  ] as const) {
    const url = new URL(name, FOLDER);
    if (!isCheck) {
      writeFileSync(url, bytes);
      console.log(`device/text/${name}: ${bytes.length} bytes`);
    } else if (!readFileSync(url).equals(bytes)) {
      console.error(`device/text/${name} is out of date: npx tsx tools/make-tables.ts updates it`);
      process.exitCode = 1;
    }
  }
  if (!isCheck) writeFileSync(SEAL, sealOfTables());
}

const FLAG = { type: 'boolean', default: false } as const;
const OPTIONS = { check: FLAG, sizes: FLAG, curve: { type: 'string' } } as const;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await runScript({ help: HELP, options: OPTIONS }, async ({ values }) => {
    const { check, sizes, curve } = values;
    if (curve !== undefined) return writeCurve(curve);
    if (sizes) await printSizes();
    return writeAll(check);
  });
