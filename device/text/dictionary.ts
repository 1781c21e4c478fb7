/**
 * The Japanese dictionary, read by offset from flash: which words begin at a sign, what each costs, how it is read.
 *
 * Layout, little endian, made by tools/make-tables.ts: magic "S2J3", u32 section count, u32 offset of each, u32 length.
 *   settings    u8 classes of unknown words, family names and given names, then of each class how it is set: 0 word, 1 particle, 2 attached, 3 prefix
 *   costs       i8 from each of 128 classes to each, in hundreds
 *   paradigms   u16 count, u16 offset of each, then each: count of tails, and of each: kana count, kana, class, u8 cost
 *   characters  u16 number of the first character at or above each multiple of 32 from U+3000 to U+A000, then u16 code point
 *               and u16 rank, ascending; the rank is a character's number everywhere else
 *   hiragana    a bit a rank
 *   buckets     u24 offset into the entries of the words that begin with a rank, and one more for the end
 *   lists       u24 offset into the readings of a rank
 *   readings    count, a byte (4 bits: which of them begins a compound of two signs; 4 bits: which ends one), and of each: kana count, kana (hiragana minus U+3041; 86 is the prolonged sound mark)
 *   kinds       255 pairs: class, or 0x80 + paradigm, and cost (hundreds above -5000)
 *   entries     a bucket is u16 length, words of one sign, u8 number of signposts, then each (u16 code, u16 offset behind the
 *               signposts; one for every eighth group), then groups in the order of their code: code of the second sign,
 *               length (255: u16 follows), words in the order of their third sign's code.
 *               A code is the rank, or from 160 on two bytes. A word is a byte (3 bits: more signs; 1 bit: reading
 *               follows; 4 bits: its kana count, or the first Han sign's choice), their codes, number of its pair of class
 *               and cost (255: the pair itself follows), then the reading or a nibble for each further Han sign's choice.
 *
 * Looked up once for every sign, so hot code reads bytes in place: calls are the dearest thing in XS.
 */
import { SMALL_TSU } from './kana.js';
import type { PointBuffer } from './points.js';
import { HIRAGANA_FIRST, PROLONGED_SOUND_MARK } from './unicode.js';

const MAGIC = Object.freeze([0x53, 0x32, 0x4a, 0x33]);
export const CLASS_COUNT = 128;
const COST_STEP = 100;
const COST_LEAST = -5000;
const SECTION_COUNT = 10;
/** Instead of a number: the pair itself follows. */
export const OWN_KIND = 255;
/** Instead of an entry's place: a compound of two signs without an entry, read as most compounds are. */
export const COMPOUND = 1;
const ONE_BYTE_RANKS = 160;
const LONG_BAR_CODE = 86;
/** The dictionary does not have the character. */
export const NO_RANK = 0xffff;
/** From the first sign of CJK punctuation to the last of the common Han. */
export const FIRST_CHARACTER = 0x3000;
export const LAST_CHARACTER = 0x9fff;
/** Code points that share an entry of the character index, as a power of two. */
export const INDEX_STEP_BITS = 5;
const INDEX_COUNT = ((LAST_CHARACTER + 1 - FIRST_CHARACTER) >> INDEX_STEP_BITS) + 1;

/** Receives every word that begins at a place. */
export interface WordSink {
  /**
   * @param length in characters, its tail with it
   * @param tailLength how many kana of `length` are an ending
   * @param entryAt where its entry stands, for reading it out
   */
  word(
    length: number,
    tailLength: number,
    classNumber: number,
    cost: number,
    entryAt: number,
  ): void;
}

export class JapaneseDictionary {
  readonly bytes: Uint8Array;
  /** The cost from class a to class b is at 128 a + b from here. */
  readonly costsAt: number;
  readonly #settingsAt: number;
  readonly #paradigmsAt: number;
  readonly #charactersAt: number;
  readonly #hiraganaAt: number;
  readonly #bucketsAt: number;
  readonly #listsAt: number;
  readonly #readingsAt: number;
  readonly #kindsAt: number;
  readonly #entriesAt: number;

