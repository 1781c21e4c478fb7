/**
 * The likeliest words of a Japanese text: the cheapest path through the words of the dictionary (Viterbi). The window and
 * the number of open paths at each place are fixed, so memory stays constant and time linear.
 */
import type { JapaneseDictionary, WordSink } from './dictionary.js';
import { CLASS_COUNT, COMPOUND, NO_RANK } from './dictionary.js';
import { hiraganaOf, isSmallVowel, isSmallY } from './kana.js';
import { counterOf, isNumeral } from './numerals.js';
import { isHan } from './signs.js';
import { KATAKANA_FIRST, KATAKANA_VOICED_ITERATION_MARK, PROLONGED_SOUND_MARK } from './unicode.js';

/** Characters solved together; a longer text is cut where a word is likely to begin. */
export const WINDOW = 32;
/** Open paths kept at each place, each ending in another class. */
const ENDS = 6;
const LONGEST_WORD = 10;
/** Costs of unknown characters, in hundreds: above any word, below two unlikely ones. */
const UNKNOWN_HAN = 130;
/** Two unknown signs as one compound: dearer than any name, cheaper than two unknown signs. */
const UNKNOWN_COMPOUND = 95;
const UNKNOWN_KANA = 95;
const KATAKANA_RUN = 45;
/** Extra cost of a particle or an ending with nothing before it, and of any word of one kana. */
const LEADING_PARTICLE = 60;
const SOLE_KANA = 30;
/** Bonus for a noun that begins with a numeral over number and counter: yuri (lily), not "a hundred gou". */
const NUMBER_WORD = 38;
const PARTICLE = 1;
const ATTACHED = 2;
const NEVER = 0x3fffffff;

/** A word of the path. Entry 0: not in the dictionary, read sign by sign. */
export interface Found {
  from: number;
  to: number;
  classNumber: number;
  entryAt: number;
  tailLength: number;
}

export class Lattice implements WordSink {
  readonly #dictionary: JapaneseDictionary;
  readonly ranks = new Uint16Array(WINDOW);
  readonly #costs = new Int32Array((WINDOW + 1) * ENDS);
  readonly #classes = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #lengths = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #tails = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #before = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #entries = new Uint32Array((WINDOW + 1) * ENDS);
  readonly #window = new Uint32Array(WINDOW);
  /** The cheapest way from the current place into each class, and from which end; words of a class share it. */
  readonly #entryCosts = new Int32Array(CLASS_COUNT);
  readonly #entryEnds = new Uint8Array(CLASS_COUNT);
  /** The place for which the two above were computed, plus one. */
  readonly #entryPlaces = new Uint8Array(CLASS_COUNT);
  readonly #path = new Uint16Array(WINDOW);
  #at = 0;
  #from = 0;
  #wordCount = 0;
  #isBeginning = false;
  /** Whether words that begin at the current place need `#oddity`, and why; computed once, as many words begin there. */
  #isOddPlace = false;
  #isLeading = false;
  #isKanaPlace = false;
  #isNumberPlace = false;

  constructor(dictionary: JapaneseDictionary) {
    this.#dictionary = dictionary;
  }

