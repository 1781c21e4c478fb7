/**
 * Thai by RTGS, and Lao by the same rules. Vowels written before their consonant are said after it; an unwritten vowel is
 * o in a closed syllable and a in an open one. Thai puts no blanks between words, and they are not told apart here.
 */
import type { PointBuffer } from './points.js';
import { capitalise, spellings } from './signs.js';
import {
  BAHT,
  BO_BAIMAI,
  CHO_CHAN,
  CHO_CHING,
  DIGIT_NINE,
  DIGIT_ZERO,
  DO_DEK,
  FO_FA,
  HO_HIP,
  HO_NOKHUK,
  KHO_KHAI,
  KHO_KHWAI,
  KO_KAI,
  LAKKHANGYAO,
  LAO_BLOCK,
  LAO_DIGIT_NINE,
  LAO_DIGIT_ZERO,
  LAO_HO_MO,
  LAO_HO_NO,
  LAO_LAST,
  LAO_MAI_KON,
  LAO_NYO,
  LAO_SEMIVOWEL_LO,
  LAO_SEMIVOWEL_NYO,
  LO_LING,
  MAITAIKHU,
  MAIYAMOK,
  MAI_CHATTAWA,
  MAI_HAN_AKAT,
  MO_MA,
  NGO_NGU,
  NIKHAHIT,
  NO_NU,
  O_ANG,
  PHINTHU,
  PHO_PHAN,
  PHO_PHUNG,
  PO_PLA,
  RO_RUA,
  SARA_A,
  SARA_AA,
  SARA_AE,
  SARA_AI_MAIMALAI,
  SARA_AI_MAIMUAN,
  SARA_AM,
  SARA_E,
  SARA_I,
  SARA_II,
  SARA_O,
  SARA_U,
  SARA_UE,
  SARA_UEE,
  SARA_UU,
  SO_SALA,
  SO_SO,
  SO_SUA,
  THANTHAKHAT,
  THO_THAHAN,
  THO_THUNG,
  TO_TAO,
  WO_WAEN,
  YAMAKKAN,
  YO_YAK,
  YO_YING,
} from './thai-letters.js';
import type { WordList } from './word-list.js';

const INITIALS = spellings(
  'k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r rue l lue w s s s h l - h',
);
const FINALS = spellings(
  'k k k k k k ng t t t t t n t t t t t n t t t t t n p p p p p p p m i n - n - o t t t - n - -',
);
/** A leading h or o only changes the tone of these. */
const LED = Object.freeze([NGO_NGU, YO_YING, NO_NU, MO_MA, YO_YAK, RO_RUA, LO_LING, WO_WAEN]);
/** First consonants of true clusters with r, l and w (RTGS, as in prueksa, phleng, khwam). */
const BEFORE_RO = Object.freeze([KO_KAI, KHO_KHAI, KHO_KHWAI, TO_TAO, PO_PLA, PHO_PHAN]);
const BEFORE_LO = Object.freeze([KO_KAI, KHO_KHAI, KHO_KHWAI, PO_PLA, PHO_PHUNG, PHO_PHAN]);
const BEFORE_WO = Object.freeze([KO_KAI, KHO_KHAI, KHO_KHWAI]);
/** Before r these are said alone: sang, sao. */
const SOLE_S = Object.freeze([SO_SUA, SO_SALA, SO_SO]);

export function isThaiOrLao(codePoint: number): boolean {
  return (
    codePoint >= KO_KAI &&
    codePoint <= LAO_LAST &&
    codePoint !== BAHT &&
    !(codePoint >= DIGIT_ZERO && codePoint <= DIGIT_NINE) &&
    !(codePoint >= LAO_DIGIT_ZERO && codePoint <= LAO_DIGIT_NINE)
  );
}

function isConsonant(point: number): boolean {
  return point >= KO_KAI && point <= HO_NOKHUK;
}

function isLeading(point: number): boolean {
  return point >= SARA_E && point <= SARA_AI_MAIMALAI;
}

