/** Japanese words as they are read, in Hepburn, spaced and capitalised as titles are: particles small and apart. */
import type { JapaneseDictionary } from './dictionary.js';
import type { Pinyin } from './han.js';
import { spellKana } from './kana.js';
import type { Found } from './lattice.js';
import { Lattice, WINDOW } from './lattice.js';
import type { Output } from './output.js';
import { capitalise, isHan } from './signs.js';

const PARTICLE = 1;
const ATTACHED = 2;
const PREFIX = 3;
const U = 0x3046;

export class Japanese {
  readonly #dictionary: JapaneseDictionary;
  readonly #lattice: Lattice;
  readonly #pinyin: Pinyin;
  /** What the lattice holds the solution of, from which point on: who asks for the cost often asks for the words next. */
  #solvedPoints: ArrayLike<number> | undefined;
  #solvedFrom = 0;

  /** @param pinyin says what the dictionary cannot */
  constructor(dictionary: JapaneseDictionary, pinyin: Pinyin) {
    this.#dictionary = dictionary;
    this.#pinyin = pinyin;
    this.#lattice = new Lattice(dictionary);
  }

  /** A run of Han and kana. */
  spell(points: ArrayLike<number>, from: number, to: number, output: Output): void {
    const word = new SpokenWord(output);
    for (let start = from; start < to;) {
      const end = windowEnd(points, start, to);
      if (this.#solvedPoints !== points || this.#solvedFrom !== start)
        this.#lattice.solve(points, start, end);
      this.#solvedPoints = undefined;
      const windowFrom = start;
      this.#lattice.eachWord((found) => {
        this.#say(points, windowFrom, found, word);
      });
      start = end;
    }
    word.finish();
  }

  /** What a sign costs in the likeliest words, in hundreds: how plausible it is that the run is Japanese at all. */
  costPerSign(points: ArrayLike<number>, from: number, to: number): number {
    const end = windowEnd(points, from, to);
    this.#solvedPoints = points;
    this.#solvedFrom = from;
    return this.#lattice.solve(points, from, end) / (end - from);
  }

  /** Lets go of the text that `costPerSign` saw last. */
  forget(): void {
    this.#solvedPoints = undefined;
  }

  #say(
    points: ArrayLike<number>,
    windowFrom: number,
    { from, to, classNumber, entryAt, tailLength }: Found,
    word: SpokenWord,
  ): void {
    const setting = entryAt === 0 ? 0 : this.#dictionary.settingOf(classNumber);
    const isKanaUnknown = entryAt === 0 && !isHan(points[from] ?? 0);
    word.begin(setting, entryAt !== 0, isKanaUnknown);
    // The tail of a verb that is to be done: the long vowel of its last syllable.
    if (setting === ATTACHED && to - from === 1 && points[from] === U) return;
    if (entryAt !== 0)
      this.#dictionary.read(
        {
          points,
          at: from,
          length: to - from,
          tailLength,
          entryAt,
          ranks: this.#lattice.ranks,
          ranksAt: from - windowFrom,
        },
        word.said,
      );
    else if (isKanaUnknown) for (let at = from; at < to; at += 1) word.said.push(points[at] ?? 0);
    else if (
      !this.#dictionary.readSign(this.#lattice.ranks[from - windowFrom] ?? 0, 0, word.said)
    ) {
      // A sign that no Japanese word has is at least said somehow.
      this.#pinyin.spell(points, from, to, (syllable) => {
        word.finish();
        word.output.addWord(syllable);
      });
    }
  }
}

/** A window's end: the text's, or the last place in it where a sign follows kana. */
function windowEnd(points: ArrayLike<number>, from: number, to: number): number {
  if (to - from <= WINDOW) return to;
  for (let at = from + WINDOW; at > from + WINDOW / 2; at -= 1)
    if (isHan(points[at] ?? 0) && !isHan(points[at - 1] ?? 0)) return at;
  return from + WINDOW;
}

/** One word on the display, which may be several of the dictionary's: a stem with its endings. */
class SpokenWord {
  /** Its kana. */
  readonly said: number[] = [];
  readonly output: Output;
  #isSmall = false;
  #isAfterPrefix = false;
  #isUnknown = false;

  constructor(output: Output) {
    this.output = output;
  }

  begin(setting: number, isKnown: boolean, isKanaUnknown: boolean): void {
    const isAttached =
      setting === ATTACHED ||
      this.#isAfterPrefix ||
      (isKanaUnknown && this.#isUnknown && this.said.length > 0);
    if (!isAttached || this.said.length === 0) {
      this.finish();
      this.#isSmall = setting === PARTICLE;
      this.#isUnknown = !isKnown;
    } else if (isKnown) this.#isUnknown = false;
    this.#isAfterPrefix = setting === PREFIX;
  }

  finish(): void {
    if (this.said.length === 0) return;
    const spelling = spellKana(this.said, 0, this.said.length, {
      keepsLongVowels: !this.#isUnknown,
    });
    this.said.length = 0;
    this.output.addWord(this.#isSmall && this.output.length > 0 ? spelling : capitalise(spelling));
  }
}