  /**
   * Finds the words of at most WINDOW characters from `from` on, for `eachWord`.
   * @param isBeginning no word stands before
   * @returns the whole path's cost in hundreds
   */
  solve(points: ArrayLike<number>, from: number, to: number, isBeginning: boolean): number {
    this.#isBeginning = isBeginning;
    const dictionary = this.#dictionary;
    const size = to - from;
    const window = this.#window;
    const costs = this.#costs;
    for (let at = 0; at < size; at += 1) {
      const point = points[from + at] ?? 0;
      window[at] = point;
      this.ranks[at] = dictionary.rankOf(point);
    }
    costs.fill(NEVER, 0, (size + 1) * ENDS);
    this.#entryPlaces.fill(0);
    costs[0] = 0;
    this.#classes[0] = 0;
    this.#lengths[0] = 0;
    for (let at = 0; at < size; at += 1) {
      if (costs[at * ENDS] === NEVER) continue;
      this.#at = at;
      this.judgePlace();
      dictionary.find(this.ranks, window, at, size, LONGEST_WORD, this);
      this.extendUnknown(at, size);
    }
    this.#at = size;
    const cost = this.enter(0);
    this.#from = from;
    this.trace(size, size * ENDS + (this.#entryEnds[0] ?? 0));
    return cost;
  }

  /** Hands the words of the last solution to `take` in order, always in the same object. */
  eachWord(take: (found: Found) => void): void {
    const found: Found = { from: 0, to: this.#from, classNumber: 0, entryAt: 0, tailLength: 0 };
    for (let index = this.#wordCount - 1; index >= 0; index -= 1) {
      const slot = this.#path[index] ?? 0;
      found.from = found.to;
      found.to += this.#lengths[slot] ?? 1;
      found.classNumber = this.#classes[slot] ?? 0;
      found.entryAt = this.#entries[slot] ?? 0;
      found.tailLength = this.#tails[slot] ?? 0;
      take(found);
    }
  }

  /** Whether the last solution is a family name and a given one; behind a family name of two signs any word may be that. */
  isName(familyClass: number, givenClass: number): boolean {
    const given = this.#path[0] ?? 0;
    const family = this.#path[1] ?? 0;
    const isFamily = this.#classes[family] === familyClass && this.#entries[family] !== 0;
    const isGiven = this.#classes[given] === givenClass || (this.#lengths[family] ?? 0) > 1;
    return this.#wordCount === 2 && isFamily && isGiven && this.#entries[given] !== 0;
  }

  private extendUnknown(at: number, size: number): void {
    const window = this.#window;
    const point = window[at] ?? 0;
    const unknown = this.#dictionary.unknownClass;
    if (isHan(point)) {
      this.word(1, 0, unknown, UNKNOWN_HAN, 0);
      const next = at + 1 < size ? (window[at + 1] ?? 0) : 0;
      const isCompound =
        isHan(next) && this.ranks[at] !== NO_RANK && this.ranks[at + 1] !== NO_RANK;
      if (isCompound) this.word(2, 0, unknown, UNKNOWN_COMPOUND, COMPOUND);
      return;
    }
    let to = at + 1;
    if (isKatakana(point)) {
      while (to < size && isKatakana(window[to] ?? 0)) to += 1;
      this.word(to - at, 0, unknown, KATAKANA_RUN, 0);
      return;
    }
    // A small kana or a prolonged sound mark never begins a syllable.
    while (to < size && isDependent(window[to] ?? 0)) to += 1;
    this.word(to - at, 0, unknown, UNKNOWN_KANA, 0);
  }

  /** Adds a word that begins at the current place, after the end that makes it cheapest. */
  word(
    length: number,
    tailLength: number,
    classNumber: number,
    wordCost: number,
    entryAt: number,
  ): void {
    let cost = this.enter(classNumber) + wordCost;
    if (this.#isOddPlace) cost += this.oddity(length, classNumber, entryAt);
    const slot = this.slotFor(this.#at + length, classNumber, cost);
    if (slot < 0) return;
    this.#costs[slot] = cost;
    this.#classes[slot] = classNumber;
    this.#lengths[slot] = length;
    this.#tails[slot] = tailLength;
    this.#before[slot] = this.#entryEnds[classNumber] ?? 0;
    this.#entries[slot] = entryAt;
  }

  /** A number place is a single numeral that no counter follows. */
  private judgePlace(): void {
    const at = this.#at;
    const window = this.#window;
    const next = window[at + 1] ?? 0;
    this.#isLeading = at === 0 && this.#isBeginning;
    this.#isKanaPlace = !isHan(window[at] ?? 0);
    this.#isNumberPlace =
      isNumeral(window[at] ?? 0) &&
      (at === 0 || !isNumeral(window[at - 1] ?? 0)) &&
      !isNumeral(next) &&
      counterOf(next) === '';
    this.#isOddPlace = this.#isLeading || this.#isKanaPlace || this.#isNumberPlace;
  }

  /** Corrects the costs for words in kana and for numbers: they were learnt from newspapers, which write kanji. */
  private oddity(length: number, classNumber: number, entryAt: number): number {
    const isSoleKana = this.#isKanaPlace && length === 1;
    if (isSoleKana || this.#isLeading) {
      const setting = this.#dictionary.settingOf(classNumber);
      if (setting === PARTICLE || setting === ATTACHED)
        return this.#isLeading ? LEADING_PARTICLE : 0;
      if (isSoleKana) return SOLE_KANA;
    }
    const isNumberWord =
      this.#isNumberPlace &&
      length > 1 &&
      entryAt > COMPOUND &&
      classNumber === this.#dictionary.unknownClass;
    return isNumberWord ? -NUMBER_WORD : 0;
  }

  /** The least cost of a path that continues with this class. */
  private enter(classNumber: number): number {
    const at = this.#at;
    if (this.#entryPlaces[classNumber] === at + 1) return this.#entryCosts[classNumber] ?? NEVER;
    const costs = this.#costs;
    const classes = this.#classes;
    const { bytes, costsAt } = this.#dictionary;
    const column = costsAt + classNumber;
    const first = at * ENDS;
    const last = first + ENDS;
    let least = NEVER;
    let before = 0;
    for (let slot = first; slot < last; slot += 1) {
      const here = costs[slot] ?? NEVER;
      if (here === NEVER) break;
      // A signed byte, in hundreds.
      const between = bytes[column + (classes[slot] ?? 0) * CLASS_COUNT] ?? 0;
      const sum = here + (between > 127 ? between - 256 : between);
      if (sum < least) {
        least = sum;
        before = slot - first;
      }
    }
    this.#entryPlaces[classNumber] = at + 1;
    this.#entryCosts[classNumber] = least;
    this.#entryEnds[classNumber] = before;
    return least;
  }

  /** A free slot, else that of the same class or the dearest, if this path is cheaper; else -1. */
  private slotFor(end: number, classNumber: number, cost: number): number {
    const costs = this.#costs;
    const classes = this.#classes;
    let dearest = -1;
    let dearestCost = cost;
    const first = end * ENDS;
    const last = first + ENDS;
    for (let slot = first; slot < last; slot += 1) {
      const here = costs[slot] ?? NEVER;
      if (here === NEVER) return slot;
      if (classes[slot] === classNumber) return cost < here ? slot : -1;
      if (here > dearestCost) {
        dearest = slot;
        dearestCost = here;
      }
    }
    return dearest;
  }

  /** The slots of the path, the last word first. */
  private trace(size: number, last: number): void {
    let count = 0;
    for (let slot = last, end = size; end > 0; count += 1) {
      this.#path[count] = slot;
      end -= this.#lengths[slot] ?? 1;
      slot = end * ENDS + (this.#before[slot] ?? 0);
    }
    this.#wordCount = count;
  }
}

function isKatakana(point: number): boolean {
  return point >= KATAKANA_FIRST && point <= KATAKANA_VOICED_ITERATION_MARK;
}

/** Small kana and the prolonged sound mark belong to the kana before them. */
function isDependent(point: number): boolean {
  const hiragana = hiraganaOf(point);
  return point === PROLONGED_SOUND_MARK || isSmallY(hiragana) || isSmallVowel(hiragana);
}
