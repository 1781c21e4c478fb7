/**
 * The Japanese dictionary, read by offset from flash: which words begin at a sign, what each costs, how it is read.
 *
 * Layout, little endian, made by tools/make-tables.ts: magic "S2J1", u32 section count, u32 offset of each, u32 length.
 *   settings    u8 class of unknown words, then of each class how it is set: 0 word, 1 particle, 2 attached, 3 prefix
 *   costs       i8 from each of 128 classes to each, in hundreds
 *   paradigms   u16 count, u16 offset of each, then each: count of tails, and of each: kana count, kana, class, u8 cost
 *   characters  u16 code point and u16 rank, ascending; the rank is a character's number everywhere else
 *   hiragana    a bit a rank
 *   buckets     u24 offset into the entries of the words that begin with a rank, and one more for the end
 *   lists       u24 offset into the readings of a rank
 *   readings    count, and of each: kana count, kana (hiragana minus U+3041; 86 is the long bar)
 *   entries     a bucket is u16 length, words of one sign, then groups: code of the second sign, length (255: u16 follows),
 *               words. A code is the rank, or from 160 on two bytes. A word is a byte (3 bits: more signs; 1 bit: reading
 *               follows; 4 bits: its kana count, or the first Han sign's choice), their codes, class or 0x80 + paradigm,
 *               cost (hundreds above -5000), then the reading or a nibble for each further Han sign's choice.
 */
const MAGIC = Object.freeze([0x53, 0x32, 0x4a, 0x31]);
export const CLASS_COUNT = 128;
export const COST_STEP = 100;
const COST_LEAST = -5000;
const SECTION_COUNT = 9;
const ONE_BYTE_RANKS = 160;
const LONG_BAR_CODE = 86;
export const FIRST_HIRAGANA = 0x3041;
const LONG_BAR = 0x30fc;
/** No character of the dictionary. */
export const NO_RANK = 0xffff;

/** One word that begins where it was looked for. */
export interface Match {
  length: number;
  classNumber: number;
  cost: number;
  /** Where its entry stands, for reading it out; and how many kana of `length` are a tail. */
  entryAt: number;
  tailLength: number;
}

export class JapaneseDictionary {
  readonly #bytes: Uint8Array;
  readonly #sections: readonly number[];

