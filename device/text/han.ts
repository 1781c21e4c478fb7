/**
 * Han as Hanyu Pinyin without tones, with a capital on each syllable as in titles. Most signs have one reading in practice;
 * words that read a sign differently are found by longest match.
 *
 * Sections of tables.bin, little endian:
 *   hanReadings   u16 for each of U+4E00 to U+9FFF: 9 bits syllable, 1 bit "Chinese alone writes it", 1 bit "Japanese
 *                 alone writes it", 5 bits how much likelier it is in Japanese (16: as likely, a step: a factor of 2)
 *   hanSyllables  8 bytes each: length, then letters
 *   hanWords      u16 number of the first entry at or above each multiple of 64 from U+4E00 to U+A000, u16 entry count, of each
 *                 sign that begins a word u16 sign and u16 offset of its words behind the entries (and one entry more for
 *                 the end), then the words, a sign's longest first: u16 length, u16 for each sign after the first, u16
 *                 syllable of each
 *   hanSurnames   u16 sign and u16 syllable of each Chinese surname of one sign, in order; bit 15 of the second where the
 *                 sign is not commoner in Japanese
 */
import { capitalise } from './signs.js';
import type { SpellingTable } from './tables.js';
import {
  HAN_FIRST as FIRST,
  HAN_LAST as LAST,
  IDEOGRAPHIC_ITERATION_MARK,
  IDEOGRAPHIC_ZERO,
} from './unicode.js';

const SYLLABLE_BYTES = 8;
const SYLLABLE_MASK = 0x1ff;
/** Particles are written in small letters: de, le, zhe. */
const PARTICLES = '的了着著';

const INDEX_STEP_BITS = 6;
const INDEX_COUNT = ((LAST + 1 - FIRST) >> INDEX_STEP_BITS) + 1;

/** What a sign says about its language: two bits, and how much likelier it is in Japanese, as a power of two. */
const CHINESE_ALONE = 0x200;
const JAPANESE_ALONE = 0x400;
const EVEN_ODDS = 16;
const ODDS_SHIFT = 11;
/** Beside a surname's syllable: the sign is not commoner in Japanese. */
const CHINESE_SURNAME = 0x8000;
/** The table does not have the sign. */
export const NO_EVIDENCE = -1;

export function isChineseAlone(evidence: number): boolean {
  return (evidence & CHINESE_ALONE) !== 0;
}

export function isJapaneseAlone(evidence: number): boolean {
  return (evidence & JAPANESE_ALONE) !== 0;
}

export function japaneseOdds(evidence: number): number {
  return (evidence >> ODDS_SHIFT) - EVEN_ODDS;
}

/** Two or three signs that begin with a surname and are not a word are read as a name. */
function isNameLong(length: number): boolean {
  return length === 2 || length === 3;
}

/** Surnames that are hardly ever the first sign of a word: three signs that begin with one are a person even in a title. */
const SURE_SURNAMES =
  '张張刘劉陈陳李赵趙吴吳郑鄭孙孫周徐许許宋郭邓鄧曹彭萧蕭蔡贾賈魏薛叶葉潘杜戴汪姜范姚谭譚廖邹鄒陆陸郝崔邱秦侯邵孟尹黎' +
  '赖賴龚龔樊施陶洪倪章伍韦韋庄莊詹柯阮霍翁窦竇冯馮韩韓谢謝吕呂罗羅梁沈卢盧蒋蔣袁董程朱林杨楊王胡唐丁傅';
const TWO_SIGN_SURNAMES = '欧阳歐陽司马司馬诸葛諸葛上官夏侯皇甫慕容令狐';
/** Behind a surname, these are a form of address: Dong Xiao Jie. */
const ADDRESSES = '小姐先生太太老师老師姑娘公子夫人大人大侠大俠';

function isPairAmong(pairs: string, first: number, second: number): boolean {
  const pair = String.fromCodePoint(first, second);
  for (let at = 0; at < pairs.length; at += 2) if (pairs.slice(at, at + 2) === pair) return true;
  return false;
}

export class Pinyin {
  readonly #table: SpellingTable;
  readonly #readingsAt: number;
  readonly #syllablesAt: number;
  readonly #wordsAt: number;
  readonly #surnamesAt: number;
  readonly #surnamesEnd: number;

  constructor(table: SpellingTable) {
    this.#table = table;
    this.#readingsAt = table.sectionAt('hanReadings');
    this.#syllablesAt = table.sectionAt('hanSyllables');
    this.#wordsAt = table.sectionAt('hanWords');
    this.#surnamesAt = table.sectionAt('hanSurnames');
    this.#surnamesEnd = table.sectionEnd('hanSurnames');
  }

  /**
   * Hands each word of a run of Han to `take`: a syllable, or a surname or a given name of two.
   * @param isArtist the run stands in an artist's name
   */
  spell(
    points: ArrayLike<number>,
    from: number,
    to: number,
    take: (word: string) => void,
    isArtist = false,
  ): void {
    const surnameEnd = from + this.surnameLength(points, from, to, isArtist);
    if (surnameEnd === from) {
      this.spellSyllables(points, from, to, take);
      return;
    }
    let surname = '';
    let given = '';
    let at = from;
    this.spellSyllables(points, from, to, (syllable) => {
      if (at < surnameEnd) surname += syllable.toLowerCase();
      else given += syllable.toLowerCase();
      at += 1;
    });
    take(capitalise(surname));
    take(capitalise(given));
  }