function isFollowing(point: number): boolean {
  return (point >= SARA_A && point <= SARA_UU) || point === SARA_IA;
}

/** Drops tone marks and silenced letters, and replaces Lao letters by Thai ones. */
function readable(
  points: ArrayLike<number>,
  from: number,
  to: number,
  read: PointBuffer,
): Uint32Array {
  read.clear();
  for (let at = from; at < to; at += 1) {
    let point = points[at] ?? 0;
    if (point >= LAO_BLOCK) point = laoAsThai(point);
    if (point >= MAITAIKHU && point <= MAI_CHATTAWA && point !== MAITAIKHU) continue;
    if (point === NIKHAHIT || point === YAMAKKAN || point === PHINTHU) continue;
    if (point === THANTHAKHAT) {
      // The mark may stand on a vowel sign of the silent letter.
      while (read.last !== 0 && !isConsonant(read.last)) read.pop();
      read.pop();
      // In a final tr both are silent: chan, sat.
      const { last } = read;
      if ((last === THO_THAHAN || last === TO_TAO) && isConsonant(read.at(read.length - 2)))
        read.pop();
      continue;
    }
    read.push(point);
  }
  return read.view();
}

/** Lao writes ia with one sign; a code point that Thai does not use. */
const SARA_IA = 0xe3b;
/** A Lao letter minus its Thai one. */
const LAO_STEP = 0x80;

function laoAsThai(point: number): number {
  if (point === LAO_SEMIVOWEL_NYO) return SARA_IA;
  if (point === LAO_NYO) return YO_YAK;
  // Mai kon is a short o.
  if (point === LAO_MAI_KON) return MAITAIKHU;
  if (point === LAO_HO_NO) return NO_NU;
  if (point === LAO_HO_MO) return MO_MA;
  if (point === LAO_SEMIVOWEL_LO) return LO_LING;
  return point - LAO_STEP;
}

/** A piece of a run, which is nearly always the whole of it. */
const PIECE = 64;
/** Unknown letters cost more than any words, a stretch of them as much as a few: a name is not taken apart for one word in it. */
const UNKNOWN_STRETCH = 12;
const UNKNOWN_LETTER = 3;
const KNOWN_WORD = 1;
/** Shorter ones are found in anything, and cost more for each letter less. */
const LONG_WORD = 4;
const LETTER_LESS = 3;
const NEVER = 0xffff;

/** Words of Thai and Lao, which write no blanks between them: the listed ones, and what is left. */
export class ThaiWords {
  readonly #letters: PointBuffer;
  readonly #words: WordList;
  /** The least cost up to each place, and the length of the last word or unknown stretch on the way. */
  readonly #costs = new Uint16Array(PIECE + 1);
  readonly #lengths = new Uint8Array(PIECE + 1);
  readonly #ends = new Uint8Array(PIECE + 1);
  /** What a repetition mark repeats. */
  #last = '';

  /** @param letters room for the letters of a word */
  constructor(letters: PointBuffer, words: WordList) {
    this.#letters = letters;
    this.#words = words;
  }

  /** A new text: nothing to repeat. */
  clear(): void {
    this.#last = '';
  }

