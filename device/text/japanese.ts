/** Japanese words in Hepburn, with blanks and capitals as in titles: particles are words in small letters. */
import type { JapaneseDictionary } from './dictionary.js';
import type { Pinyin } from './han.js';
import { SMALL_TSU, U, spellKana } from './kana.js';
import type { Found } from './lattice.js';
import { Lattice, WINDOW } from './lattice.js';
import type { Output } from './output.js';
import { counterBehind, counterOf, isNumeral, sayNumber } from './numerals.js';
import { PointBuffer } from './points.js';
import { capitalise, isDigit, isHan, isKana, isLetter } from './signs.js';

const PARTICLE = 1;
const ATTACHED = 2;
const PREFIX = 3;
const ZERO = 0x30;
/** Higher digits do not change how a counter is said. */
const DIGITS_MOST = 1e8;

const NOTHING: readonly number[] = Object.freeze([]);

export class Japanese {
  readonly #dictionary: JapaneseDictionary;
  readonly #lattice: Lattice;
  readonly #pinyin: Pinyin;
  /** The kana of one word, then of the next. */
  readonly #said: PointBuffer;
  /** Numerals not yet said, and how many words of the dictionary they are: they are said with what they count. */
  readonly #number: Found = { from: 0, to: 0, classNumber: 0, entryAt: 0, tailLength: 0 };
  #numberCount = 0;
  readonly #counter = new PointBuffer();
  #considered: ArrayLike<number> = NOTHING;
  #from = 0;
  #to = 0;
  /** The text that the lattice has solved: its cost is often needed right before its words. */
  #solvedPoints: ArrayLike<number> | undefined;
  #solvedFrom = 0;

  /**
   * @param pinyin for signs that the dictionary does not have
   * @param letters room for the kana of a word
   */
  constructor(dictionary: JapaneseDictionary, pinyin: Pinyin, letters: PointBuffer) {
    this.#said = letters;
    this.#dictionary = dictionary;
    this.#pinyin = pinyin;
    this.#lattice = new Lattice(dictionary);
  }

