/** Scripts that the table spells letter by letter: one word, with a capital, and without the marks of its transliteration. */
import { capitalise, spellings } from './signs.js';
import type { SpellingTable } from './tables.js';

const MONGOLIAN_FIRST = 0x1820;
const MONGOLIAN_LAST = 0x1842;
/** Vowels, then consonants, in the order of Unicode. */
const MONGOLIAN = Object.freeze(
  'a e i o u o u e n ng b p kh g m l s sh t d ch j y r w f k kh ts z h r lh zh ch'.split(' '),
);
const NKO_FIRST = 0x07ca;
const NKO_LAST = 0x07e7;
const NKO = spellings('a e i e u o o - n b p t j ch d r r s gb f k l n m ny n h w y ny');

/** First and last code points of letters; flat, as in signs.ts. */
const RANGES: readonly number[] = Object.freeze([
  ...[0x710, 0x7bf], // Syriac, Thaana
  ...[0x7ca, 0x7f5], // N'Ko
  ...[0x800, 0x85f], // Samaritan, Mandaic
  ...[0x13a0, 0x13fd], // Cherokee
  ...[0x1401, 0x167f], // Canadian syllabics
  ...[0x1681, 0x16f8], // Ogham, runes
  ...[0x1700, 0x1773], // Philippine scripts
  ...[0x1820, 0x18aa], // Mongolian
  ...[0x1900, 0x1cff], // Limbu to Vedic extensions
  ...[0x2d30, 0x2ddf], // Tifinagh, Ethiopic extended
  ...[0xa000, 0xa4fd], // Yi, Lisu
  ...[0xa500, 0xa63f], // Vai
  ...[0xa800, 0xabf9], // Syloti Nagri to Meetei Mayek
]);

/** The two scripts whose letters are named above. */
export function isNamedLetter(codePoint: number): boolean {
  return (
    (codePoint >= MONGOLIAN_FIRST && codePoint <= MONGOLIAN_LAST) ||
    (codePoint >= NKO_FIRST && codePoint <= NKO_LAST)
  );
}

export function isSmallScript(codePoint: number): boolean {
  for (let at = 0; at < RANGES.length; at += 2)
    if (codePoint <= (RANGES[at + 1] ?? 0)) return codePoint >= (RANGES[at] ?? 0);
  return false;
}

/** A run without blanks; empty if the table has none of its letters. */
export function spellSmallScript(
  points: ArrayLike<number>,
  from: number,
  to: number,
  table: SpellingTable,
): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const point = points[at] ?? 0;
    const letter =
      point >= MONGOLIAN_FIRST && point <= MONGOLIAN_LAST
        ? (MONGOLIAN[point - MONGOLIAN_FIRST] ?? '')
        : point >= NKO_FIRST && point <= NKO_LAST
          ? (NKO[point - NKO_FIRST] ?? '')
          : table.spellingOf(point);
    // The nasal of Mongolian holds the g that is written behind it.
    text += text.endsWith('ng') && letter === 'g' ? '' : letter;
  }
  return capitalise(text.replace(/['`:\-.]/g, ''));
}