  /** Hands each word of a run, with a capital, to `take`. */
  spell(points: ArrayLike<number>, from: number, to: number, take: (word: string) => void): void {
    for (let at = from; at < to;) {
      const end = pieceEnd(points, at, to);
      const count = this.split(points, at, end);
      let start = at;
      for (let index = count - 1; index >= 0; index -= 1) {
        const wordEnd = at + (this.#ends[index] ?? 0);
        this.word(points, start, wordEnd, take);
        start = wordEnd;
      }
      at = end;
    }
  }

  private word(
    points: ArrayLike<number>,
    from: number,
    to: number,
    take: (word: string) => void,
  ): void {
    if (points[from] !== MAIYAMOK)
      this.#last = capitalise(spellWord(points, from, to, this.#letters));
    take(this.#last);
  }

  /** Puts the ends of the words into `#ends`, the last first; returns their count. */
  private split(points: ArrayLike<number>, from: number, to: number): number {
    const size = to - from;
    const costs = this.#costs;
    const lengths = this.#lengths;
    costs.fill(NEVER, 0, size + 1);
    costs[0] = 0;
    for (let at = 0; at < size; at += 1) {
      const here = costs[at] ?? NEVER;
      if (here === NEVER) continue;
      const reach = (length: number, cost: number): void => {
        if (here + cost >= (costs[at + length] ?? 0)) return;
        costs[at + length] = here + cost;
        lengths[at + length] = length;
      };
      if (points[from + at] === MAIYAMOK) {
        reach(1, KNOWN_WORD);
        continue;
      }
      this.#words.lengths(points, from + at, to, (length) => {
        if (!isWordStart(points, from + at + length, to)) return;
        reach(length, KNOWN_WORD + LETTER_LESS * Math.max(LONG_WORD - length, 0));
      });
      let cost = UNKNOWN_STRETCH;
      for (let length = 1; at + length <= size; length += 1) {
        cost += UNKNOWN_LETTER;
        if (isWordStart(points, from + at + length, to)) reach(length, cost);
      }
    }
    let count = 0;
    for (let end = size; end > 0; count += 1) {
      this.#ends[count] = end;
      end -= lengths[end] ?? 1;
    }
    return count;
  }
}

function isLao(point: number): boolean {
  return point >= LAO_BLOCK;
}

/** No sign that belongs to the letter before it, and not behind a vowel that belongs to the next. */
function isWordStart(points: ArrayLike<number>, at: number, to: number): boolean {
  if (at === to) return true;
  const point = points[at] ?? 0;
  const before = points[at - 1] ?? 0;
  const isStart = isConsonant(asThai(point)) || isLeading(asThai(point)) || point === MAIYAMOK;
  return isStart && point !== LAO_SEMIVOWEL_LO && !isLeading(asThai(before));
}

function asThai(point: number): number {
  return isLao(point) ? laoAsThai(point) : point;
}

function pieceEnd(points: ArrayLike<number>, from: number, to: number): number {
  if (to - from <= PIECE) return to;
  let end = from + PIECE;
  while (end > from + 1 && !isWordStart(points, end, to)) end -= 1;
  return end === from + 1 ? from + PIECE : end;
}

/** One word, in small letters. */
function spellWord(
  points: ArrayLike<number>,
  from: number,
  to: number,
  letters: PointBuffer,
): string {
  const read = readable(points, from, to, letters);
  const isOfLao = isLao(points[from] ?? 0);
  let text = '';
  let last = '';
  for (let at = 0; at < read.length;) {
    if (read[at] === MAIYAMOK) {
      text += last;
      at += 1;
      continue;
    }
    const [syllable, next] = spellSyllable(read, at);
    last = isOfLao && syllable.startsWith('w') ? `v${syllable.slice(1)}` : syllable;
    text += last;
    at = next;
  }
  return text;
}

function initialOf(point: number): string {
  return INITIALS[point - KO_KAI] ?? '';
}

function finalOf(point: number): string {
  return FINALS[point - KO_KAI] ?? '';
}