  /** Signs of the surname, if the run is a person's name whose parts have more than one sign; else 0. */
  private surnameLength(
    points: ArrayLike<number>,
    from: number,
    to: number,
    isArtist: boolean,
  ): number {
    const [first, second, third] = [
      points[from] ?? 0,
      points[from + 1] ?? 0,
      points[from + 2] ?? 0,
    ];
    if (to - from < 3 || to - from > 4) return 0;
    if (isPairAmong(TWO_SIGN_SURNAMES, first, second)) return 2;
    if (to - from === 4 || isPairAmong(ADDRESSES, second, third)) return 0;
    const isSure = SURE_SURNAMES.includes(String.fromCodePoint(first));
    return isSure || (isArtist && this.surname(first) !== 0) ? 1 : 0;
  }

  private spellSyllables(
    points: ArrayLike<number>,
    from: number,
    to: number,
    take: (syllable: string) => void,
  ): void {
    let before = '';
    for (let at = from; at < to;) {
      const wordAt = this.findWord(points, at, to);
      if (wordAt > 0) {
        const length = this.word(wordAt);
        const syllables = wordAt + length * 2;
        for (let index = 0; index < length; index += 1, at += 1) {
          before = this.syllable(this.word(syllables + index * 2));
          take(this.cased(before, points[at] ?? 0, at === from));
        }
        continue;
      }
      const codePoint = points[at] ?? 0;
      if (codePoint !== IDEOGRAPHIC_ITERATION_MARK) {
        const surname = at === from && isNameLong(to - from) ? this.surname(codePoint) : 0;
        before = surname === 0 ? this.readingOf(codePoint) : this.syllable(surname & SYLLABLE_MASK);
      }
      take(this.cased(before, codePoint, at === from));
      at += 1;
    }
  }

  /** To be read by the three functions above. */
  evidenceOf(codePoint: number): number {
    if (codePoint < FIRST || codePoint > LAST) return NO_EVIDENCE;
    return this.word(this.#readingsAt + (codePoint - FIRST) * 2);
  }

  /** Two or three signs that begin with a surname which is hardly anything else. */
  isPerson(name: string): boolean {
    return isNameLong(Array.from(name).length) && SURE_SURNAMES.includes(name.charAt(0));
  }

  /** A surname that suggests Chinese. */
  isSurname(codePoint: number): boolean {
    return (this.surname(codePoint) & CHINESE_SURNAME) !== 0;
  }

  /** What the table has beside a surname; 0 if the sign is none. */
  private surname(codePoint: number): number {
    let low = this.#surnamesAt;
    let high = this.#surnamesEnd;
    while (low < high) {
      const middle = low + (((high - low) >> 3) << 2);
      const surname = this.word(middle);
      if (surname === codePoint) return this.word(middle + 2);
      if (surname < codePoint) low = middle + 4;
      else high = middle;
    }
    return 0;
  }

  private readingOf(codePoint: number): string {
    if (codePoint === IDEOGRAPHIC_ZERO) return 'ling';
    if (codePoint < FIRST || codePoint > LAST)
      return this.#table.spellingOf(codePoint).trim().toLowerCase();
    return this.syllable(this.word(this.#readingsAt + (codePoint - FIRST) * 2) & SYLLABLE_MASK);
  }

  private cased(syllable: string, codePoint: number, isFirst: boolean): string {
    return !isFirst && PARTICLES.includes(String.fromCodePoint(codePoint))
      ? syllable
      : capitalise(syllable);
  }

  private syllable(index: number): string {
    const at = this.#syllablesAt + index * SYLLABLE_BYTES;
    let text = '';
    const length = this.#table.bytes[at] ?? 0;
    for (let letter = 1; letter <= length; letter += 1)
      text += String.fromCharCode(this.#table.bytes[at + letter] ?? 0);
    return text;
  }

  /** Where the entry of the longest word that begins at `at` stands; 0 if there is none. */
  private findWord(points: ArrayLike<number>, at: number, to: number): number {
    const first = points[at] ?? 0;
    if (first < FIRST || first > LAST || at + 1 === to) return 0;
    const bytes = this.#table.bytes;
    const index = this.#wordsAt + ((first - FIRST) >> INDEX_STEP_BITS) * 2;
    const entries = this.#wordsAt + INDEX_COUNT * 2 + 2;
    const end = this.word(index + 2);
    let entry = this.word(index);
    while (entry < end && this.word(entries + entry * 4) < first) entry += 1;
    if (entry === end || this.word(entries + entry * 4) !== first) return 0;
    const words = entries + (this.word(entries - 2) + 1) * 4;
    const wordsEnd = words + this.word(entries + entry * 4 + 6);
    for (let wordAt = words + this.word(entries + entry * 4 + 2); wordAt < wordsEnd;) {
      const length = bytes[wordAt] ?? 0;
      let isMatch = at + length <= to;
      for (let next = 1; next < length && isMatch; next += 1)
        isMatch = points[at + next] === this.word(wordAt + next * 2);
      if (isMatch) return wordAt;
      wordAt += length * 4;
    }
    return 0;
  }

  private word(at: number): number {
    return (this.#table.bytes[at] ?? 0) | ((this.#table.bytes[at + 1] ?? 0) << 8);
  }
}