  /** @throws Error if `bytes` have another layout */
  constructor(bytes: Uint8Array) {
    if (MAGIC.some((byte, at) => bytes[at] !== byte))
      throw new Error('Japanese dictionary: not made by tools/make-tables.ts of this version');
    this.bytes = bytes;
    if (this.long(4) !== SECTION_COUNT || this.long(8 + SECTION_COUNT * 4) !== bytes.length)
      throw new Error('Japanese dictionary: cut short');
    this.#settingsAt = this.long(8);
    this.costsAt = this.long(12);
    this.#paradigmsAt = this.long(16);
    this.#charactersAt = this.long(20);
    this.#hiraganaAt = this.long(24);
    this.#bucketsAt = this.long(28);
    this.#listsAt = this.long(32);
    this.#readingsAt = this.long(36);
    this.#kindsAt = this.long(40);
    this.#entriesAt = this.long(44);
  }

  get unknownClass(): number {
    return this.byte(this.#settingsAt);
  }

  get familyClass(): number {
    return this.byte(this.#settingsAt + 1);
  }

  get givenClass(): number {
    return this.byte(this.#settingsAt + 2);
  }

  settingOf(classNumber: number): number {
    return this.byte(this.#settingsAt + 3 + classNumber);
  }

  rankOf(codePoint: number): number {
    if (codePoint < FIRST_CHARACTER || codePoint > LAST_CHARACTER) return NO_RANK;
    const bytes = this.bytes;
    const index = this.#charactersAt + ((codePoint - FIRST_CHARACTER) >> INDEX_STEP_BITS) * 2;
    const pairs = this.#charactersAt + INDEX_COUNT * 2;
    const low = codePoint & 0xff;
    // They all share the upper byte.
    const end = pairs + this.word(index + 2) * 4;
    for (let at = pairs + this.word(index) * 4; at < end; at += 4)
      if (bytes[at] === low) return this.word(at + 2);
    return NO_RANK;
  }

  /**
   * Hands every word that begins at `at` and ends before `to` to `sink`.
   * @param longest no longer words than this many characters
   */
  find(
    ranks: ArrayLike<number>,
    points: ArrayLike<number>,
    at: number,
    to: number,
    longest: number,
    sink: WordSink,
  ): void {
    const rank = ranks[at] ?? NO_RANK;
    if (rank === NO_RANK) return;
    const bytes = this.bytes;
    const entries = this.#entriesAt;
    const bucketAt = this.#bucketsAt + rank * 3;
    const bucket = entries + this.long24(bucketAt);
    const bucketEnd = entries + this.long24(bucketAt + 3);
    const aloneEnd = bucket + 2 + this.word(bucket);
    const search: Search = { ranks, points, at, to: Math.min(to, at + longest), sink };
    this.scan(bucket + 2, aloneEnd, 1, search);
    const second = at + 1 < to ? (ranks[at + 1] ?? NO_RANK) : NO_RANK;
    if (second === NO_RANK) return;
    for (let next = this.signposted(aloneEnd, second); next < bucketEnd;) {
      let code = bytes[next] ?? 0;
      next += 1;
      if (code >= ONE_BYTE_RANKS) {
        code = ONE_BYTE_RANKS + ((code - ONE_BYTE_RANKS) << 8) + (bytes[next] ?? 0);
        next += 1;
      }
      let length = bytes[next] ?? 0;
      next += 1;
      if (length === 255) {
        length = this.word(next);
        next += 2;
      }
      if (code === second) this.scan(next, next + length, 2, search);
      if (code >= second) return;
      next += length;
    }
  }

  /** Where the group of `second` stands, or up to seven groups before it. */
  private signposted(at: number, second: number): number {
    const count = this.byte(at);
    const groups = at + 1 + count * 4;
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.word(at + 1 + middle * 4) <= second) low = middle + 1;
      else high = middle - 1;
    }
    return high < 0 ? groups : groups + this.word(at + 3 + high * 4);
  }

  private scan(from: number, end: number, known: number, search: Search): void {
    const bytes = this.bytes;
    const hiragana = this.#hiraganaAt;
    const { ranks, at, to, sink } = search;
    const knownHan = this.countHan(ranks, at, known);
    const ahead = at + known < to ? (ranks[at + known] ?? NO_RANK) : NO_RANK;
    const third = ahead === NO_RANK ? -1 : ahead;
    for (let next = from; next < end;) {
      const entryAt = next;
      const head = bytes[next] ?? 0;
      next += 1;
      const more = head >> 5;
      let isMatch = at + known + more <= to;
      let hanCount = knownHan;
      for (let index = 0; index < more; index += 1) {
        let code = bytes[next] ?? 0;
        next += 1;
        if (code >= ONE_BYTE_RANKS) {
          code = ONE_BYTE_RANKS + ((code - ONE_BYTE_RANKS) << 8) + (bytes[next] ?? 0);
          next += 1;
        }
        if (index === 0 && code > third) return;
        if (isMatch && ranks[at + known + index] !== code) isMatch = false;
        if (((bytes[hiragana + (code >> 3)] ?? 0) & (1 << (code & 7))) === 0) hanCount += 1;
      }
      const pair = bytes[next] ?? 0;
      next += 1;
      if (isMatch) {
        const pairAt = pair === OWN_KIND ? next : this.#kindsAt + pair * 2;
        const kind = bytes[pairAt] ?? 0;
        const cost = (bytes[pairAt + 1] ?? 0) + COST_LEAST / COST_STEP;
        if (kind < 0x80) sink.word(known + more, 0, kind, cost, entryAt);
        else this.giveTails(search, known + more, kind & 0x7f, cost, entryAt);
      }
      if (pair === OWN_KIND) next += 2;
      next += (head & 0x10) !== 0 ? head & 0x0f : hanCount > 1 ? hanCount >> 1 : 0;
    }
  }

  private giveTails(
    { points, at, to, sink }: Search,
    length: number,
    paradigm: number,
    cost: number,
    entryAt: number,
  ): void {
    const bytes = this.bytes;
    const section = this.#paradigmsAt;
    const count = this.word(section);
    let next = section + 2 + count * 2 + this.word(section + 2 + paradigm * 2);
    const first = at + length < to ? codeOfKana(points[at + length] ?? 0) : NO_KANA;
    let tails = bytes[next] ?? 0;
    next += 1;
    for (; tails > 0; tails -= 1) {
      const kana = bytes[next] ?? 0;
      next += 1;
      if (kana > 0) {
        const code = bytes[next] ?? 0;
        // Tails are sorted by their kana.
        if (code > first) return;
        let isMatch = code === first && at + length + kana <= to;
        for (let index = 1; index < kana && isMatch; index += 1)
          if (kanaOf(bytes[next + index] ?? 0) !== points[at + length + index]) isMatch = false;
        next += kana;
        if (!isMatch) {
          next += 2;
          continue;
        }
      }
      sink.word(length + kana, kana, bytes[next] ?? 0, cost + (bytes[next + 1] ?? 0), entryAt);
      next += 2;
    }
  }

  /**
   * Appends the kana of a word to `said`.
   * @param points whose characters from `at` on it covers, `length` of them
   * @param ranks theirs, from `ranksAt` on
   */
  read(
    { points, at, length, tailLength, entryAt, ranks, ranksAt }: WordInText,
    said: PointBuffer,
  ): void {
    if (entryAt === COMPOUND) {
      this.readCompound(ranks[ranksAt] ?? NO_RANK, ranks[ranksAt + 1] ?? NO_RANK, said);
      return;
    }
    const head = this.byte(entryAt);
    const stemLength = length - tailLength;
    let next = entryAt + 1;
    for (let more = head >> 5; more > 0; more -= 1)
      next += this.byte(next) >= ONE_BYTE_RANKS ? 2 : 1;
    next += this.byte(next) === OWN_KIND ? 3 : 1;
    if ((head & 0x10) !== 0)
      for (let kana = head & 0x0f; kana > 0; kana -= 1, next += 1)
        said.push(kanaOf(this.byte(next)));
    else {
      let han = 0;
      for (let index = 0; index < stemLength; index += 1) {
        const rank = ranks[ranksAt + index] ?? NO_RANK;
        if (this.isHiragana(rank)) said.push(points[at + index] ?? 0);
        else {
          const pair = han === 0 ? head : this.byte(next + ((han - 1) >> 1));
          this.readSign(rank, han % 2 === 1 ? pair >> 4 : pair & 0x0f, said);
          han += 1;
        }
      }
    }
    for (let index = stemLength; index < length; index += 1) said.push(points[at + index] ?? 0);
  }

  /** Appends one of a sign's readings, the commonest first; false if it has none. */
  readSign(rank: number, choice: number, said: PointBuffer): boolean {
    if (rank === NO_RANK) return false;
    let at = this.readingsOf(rank);
    if (choice >= this.byte(at)) return false;
    at += 2;
    for (let index = 0; index < choice; index += 1) at += 1 + this.byte(at);
    for (let kana = this.byte(at); kana > 0; kana -= 1) {
      at += 1;
      said.push(kanaOf(this.byte(at)));
    }
    return true;
  }

  /** Sino-Japanese compounds: ku and tsu double the next consonant, h after tsu and n becomes p (gakkou, happyou, kenpou). */
  private readCompound(first: number, second: number, said: PointBuffer): void {
    const start = said.length;
    this.readSign(first, this.byte(this.readingsOf(first) + 1) >> 4, said);
    const joint = said.length;
    this.readSign(second, this.byte(this.readingsOf(second) + 1) & 0x0f, said);
    if (joint - start < 2) return;
    const last = said.at(joint - 1);
    const next = said.at(joint);
    const isDoubled =
      (last === TSU && isAmong(BEFORE_TSU, next)) || (last === KU && isAmong(K_ROW, next));
    if (isDoubled) said.set(joint - 1, SMALL_TSU);
    if ((last === TSU || last === N) && isAmong(H_ROW, next)) said.set(joint, next + 2);
  }

  private readingsOf(rank: number): number {
    return this.#readingsAt + this.long24(this.#listsAt + rank * 3);
  }

  private countHan(ranks: ArrayLike<number>, at: number, count: number): number {
    let han = 0;
    for (let index = 0; index < count; index += 1)
      if (!this.isHiragana(ranks[at + index] ?? NO_RANK)) han += 1;
    return han;
  }

  private isHiragana(rank: number): boolean {
    return (
      rank !== NO_RANK && (this.byte(this.#hiraganaAt + (rank >> 3)) & (1 << (rank & 7))) !== 0
    );
  }

  private byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  private word(at: number): number {
    return this.byte(at) | (this.byte(at + 1) << 8);
  }

  private long24(at: number): number {
    return this.word(at) | (this.byte(at + 2) << 16);
  }

  private long(at: number): number {
    return this.word(at) + this.word(at + 2) * 0x10000;
  }
}

/** A word and where it stands. */
export interface WordInText {
  readonly points: ArrayLike<number>;
  readonly at: number;
  readonly length: number;
  readonly tailLength: number;
  readonly entryAt: number;
  readonly ranks: ArrayLike<number>;
  readonly ranksAt: number;
}

interface Search {
  readonly ranks: ArrayLike<number>;
  readonly points: ArrayLike<number>;
  readonly at: number;
  readonly to: number;
  readonly sink: WordSink;
}

const KU = 0x304f;
const TSU = 0x3064;
const N = 0x3093;
const K_ROW = 'かきくけこ';
const H_ROW = 'はひふへほ';
/** What doubles after tsu. */
const BEFORE_TSU = 'かきくけこさしすせそたちつてとはひふへほ';

function isAmong(kana: string, point: number): boolean {
  return kana.includes(String.fromCodePoint(point));
}

function kanaOf(code: number): number {
  return code === LONG_BAR_CODE ? PROLONGED_SOUND_MARK : HIRAGANA_FIRST + code;
}

/** Below the code of any kana. */
const NO_KANA = -1;

function codeOfKana(point: number): number {
  if (point === PROLONGED_SOUND_MARK) return LONG_BAR_CODE;
  const code = point - HIRAGANA_FIRST;
  return code >= 0 && code < LONG_BAR_CODE ? code : NO_KANA;
}