/** One syllable, and where the next begins: always further on. */
function spellSyllable(read: ArrayLike<number>, start: number): readonly [string, number] {
  let at = start;
  const leading = isLeading(read[at] ?? 0) ? (read[at] ?? 0) : 0;
  if (leading !== 0) at += 1;
  const first = read[at] ?? 0;
  if (!isConsonant(first))
    return [vowelSignAlone(first, leading), Math.max(at + (first === 0 ? 0 : 1), start + 1)];
  at += 1;
  let onset = initialOf(first);
  const second = read[at] ?? 0;
  const third = read[at + 1] ?? 0;
  const hasVowelAfterSecond =
    isFollowing(third) || third === MAITAIKHU || (isConsonant(third) && !hasOwnVowel(read, at + 1));
  if (
    (first === HO_HIP || first === O_ANG) &&
    !(second === WO_WAEN && third === YO_YAK) &&
    LED.includes(second) &&
    (isLedBy(leading, third) || hasVowelAfterSecond) &&
    (first === HO_HIP || second === YO_YAK)
  ) {
    onset = initialOf(second);
    at += 1;
  } else if (leading === 0 && first === THO_THAHAN && second === RO_RUA && hasVowelAfterSecond) {
    onset = 's';
    at += 1;
  } else if (second === RO_RUA && isFollowing(third) && isSaidAlone(first, third)) at += 1;
  else if (isLentA(read, start, at)) return [`${onset}a`, at];
  else if (!(second === RO_RUA && third === RO_RUA) && isCluster(read, at, leading)) {
    onset += initialOf(second);
    at += 1;
  }
  const inherentAt = at;
  const [vowel, afterVowel, isOpen] = spellVowel(read, at, leading);
  at = afterVowel;
  const next = read[at] ?? 0;
  if (!isOpen && isConsonant(next) && next !== O_ANG && next !== HO_HIP && !hasOwnVowel(read, at))
    return [onset + vowel + finalOf(next), at + (isSilentRo(read, at + 1) ? 2 : 1)];
  if (afterVowel === inherentAt && leading === 0 && !isOpen) return [`${onset}a`, at];
  return [onset + vowel, at];
}

/** With a vowel in front, h leads only if the syllable has more letters: maen, but haeng. Ai takes none. */
function isLedBy(leading: number, third: number): boolean {
  return leading >= SARA_AI_MAIMUAN || (leading !== 0 && third !== 0 && !isLeading(third));
}

/** The last letter, an r behind the stop that ends the syllable, is silent: phet, chak. */
function isSilentRo(read: ArrayLike<number>, at: number): boolean {
  return read[at] === RO_RUA && at + 1 === read.length && 'kt'.includes(finalOf(read[at - 1] ?? 0));
}

/** Sr is said s before a vowel sign; chr only occurs in ching. */
function isSaidAlone(first: number, vowel: number): boolean {
  return SOLE_S.includes(first) || (first === CHO_CHAN && vowel === SARA_I);
}

/** High- and mid-class consonants, which take an a before a sonorant (khanom); low-class ones do not (khon, fon). */
const LENDING = Object.freeze([
  KO_KAI,
  KHO_KHAI,
  CHO_CHAN,
  CHO_CHING,
  DO_DEK,
  TO_TAO,
  THO_THUNG,
  BO_BAIMAI,
  PO_PLA,
  PHO_PHUNG,
  FO_FA,
  SO_SALA,
  SO_SUA,
]);

/** Three consonants alone, the second a sonorant: the first is said with a (khanom, thanon, talok). */
function isLentA(read: ArrayLike<number>, start: number, at: number): boolean {
  if (start + 3 !== read.length || at !== start + 1) return false;
  const [first, second, third] = [read[start] ?? 0, read[at] ?? 0, read[at + 1] ?? 0];
  return (
    isConsonant(third) &&
    LED.includes(second) &&
    second !== RO_RUA &&
    second !== WO_WAEN &&
    !(second === LO_LING && BEFORE_LO.includes(first)) &&
    LENDING.includes(first)
  );
}

/** True where r, l or w at `at` is said with the consonant before it: a vowel sign or a final follows. */
function isCluster(read: ArrayLike<number>, at: number, leading: number): boolean {
  const first = read[at - 1] ?? 0;
  const second = read[at] ?? 0;
  const third = read[at + 1] ?? 0;
  const firsts =
    second === RO_RUA
      ? BEFORE_RO
      : second === LO_LING
        ? BEFORE_LO
        : second === WO_WAEN
          ? BEFORE_WO
          : [];
  if (!firsts.includes(first)) return false;
  if (isFollowing(third)) return true;
  // Ae and ai take no l or r for their final: plae, klai, khrai.
  if (leading >= SARA_AI_MAIMUAN || (leading === SARA_AE && !isConsonant(third))) return true;
  if (!isConsonant(third)) return false;
  return leading !== 0 || (second !== WO_WAEN && !hasOwnVowel(read, at + 1));
}