  /** @throws Error where `bytes` are not this layout */
  constructor(bytes: Uint8Array) {
    if (MAGIC.some((byte, at) => bytes[at] !== byte))
      throw new Error('Japanese dictionary: not made by tools/make-tables.ts of this version');
    this.#bytes = bytes;
    const sections: number[] = [];
    for (let index = 0; index <= SECTION_COUNT; index += 1)
      sections.push(this.#long(8 + index * 4));
    this.#sections = sections;
    if (this.#long(4) !== SECTION_COUNT || sections[SECTION_COUNT] !== bytes.length)
      throw new Error('Japanese dictionary: cut short');
  }

  get unknownClass(): number {
    return this.#byte(this.#section(0));
  }

  settingOf(classNumber: number): number {
    return this.#byte(this.#section(0) + 1 + classNumber);
  }

  costBetween(before: number, next: number): number {
    const cost = this.#byte(this.#section(1) + before * CLASS_COUNT + next);
    return cost > 127 ? cost - 256 : cost;
  }

  rankOf(codePoint: number): number {
    let low = 0;
    let high = ((this.#section(4) - this.#section(3)) >> 2) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.#section(3) + middle * 4;
      const here = this.#word(at);
      if (here === codePoint) return this.#word(at + 2);
      if (here < codePoint) low = middle + 1;
      else high = middle - 1;
    }
    return NO_RANK;
  }

  /**
   * Every word that begins at `at` and ends before `to`, handed to `take`; the match is overwritten by the next.
   * @param longest no longer words than this many characters
   */
  find(
    ranks: ArrayLike<number>,
    points: readonly number[],
    at: number,
    to: number,
    longest: number,
    take: (match: Match) => void,
  ): void {
    const rank = ranks[at] ?? NO_RANK;
    if (rank === NO_RANK) return;
    const bucket = this.#section(8) + this.#long24(this.#section(5) + rank * 3);
    const bucketEnd = this.#section(8) + this.#long24(this.#section(5) + rank * 3 + 3);
    const aloneEnd = bucket + 2 + this.#word(bucket);
    const search = { ranks, points, at, to: Math.min(to, at + longest), take };
    this.#scan(bucket + 2, aloneEnd, 1, search);
    const second = at + 1 < to ? (ranks[at + 1] ?? NO_RANK) : NO_RANK;
    if (second === NO_RANK) return;
    for (let next = aloneEnd; next < bucketEnd;) {
      let code = this.#byte(next);
      next += 1;
      if (code >= ONE_BYTE_RANKS) {
        code = ONE_BYTE_RANKS + ((code - ONE_BYTE_RANKS) << 8) + this.#byte(next);
        next += 1;
      }
      let length = this.#byte(next);
      next += 1;
      if (length === 255) {
        length = this.#word(next);
        next += 2;
      }
      if (code === second) this.#scan(next, next + length, 2, search);
      if (code >= second) return;
      next += length;
    }
  }

  readonly #match: Match = { length: 0, classNumber: 0, cost: 0, entryAt: 0, tailLength: 0 };

  #scan(from: number, end: number, known: number, search: Search): void {
    const { ranks, at, to } = search;
    for (let next = from; next < end;) {
      const entryAt = next;
      const head = this.#byte(next);
      next += 1;
      const more = head >> 5;
      let isMatch = at + known + more <= to;
      let hanCount = this.#countHan(ranks, at, known);
      for (let index = 0; index < more; index += 1) {
        let code = this.#byte(next);
        next += 1;
        if (code >= ONE_BYTE_RANKS) {
          code = ONE_BYTE_RANKS + ((code - ONE_BYTE_RANKS) << 8) + this.#byte(next);
          next += 1;
        }
        if (isMatch && ranks[at + known + index] !== code) isMatch = false;
        if (!this.#isHiragana(code)) hanCount += 1;
      }
      const kind = this.#byte(next);
      const cost = this.#byte(next + 1) + COST_LEAST / COST_STEP;
      next += 2 + ((head & 0x10) !== 0 ? head & 0x0f : hanCount > 1 ? hanCount >> 1 : 0);
      if (!isMatch) continue;
      if (kind < 0x80) this.#give(search, known + more, 0, kind, cost, entryAt);
      else this.#giveTails(search, known + more, kind & 0x7f, cost, entryAt);
    }
  }

  #give(
    { take }: Search,
    length: number,
    tailLength: number,
    classNumber: number,
    cost: number,
    entryAt: number,
  ): void {
    const match = this.#match;
    match.length = length + tailLength;
    match.tailLength = tailLength;
    match.classNumber = classNumber;
    match.cost = cost;
    match.entryAt = entryAt;
    take(match);
  }

  #giveTails(
    search: Search,
    length: number,
    paradigm: number,
    cost: number,
    entryAt: number,
  ): void {
    const { points, at, to } = search;
    const section = this.#section(2);
    const count = this.#word(section);
    let next = section + 2 + count * 2 + this.#word(section + 2 + paradigm * 2);
    let tails = this.#byte(next);
    next += 1;
    for (; tails > 0; tails -= 1) {
      const kana = this.#byte(next);
      next += 1;
      let isMatch = at + length + kana <= to;
      for (let index = 0; index < kana && isMatch; index += 1)
        if (kanaOf(this.#byte(next + index)) !== points[at + length + index]) isMatch = false;
      next += kana;
      if (isMatch)
        this.#give(search, length, kana, this.#byte(next), cost + this.#byte(next + 1), entryAt);
      next += 2;
    }
  }

  /**
   * Appends the kana of the word at `entryAt`, which covers `length` characters from `at`, to `said`.
   * @param ranks those of the word's own characters
   */
  read(
    points: readonly number[],
    ranks: ArrayLike<number>,
    at: number,
    length: number,
    entryAt: number,
    tailLength: number,
    said: number[],
  ): void {
    const head = this.#byte(entryAt);
    const stemLength = length - tailLength;
    let next = entryAt + 1;
    for (let more = head >> 5; more > 0; more -= 1)
      next += this.#byte(next) >= ONE_BYTE_RANKS ? 2 : 1;
    next += 2;
    if ((head & 0x10) !== 0)
      for (let kana = head & 0x0f; kana > 0; kana -= 1, next += 1)
        said.push(kanaOf(this.#byte(next)));
    else {
      let han = 0;
      for (let index = 0; index < stemLength; index += 1) {
        const rank = ranks[index] ?? NO_RANK;
        if (this.#isHiragana(rank)) said.push(points[at + index] ?? 0);
        else {
          const pair = this.#byte(next + ((han - 1) >> 1));
          this.readSign(
            rank,
            han === 0 ? head & 0x0f : han % 2 === 1 ? pair >> 4 : pair & 0x0f,
            said,
          );
          han += 1;
        }
      }
    }
    for (let index = stemLength; index < length; index += 1) said.push(points[at + index] ?? 0);
  }

  /** Appends one of a sign's readings, the first being its commonest. False where it has none. */
  readSign(rank: number, choice: number, said: number[]): boolean {
    if (rank === NO_RANK) return false;
    let at = this.#section(7) + this.#long24(this.#section(6) + rank * 3);
    if (choice >= this.#byte(at)) return false;
    at += 1;
    for (let index = 0; index < choice; index += 1) at += 1 + this.#byte(at);
    for (let kana = this.#byte(at); kana > 0; kana -= 1) {
      at += 1;
      said.push(kanaOf(this.#byte(at)));
    }
    return true;
  }

  #countHan(ranks: ArrayLike<number>, at: number, count: number): number {
    let han = 0;
    for (let index = 0; index < count; index += 1)
      if (!this.#isHiragana(ranks[at + index] ?? NO_RANK)) han += 1;
    return han;
  }

  #isHiragana(rank: number): boolean {
    return (
      rank !== NO_RANK && (this.#byte(this.#section(4) + (rank >> 3)) & (1 << (rank & 7))) !== 0
    );
  }

  #section(index: number): number {
    return this.#sections[index] ?? 0;
  }

  #byte(at: number): number {
    return this.#bytes[at] ?? 0;
  }

  #word(at: number): number {
    return this.#byte(at) | (this.#byte(at + 1) << 8);
  }

  #long24(at: number): number {
    return this.#word(at) | (this.#byte(at + 2) << 16);
  }

  #long(at: number): number {
    return this.#word(at) + this.#word(at + 2) * 0x10000;
  }
}

interface Search {
  readonly ranks: ArrayLike<number>;
  readonly points: readonly number[];
  readonly at: number;
  readonly to: number;
  readonly take: (match: Match) => void;
}

function kanaOf(code: number): number {
  return code === LONG_BAR_CODE ? LONG_BAR : FIRST_HIRAGANA + code;
}
