/**
 * The likeliest words of a Japanese text: the cheapest path through all that the dictionary knows (Viterbi), over a window
 * of a fixed size, with a fixed number of open ends at each place, so that neither memory nor time grows with the text.
 */
import type { JapaneseDictionary } from './dictionary.js';
import { isHan } from './signs.js';

/** Characters looked at together; a longer text is cut where a word is likely to begin. */
export const WINDOW = 32;
/** Open ends kept at each place, of different classes. */
const ENDS = 6;
const LONGEST_WORD = 10;
/** Costs of what the dictionary does not know, in hundreds: above any word, below two bad ones. */
const UNKNOWN_HAN = 130;
const UNKNOWN_KANA = 95;
const KATAKANA_RUN = 45;
const NEVER = 0x3fffffff;

/** A word found: where it ends, its class, and its entry (0: none, it is read sign by sign). */
export interface Found {
  readonly from: number;
  readonly to: number;
  readonly classNumber: number;
  readonly entryAt: number;
  readonly tailLength: number;
}

export class Lattice {
  readonly #dictionary: JapaneseDictionary;
  readonly ranks = new Uint16Array(WINDOW);
  readonly #costs = new Int32Array((WINDOW + 1) * ENDS);
  readonly #classes = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #lengths = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #tails = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #before = new Uint8Array((WINDOW + 1) * ENDS);
  readonly #entries = new Uint32Array((WINDOW + 1) * ENDS);

  constructor(dictionary: JapaneseDictionary) {
    this.#dictionary = dictionary;
  }

  /**
   * Words of at most WINDOW characters from `from` on, each handed to `take` in order.
   * @param longest no longer words than this; only the generator asks for fewer
   * @returns the whole path's cost in hundreds
   */
  solve(
    points: readonly number[],
    from: number,
    to: number,
    take: (found: Found) => void,
    longest = LONGEST_WORD,
  ): number {
    const size = to - from;
    const window = points.slice(from, to);
    for (let at = 0; at < size; at += 1) this.ranks[at] = this.#dictionary.rankOf(window[at] ?? 0);
    this.#costs.fill(NEVER, 0, (size + 1) * ENDS);
    this.#costs[0] = 0;
    this.#classes[0] = 0;
    this.#lengths[0] = 0;
    for (let at = 0; at < size; at += 1) {
      if ((this.#costs[at * ENDS] ?? NEVER) === NEVER) continue;
      this.#dictionary.find(
        this.ranks,
        window,
        at,
        size,
        longest,
        ({ length, classNumber, cost, entryAt, tailLength }) => {
          this.#extend(at, at + length, classNumber, cost, entryAt, tailLength);
        },
      );
      this.#extendUnknown(window, at, size);
    }
    const [last, cost] = this.#best(size);
    this.#trace(size, last, from, take);
    return cost;
  }

  #extendUnknown(window: readonly number[], at: number, size: number): void {
    const point = window[at] ?? 0;
    const unknown = this.#dictionary.unknownClass;
    if (isHan(point)) {
      this.#extend(at, at + 1, unknown, UNKNOWN_HAN, 0, 0);
      return;
    }
    let to = at + 1;
    if (isKatakana(point)) {
      while (to < size && isKatakana(window[to] ?? 0)) to += 1;
      this.#extend(at, to, unknown, KATAKANA_RUN, 0, 0);
      return;
    }
    // A small kana or a bar never begins a syllable.
    while (to < size && isDependent(window[to] ?? 0)) to += 1;
    this.#extend(at, to, unknown, UNKNOWN_KANA, 0, 0);
  }

  /** A word from `at` to `end`, behind whichever end at `at` makes it cheapest. */
  #extend(
    at: number,
    end: number,
    classNumber: number,
    cost: number,
    entryAt: number,
    tailLength: number,
  ): void {
    let least = NEVER;
    let before = 0;
    for (let slot = at * ENDS; slot < at * ENDS + ENDS; slot += 1) {
      const here = this.#costs[slot] ?? NEVER;
      if (here === NEVER) break;
      const sum = here + this.#dictionary.costBetween(this.#classes[slot] ?? 0, classNumber) + cost;
      if (sum < least) {
        least = sum;
        before = slot - at * ENDS;
      }
    }
    const slot = this.#slotFor(end, classNumber, least);
    if (slot < 0) return;
    this.#costs[slot] = least;
    this.#classes[slot] = classNumber;
    this.#lengths[slot] = end - at;
    this.#tails[slot] = tailLength;
    this.#before[slot] = before;
    this.#entries[slot] = entryAt;
  }

  /** A free slot, the same class's if this is cheaper, or the dearest's; -1 where this is no better. */
  #slotFor(end: number, classNumber: number, cost: number): number {
    let dearest = -1;
    let dearestCost = cost;
    for (let slot = end * ENDS; slot < end * ENDS + ENDS; slot += 1) {
      const here = this.#costs[slot] ?? NEVER;
      if (here === NEVER) return slot;
      if (this.#classes[slot] === classNumber) return cost < here ? slot : -1;
      if (here > dearestCost) {
        dearest = slot;
        dearestCost = here;
      }
    }
    return dearest;
  }

  #best(size: number): readonly [slot: number, cost: number] {
    let best = size * ENDS;
    let least = NEVER;
    for (let slot = size * ENDS; slot < size * ENDS + ENDS; slot += 1) {
      const here = this.#costs[slot] ?? NEVER;
      if (here === NEVER) break;
      const sum = here + this.#dictionary.costBetween(this.#classes[slot] ?? 0, 0);
      if (sum < least) [best, least] = [slot, sum];
    }
    return [best, least];
  }

  /** Turns the path round in place: each slot on it gets the number of the one after it. */
  #trace(size: number, last: number, from: number, take: (found: Found) => void): void {
    const path: number[] = [];
    for (let slot = last, end = size; end > 0;) {
      path.push(slot);
      end -= this.#lengths[slot] ?? 1;
      slot = end * ENDS + (this.#before[slot] ?? 0);
    }
    let at = from;
    for (let index = path.length - 1; index >= 0; index -= 1) {
      const slot = path[index] ?? 0;
      const to = at + (this.#lengths[slot] ?? 1);
      take({
        from: at,
        to,
        classNumber: this.#classes[slot] ?? 0,
        entryAt: this.#entries[slot] ?? 0,
        tailLength: this.#tails[slot] ?? 0,
      });
      at = to;
    }
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