/** True where the consonant begins a syllable of its own: a sign after it, or another consonant that carries none. */
function hasOwnVowel(read: ArrayLike<number>, at: number): boolean {
  const next = read[at + 1] ?? 0;
  if (isFollowing(next) || next === MAITAIKHU) return true;
  const third = read[at + 2] ?? 0;
  return next === O_ANG && isConsonant(third) && third !== O_ANG;
}

function vowelSignAlone(point: number, leading: number): string {
  if (leading !== 0) return leadingVowel(leading);
  return signVowel(point);
}

function leadingVowel(leading: number): string {
  return leading === SARA_E ? 'e' : leading === SARA_AE ? 'ae' : leading === SARA_O ? 'o' : 'ai';
}

function signVowel(point: number): string {
  if (point === SARA_IA) return 'ia';
  if (point === SARA_A || point === MAI_HAN_AKAT || point === SARA_AA || point === LAKKHANGYAO)
    return 'a';
  if (point === SARA_AM) return 'am';
  if (point === SARA_I || point === SARA_II) return 'i';
  if (point === SARA_UE || point === SARA_UEE) return 'ue';
  return point === SARA_U || point === SARA_UU ? 'u' : '';
}

/** The vowel after an onset, where reading goes on, and whether the syllable can take no final. */
function spellVowel(
  read: ArrayLike<number>,
  start: number,
  leading: number,
): readonly [string, number, boolean] {
  let at = start;
  const sign = read[at] ?? 0;
  const next = read[at + 1] ?? 0;
  if (leading === SARA_E) {
    if (sign === SARA_AA) return next === SARA_A ? ['o', at + 2, true] : ['ao', at + 1, true];
    if (sign === SARA_II && next === YO_YAK) return ['ia', at + 2, false];
    if (sign === SARA_UEE && next === O_ANG) return ['uea', at + 2, false];
    if (sign === SARA_I) return ['oe', at + 1, false];
    if (sign === O_ANG) return ['oe', at + 1, next === SARA_A];
    if (sign === YO_YAK && !hasOwnVowel(read, at)) return ['oei', at + 1, true];
    // Lao writes ao so.
    if (sign === MAITAIKHU && next === SARA_AA) return ['ao', at + 2, true];
    if (sign === MAITAIKHU) return ['e', at + 1, false];
    return sign === SARA_A ? ['e', at + 1, true] : ['e', at, false];
  }
  if (leading !== 0) {
    const isAi = leading >= SARA_AI_MAIMUAN;
    if (sign === MAITAIKHU || sign === SARA_A) at += 1;
    if (isAi && sign === YO_YAK) at += 1;
    return [leadingVowel(leading), at, isAi || sign === SARA_A];
  }
  if (sign === MAI_HAN_AKAT) {
    if (next === WO_WAEN) return ['ua', at + 2, (read[at + 2] ?? 0) === SARA_A];
    return ['a', at + 1, false];
  }
  if (sign === SARA_UEE && next === O_ANG) return ['ue', at + 2, false];
  if (sign === SARA_A || sign === SARA_AM) return [signVowel(sign), at + 1, true];
  if (isFollowing(sign) || sign === LAKKHANGYAO) return [signVowel(sign), at + 1, false];
  if (sign === MAITAIKHU) return ['o', at + (next === O_ANG ? 2 : 1), false];
  // Double r is an; w and ang between consonants are vowels; else the unwritten o.
  if (sign === RO_RUA && next === RO_RUA)
    return isConsonant(read[at + 2] ?? 0) && !hasOwnVowel(read, at + 2)
      ? ['a', at + 2, false]
      : ['an', at + 2, true];
  if (sign === WO_WAEN && isConsonant(next) && !hasOwnVowel(read, at + 1))
    return ['ua', at + 1, false];
  if (sign === O_ANG) return ['o', at + 1, !isConsonant(next) || hasOwnVowel(read, at + 1)];
  return ['o', at, false];
}
