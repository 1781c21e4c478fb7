/**
 * Han signs as Hanyu Pinyin without tones, a capital on each syllable as titles are written. Most signs have one reading
 * in practice; words in which one is read otherwise are found by longest match.
 *
 * Sections of tables.bin, little endian:
 *   hanReadings   u16 for each of U+4E00 to U+9FFF: 9 bits syllable, 1 bit "Chinese alone writes it", 1 bit "Japanese
 *                 alone writes it", 5 bits how much likelier it is in Japanese (16: as likely, a step: a factor of 2)
 *   hanSyllables  8 bytes each: length, then letters
 *   hanWords      u16 count of words of 2, 3 and 4 signs, then those words, sorted: u16 a sign, u16 a syllable of each
 */
import { capitalise } from './signs.js';
import type { SpellingTable } from './tables.js';

const FIRST = 0x4e00;
const LAST = 0x9fff;
const SYLLABLE_BYTES = 8;
const SYLLABLE_MASK = 0x1ff;
const LONGEST_WORD = 4;
/** Particles that are written small and stand apart: de, le, zhe. */
const PARTICLES: readonly number[] = Object.freeze([0x7684, 0x4e86, 0x7740, 0x8457]);
const REPEAT = 0x3005;
const ZERO = 0x3007;

/** What a sign tells of its language. */
export interface SignEvidence {
  readonly isChinese: boolean;
  readonly isJapanese: boolean;
  /** Powers of two by which Japanese is the likelier. */
  readonly japaneseOdds: number;
}

export class Pinyin {
  readonly #table: SpellingTable;
  readonly #readingsAt: number;
  readonly #syllablesAt: number;
  readonly #wordsAt: number;

  constructor(table: SpellingTable) {
    this.#table = table;
    this.#readingsAt = table.sectionAt('hanReadings');
    this.#syllablesAt = table.sectionAt('hanSyllables');
    this.#wordsAt = table.sectionAt('hanWords');
  }

  /** Syllables of a run of Han signs, each handed to `take` with what it was spelled from. */
  spell(
    points: readonly number[],
    from: number,
    to: number,
    take: (syllable: string) => void,
  ): void {
    let before = '';
    for (let at = from; at < to;) {
      const length = this.#wordLength(points, at, to);
      if (length > 0) {
        const wordAt = this.#wordAt;
        for (let index = 0; index < length; index += 1) {
          before = this.#syllable(this.#word(wordAt + (length + index) * 2));
          take(this.#cased(before, points[at + index] ?? 0, at + index === from));
        }
        at += length;
        continue;
      }
      const codePoint = points[at] ?? 0;
      if (codePoint !== REPEAT) before = this.#readingOf(codePoint);
      take(this.#cased(before, codePoint, at === from));
      at += 1;
    }
  }

  evidenceOf(codePoint: number): SignEvidence | undefined {
    if (codePoint < FIRST || codePoint > LAST) return undefined;
    const cell = this.#word(this.#readingsAt + (codePoint - FIRST) * 2);
    return {
      isChinese: (cell & 0x200) !== 0,
      isJapanese: (cell & 0x400) !== 0,
      japaneseOdds: (cell >> 11) - 16,
    };
  }

  #readingOf(codePoint: number): string {
    if (codePoint === ZERO) return 'ling';
    if (codePoint < FIRST || codePoint > LAST)
      return this.#table.spellingOf(codePoint).trim().toLowerCase();
    return this.#syllable(this.#word(this.#readingsAt + (codePoint - FIRST) * 2) & SYLLABLE_MASK);
  }

  #cased(syllable: string, codePoint: number, isFirst: boolean): string {
    return !isFirst && PARTICLES.includes(codePoint) ? syllable : capitalise(syllable);
  }

  #syllable(index: number): string {
    const at = this.#syllablesAt + index * SYLLABLE_BYTES;
    let text = '';
    const length = this.#table.bytes[at] ?? 0;
    for (let letter = 1; letter <= length; letter += 1)
      text += String.fromCharCode(this.#table.bytes[at + letter] ?? 0);
    return text;
  }

  /** Where the word that #wordLength() found stands in the table. */
  #wordAt = 0;

  #wordLength(points: readonly number[], at: number, to: number): number {
    for (let length = Math.min(LONGEST_WORD, to - at); length >= 2; length -= 1)
      if (this.#find(points, at, length)) return length;
    return 0;
  }

  /** Binary search: words of one length are of one size. */
  #find(points: readonly number[], at: number, length: number): boolean {
    let start = this.#wordsAt + 6;
    for (let shorter = 2; shorter < length; shorter += 1)
      start += this.#word(this.#wordsAt + (shorter - 2) * 2) * shorter * 4;
    let low = 0;
    let high = this.#word(this.#wordsAt + (length - 2) * 2) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const wordAt = start + middle * length * 4;
      let order = 0;
      for (let index = 0; index < length && order === 0; index += 1)
        order = (points[at + index] ?? 0) - this.#word(wordAt + index * 2);
      if (order === 0) {
        this.#wordAt = wordAt;
        return true;
      }
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return false;
  }

  #word(at: number): number {
    return (this.#table.bytes[at] ?? 0) | ((this.#table.bytes[at + 1] ?? 0) << 8);
  }
}
