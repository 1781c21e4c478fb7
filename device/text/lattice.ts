/**
 * The likeliest words of a Japanese text: the cheapest path through all that the dictionary knows (Viterbi), over a window
 * of a fixed size, with a fixed number of open ends at each place, so that neither memory nor time grows with the text.
 */
import type { JapaneseDictionary, WordSink } from './dictionary.js';
import { CLASS_COUNT, COMPOUND, NO_RANK } from './dictionary.js';
import { counterOf, isNumeral } from './numerals.js';
import { isHan } from './signs.js';

/** Characters looked at together; a longer text is cut where a word is likely to begin. */
export const WINDOW = 32;
/** Open ends kept at each place, of different classes. */
const ENDS = 6;
const LONGEST_WORD = 10;
/** Costs of what the dictionary does not know, in hundreds: above any word, below two bad ones. */
const UNKNOWN_HAN = 130;
/** Two signs that no word of the dictionary covers: dearer than any name, cheaper than two signs each for itself. */
const UNKNOWN_COMPOUND = 95;
const UNKNOWN_KANA = 95;
const KATAKANA_RUN = 45;
/** What a particle or an ending costs more where nothing stands before it, and a word of one kana anywhere. */
const LEADING_PARTICLE = 60;
const SOLE_KANA = 30;
/** A noun that begins with a numeral is not taken apart into number and counter: yuri is not a hundred gills. */
const NUMBER_WORD = 38;
const PARTICLE = 1;
const ATTACHED = 2;
const NEVER = 0x3fffffff;

/** A word of the path: its class, and its entry (0: none, it is read sign by sign). */
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
  /** The cheapest way from the place looked at into each class, and behind which end: words of a class share it. */
  readonly #entryCosts = new Int32Array(CLASS_COUNT);
  readonly #entryEnds = new Uint8Array(CLASS_COUNT);
  /** At which place the two above were worked out, plus one. */
  readonly #entryPlaces = new Uint8Array(CLASS_COUNT);
  readonly #path = new Uint16Array(WINDOW);
  #at = 0;
  #from = 0;
  #wordCount = 0;
  #isBeginning = false;
  /** Not so for the generator, which asks what the costs alone say. */
  #isTitle = false;
  /** Whether words from the place looked at may be odd, and how: asked once a place, since there are many words to each. */
  #isOddPlace = false;
  #isLeading = false;
  #isKanaPlace = false;
  #isNumberPlace = false;

  constructor(dictionary: JapaneseDictionary) {
    this.#dictionary = dictionary;
  }

  /**
   * Finds the words of at most WINDOW characters from `from` on; `eachWord` then tells them.
   * @param isBeginning no word stands before
   * @param longest no longer words than this; only the generator asks for fewer
   * @returns the whole path's cost in hundreds
   */
  solve(
    points: ArrayLike<number>,
    from: number,
    to: number,
    isBeginning: boolean,
    longest: number = LONGEST_WORD,
  ): number {
    this.#isBeginning = isBeginning;
    this.#isTitle = longest === LONGEST_WORD;
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
      this.#judgePlace();
      dictionary.find(this.ranks, window, at, size, longest, this);
      this.#extendUnknown(at, size);
    }
    this.#at = size;
    const cost = this.#enter(0);
    this.#from = from;
    this.#trace(size, size * ENDS + (this.#entryEnds[0] ?? 0));
    return cost;
  }

  /** Hands the words of the last solution to `take` in order, each in the same object. */
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

  #extendUnknown(at: number, size: number): void {
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
    // A small kana or a bar never begins a syllable.
    while (to < size && isDependent(window[to] ?? 0)) to += 1;
    this.word(to - at, 0, unknown, UNKNOWN_KANA, 0);
  }

  /** A word from the place looked at, behind whichever end there makes it cheapest. */
  word(
    length: number,
    tailLength: number,
    classNumber: number,
    wordCost: number,
    entryAt: number,
  ): void {
    let cost = this.#enter(classNumber) + wordCost;
    if (this.#isOddPlace) cost += this.#oddity(length, classNumber, entryAt);
    const slot = this.#slotFor(this.#at + length, classNumber, cost);
    if (slot < 0) return;
    this.#costs[slot] = cost;
    this.#classes[slot] = classNumber;
    this.#lengths[slot] = length;
    this.#tails[slot] = tailLength;
    this.#before[slot] = this.#entryEnds[classNumber] ?? 0;
    this.#entries[slot] = entryAt;
  }

  /** A number that stands alone before something that counts nothing. */
  #judgePlace(): void {
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
    this.#isOddPlace =
      this.#isTitle && (this.#isLeading || this.#isKanaPlace || this.#isNumberPlace);
  }

  /** What the costs, made from newspapers where words are written in kanji, do not tell of words in kana or of numbers. */
  #oddity(length: number, classNumber: number, entryAt: number): number {
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

  /** The least cost of a path that goes on with this class. */
  #enter(classNumber: number): number {
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

  /** A free slot, the same class's if this is cheaper, or the dearest's; -1 where this is no better. */
  #slotFor(end: number, classNumber: number, cost: number): number {
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
  #trace(size: number, last: number): void {
    let count = 0;
    for (let slot = last, end = size; end > 0; count += 1) {
      this.#path[count] = slot;
      end -= this.#lengths[slot] ?? 1;
      slot = end * ENDS + (this.#before[slot] ?? 0);
    }
    this.#wordCount = count;
  }
}

export function isKatakana(point: number): boolean {
  return point >= 0x30a1 && point <= 0x30fe;
}

/** Small ya yu yo and vowels, the long bar. */
function isDependent(point: number): boolean {
  const hiragana = isKatakana(point) ? point - 0x60 : point;
  return (
    point === 0x30fc ||
    hiragana === 0x3083 ||
    hiragana === 0x3085 ||
    hiragana === 0x3087 ||
    (hiragana >= 0x3041 && hiragana <= 0x3049 && hiragana % 2 === 1)
  );
}