  /** A run of Han and kana. */
  spell(points: ArrayLike<number>, from: number, to: number, output: Output): void {
    const word = new SpokenWord(output, this.#said);
    for (let start = from; start < to;) {
      const end = windowEnd(points, start, to);
      if (this.#solvedPoints !== points || this.#solvedFrom !== start)
        this.#lattice.solve(points, start, end, isBeginning(points, start));
      this.#solvedPoints = undefined;
      const windowFrom = start;
      this.#numberCount = 0;
      this.#lattice.eachWord((found) => {
        if (isNumber(points, found)) this.count(found);
        else {
          if (this.#numberCount > 0 && this.sayCounted(points, windowFrom, found, word)) return;
          const isCounter = found.from === from && found.to - found.from === 1;
          if (isCounter && sayBehindDigits(points, from, word)) return;
          this.say(points, windowFrom, found, word);
        }
      });
      this.sayNumber(points, windowFrom, word);
      start = end;
    }
    word.finish();
  }

  /** The run whose cost `titleCost` says. */
  consider(points: ArrayLike<number>, from: number, to: number): this {
    this.#considered = points;
    this.#from = from;
    this.#to = to;
    return this;
  }

  /** Cost per sign of the likeliest words, in hundreds: says how plausible it is that the run is Japanese. */
  titleCost(): number {
    const points = this.#considered;
    const from = this.#from;
    const end = windowEnd(points, from, this.#to);
    this.#solvedPoints = points;
    this.#solvedFrom = from;
    return this.#lattice.solve(points, from, end, isBeginning(points, from)) / (end - from);
  }

  /**
   * Reads a text that is not going to be spelled, an artist's name.
   * @returns its cost per sign, in hundreds
   */
  costOfName(name: string): number {
    const points = this.#said;
    points.clear();
    for (const character of name.slice(0, WINDOW)) points.push(character.codePointAt(0) ?? 0);
    this.#solvedPoints = undefined;
    const { length } = points;
    const cost = this.#lattice.solve(points.view(), 0, length, true) / Math.max(length, 1);
    points.clear();
    return cost;
  }

  /** Whether the last text whose cost was computed is a family and a given name. */
  isPerson(): boolean {
    const { familyClass, givenClass } = this.#dictionary;
    return this.#lattice.isName(familyClass, givenClass);
  }

  /** Forgets the texts that were considered and read last. */
  forget(): void {
    this.#considered = NOTHING;
    this.#solvedPoints = undefined;
  }

  /** Keeps numerals until what they count is known. */
  private count(found: Found): void {
    if (this.#numberCount === 0) Object.assign(this.#number, found);
    else this.#number.to = found.to;
    this.#numberCount += 1;
  }

  /** Says the kept numerals, if any: one word as the dictionary reads it, several as a number. */
  private sayNumber(points: ArrayLike<number>, windowFrom: number, word: SpokenWord): void {
    const count = this.#numberCount;
    if (count === 0) return;
    this.#numberCount = 0;
    const { from, to } = this.#number;
    if (count === 1) this.say(points, windowFrom, this.#number, word);
    else {
      word.begin(0, true, false);
      sayNumber(points, from, to, '', '', word.said);
    }
  }

  /** Says the kept numerals, together with `found` if it is a counter; returns false if `found` is still to be said. */
  private sayCounted(
    points: ArrayLike<number>,
    windowFrom: number,
    found: Found,
    word: SpokenWord,
  ): boolean {
    const sign = points[found.from] ?? 0;
    const isAttached = this.settingOf(found) === ATTACHED;
    let reading = found.to - found.from === 1 ? counterOf(sign) : '';
    const isCounter = isHan(sign) || (sign === KA && found.to - found.from > 1);
    if (reading === '' && isAttached && isCounter) {
      this.read(points, windowFrom, found, this.#counter);
      reading = String.fromCharCode(...this.#counter.view());
      this.#counter.clear();
    }
    if (reading === '') {
      this.sayNumber(points, windowFrom, word);
      return false;
    }
    this.#numberCount = 0;
    word.begin(0, true, false);
    const { from, to } = this.#number;
    sayNumber(points, from, to, String.fromCodePoint(sign), reading, word.said);
    return true;
  }

  private read(
    points: ArrayLike<number>,
    windowFrom: number,
    { from, to, tailLength, entryAt }: Found,
    said: PointBuffer,
  ): void {
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
      said,
    );
  }

  private settingOf({ entryAt, classNumber }: Found): number {
    return entryAt === 0 ? 0 : this.#dictionary.settingOf(classNumber);
  }

  private say(points: ArrayLike<number>, windowFrom: number, found: Found, word: SpokenWord): void {
    const { from, to, entryAt } = found;
    const setting = isAfterNai(points, found)
      ? ATTACHED
      : isNominaliser(points, found)
        ? PARTICLE
        : this.settingOf(found);
    const isKanaUnknown = entryAt === 0 && !isHan(points[from] ?? 0);
    word.begin(setting, entryAt !== 0, isKanaUnknown, isKanaUnknown && to - from === 1);
    // The u of "let us" (ikou) only lengthens the o before it.
    if (setting === ATTACHED && to - from === 1 && points[from] === U) return;
    if (entryAt !== 0) this.read(points, windowFrom, found, word.said);
    else if (isKanaUnknown) for (let at = from; at < to; at += 1) word.said.push(points[at] ?? 0);
    else if (
      !this.#dictionary.readSign(this.#lattice.ranks[from - windowFrom] ?? 0, 0, word.said)
    ) {
      // Better a Chinese reading than none.
      this.#pinyin.spell(points, from, to, (syllable) => {
        word.finish();
        word.output.addWord(syllable);
      });
    }
  }
}

/** De after nai is no particle but the end of "do not": makenaide. */
function isAfterNai(points: ArrayLike<number>, { from, to }: Found): boolean {
  return (
    to - from === 1 && points[from] === DE && points[from - 1] === I && points[from - 2] === NA
  );
}

/** No that makes a noun of a clause is written small, as the particle is. */
function isNominaliser(points: ArrayLike<number>, { from, to }: Found): boolean {
  return from > 0 && to - from === 1 && points[from] === NO;
}

const I = 0x3044;
const KA = 0x304b;
const DE = 0x3067;
const NA = 0x306a;
const NO = 0x306e;

/** No word stands before it that a particle could follow. */
function isBeginning(points: ArrayLike<number>, at: number): boolean {
  const before = at === 0 ? 0 : (points[at - 1] ?? 0);
  return !isLetter(before) && !isDigit(before) && !isHan(before) && !isKana(before);
}

function isNumber(points: ArrayLike<number>, { from, to }: Found): boolean {
  for (let at = from; at < to; at += 1) if (!isNumeral(points[at] ?? 0)) return false;
  return true;
}

/** A counter behind digits: the digits stay, the counter is said as after that number. */
function sayBehindDigits(points: ArrayLike<number>, at: number, word: SpokenWord): boolean {
  if (counterOf(points[at] ?? 0) === '') return false;
  let value = 0;
  let from = at;
  for (let ten = 1; from > 0 && ten < DIGITS_MOST && isDigit(points[from - 1] ?? 0); ten *= 10) {
    from -= 1;
    value += ((points[from] ?? 0) - ZERO) * ten;
  }
  if (from === at) return false;
  word.begin(0, true, false);
  for (const kana of counterBehind(value, points[at] ?? 0)) word.said.push(kana.charCodeAt(0));
  return true;
}

/** End of a window: of the text, or the last place in the window where a sign follows kana. */
function windowEnd(points: ArrayLike<number>, from: number, to: number): number {
  if (to - from <= WINDOW) return to;
  for (let at = from + WINDOW; at > from + WINDOW / 2; at -= 1)
    if (isHan(points[at] ?? 0) && !isHan(points[at - 1] ?? 0)) return at;
  return from + WINDOW;
}

/** One word of the output, which may be several of the dictionary: a stem with its endings. */
class SpokenWord {
  /** Its kana. */
  readonly said: PointBuffer;
  readonly output: Output;
  #isSmall = false;
  #isAfterPrefix = false;
  #isUnknown = false;
  /** Ends in a single kana that is not a word, so it joins the word before or after it. */
  #isLoose = false;

  constructor(output: Output, said: PointBuffer) {
    this.output = output;
    this.said = said;
    said.clear();
  }

  begin(setting: number, isKnown: boolean, isKanaUnknown: boolean, isLoose = false): void {
    const isAttached =
      setting === ATTACHED ||
      // Small tsu doubles the consonant that follows.
      this.said.last === SMALL_TSU ||
      this.#isAfterPrefix ||
      (isLoose && !this.#isSmall) ||
      (this.#isLoose && setting !== PARTICLE) ||
      (isKanaUnknown && this.#isUnknown && this.said.length > 0);
    if (!isAttached || this.said.length === 0) {
      this.finish();
      this.#isSmall = setting === PARTICLE;
      this.#isUnknown = !isKnown;
    } else if (isKnown) this.#isUnknown = false;
    this.#isLoose = isLoose;
    this.#isAfterPrefix = setting === PREFIX;
  }

  finish(): void {
    if (this.said.length === 0) return;
    const spelling = spellKana(this.said.view(), 0, this.said.length, {
      keepsLongVowels: !this.#isUnknown,
    });
    this.said.clear();
    this.output.addWord(this.#isSmall && this.output.length > 0 ? spelling : capitalise(spelling));
  }
}
