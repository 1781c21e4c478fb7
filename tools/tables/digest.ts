/**
 * A seal on the generated tables: making them takes a minute, so that a test compares this instead. It covers the sources
 * that make them, the versions of the packages that feed them, and the bytes that came out.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
const FOLDERS = ['tools/tables/', 'tools/tables/japanese/', 'tools/tables/words/'];
const FILES = [
  'tools/make-tables.ts',
  'device/text/arabic-letters.ts',
  'device/text/arabic-sounds.ts',
  'device/text/arabic-vowels.ts',
  'device/text/arabic.ts',
  'device/text/dictionary.ts',
  'device/text/kana.ts',
  'device/text/lattice.ts',
  'device/text/numerals.ts',
  'device/text/points.ts',
  'device/text/scripts.ts',
  'device/text/signs.ts',
  'device/text/sounds.ts',
  'device/text/unicode.ts',
  'device/text/word-list.ts',
];
const PACKAGES = [
  'quran-validator',
  '@pinyin-pro/data',
  'any-ascii',
  'kuromoji',
  'opencc-js',
  'pinyin-pro',
  'transliteration',
  'unicode-emoji-json',
];
const TABLE_FILES = ['device/text/tables.bin', 'device/text/japanese.bin'] as const;
export const SEAL = new URL('tools/tables/seal.txt', ROOT);

export function sealOfTables(): string {
  const hash = createHash('sha256');
  const sources = FOLDERS.flatMap((folder) =>
    readdirSync(new URL(folder, ROOT))
      .filter((name) => /\.(ts|txt)$/.test(name) && name !== 'seal.txt')
      .map((name) => folder + name),
  );
  for (const path of [...sources, ...FILES, ...TABLE_FILES].sort())
    hash.update(path).update(readFileSync(new URL(path, ROOT)));
  const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  for (const name of PACKAGES) hash.update(`${name}@${devDependencies[name] ?? 'none'}`);
  return `${hash.digest('hex')}\n`;
}
