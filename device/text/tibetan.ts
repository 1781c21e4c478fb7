/**
 * Tibetan as it is said in Lhasa, simplified: prefixes, letters on top and most finals are silent. A blank is put behind
 * every second syllable, as most words have two.
 */
import { capitalise, spellings } from './signs.js';

const FIRST = 0x0f40;
const LAST = 0x0fbc;
const TSHEG = 0x0f0b;
/** Ka to a, by their Unicode order; the same with 0x50 more below another letter. */
const LETTERS = spellings(
  'k kh g g ng ch ch j - ny t th d d n t th d d n p ph b b m ts tsh dz dz w zh z - y r l sh sh s h - k',
);
const BELOW_FIRST = 0x0f90;
const BELOW_STEP = BELOW_FIRST - FIRST;
const LETTER_LAST = 0x0f6c;
const GA = 0x0f42;
const NGA = 0x0f44;
const DA = 0x0f51;
const NA = 0x0f53;
const BA = 0x0f56;
const MA = 0x0f58;
const SMALL_A = 0x0f60;
const YA = 0x0f61;
const RA = 0x0f62;
const LA = 0x0f63;
const SA = 0x0f66;
const HA = 0x0f67;
const SIGN_I = 0x0f72;
const SIGN_U = 0x0f74;
const SIGN_E = 0x0f7a;
const SIGN_O = 0x0f7c;
const PREFIXES: readonly number[] = Object.freeze([GA, DA, BA, MA, SMALL_A]);
const ON_TOP: readonly number[] = Object.freeze([RA, LA, SA]);
const FINALS: Readonly<Record<number, string>> = Object.freeze({
  [GA]: 'k',
  [NGA]: 'ng',
  [NA]: 'n',
  [BA]: 'p',
  [MA]: 'm',
  [RA]: 'r',
  [LA]: 'l',
});
/** Labials with y below. */
const WITH_Y: Readonly<Record<string, string>> = Object.freeze({
  p: 'ch',
  ph: 'ch',
  b: 'j',
  m: 'ny',
});
const WITH_R: Readonly<Record<string, string>> = Object.freeze({
  k: 'tr',
  t: 'tr',
  p: 'tr',
  kh: 'tr',
  th: 'tr',
  ph: 'tr',
  g: 'dr',
  d: 'dr',
  b: 'dr',
  s: 's',
  m: 'm',
  h: 'hr',
});

export function isTibetan(codePoint: number): boolean {
  return codePoint === TSHEG || (codePoint >= FIRST && codePoint <= LAST);
}

/** Hands each word, with a capital, to `take`. */
export function spellTibetan(
  points: ArrayLike<number>,
  from: number,
  to: number,
  take: (word: string) => void,
): void {
  let word = '';
  let count = 0;
  for (let at = from; at < to;) {
    let end = at;
    while (end < to && points[end] !== TSHEG) end += 1;
    if (end > at) {
      word += syllable(points, at, end, count > 0);
      count += 1;
    }
    at = end + 1;
    if (count < 2 && at < to) continue;
    if (word !== '') take(capitalise(word));
    word = '';
    count = 0;
  }
}

function syllable(points: ArrayLike<number>, from: number, to: number, isSecond: boolean): string {
  const root = rootAt(points, from, to);
  let at = root;
  let onset = letterOf(points[at] ?? 0);
  at += 1;
  for (; at < to && isBelow(points[at] ?? 0); at += 1) onset = withBelow(points, at, onset);
  // The first syllable's ba is said ba, any later one wa.
  if (isSecond && onset === 'b' && root === from && at >= to) onset = 'w';
  let vowel = 'a';
  for (; at < to && isVowel(points[at] ?? 0); at += 1) vowel = vowelOf(points[at] ?? 0);
  const final = points[at] ?? 0;
  if (at >= to) return onset + vowel;
  return onset + (final === SA && vowel === 'a' ? 'e' : vowel) + (FINALS[final] ?? '');
}

/** The letter with the vowel or with others below it; else the second of three, or of two with a prefix and no final. */
function rootAt(points: ArrayLike<number>, from: number, to: number): number {
  let letters = 0;
  for (let at = from; at < to; at += 1) {
    const point = points[at] ?? 0;
    if (isBelow(point) || isVowel(point))
      return at - 1 < from ? from : rootBefore(points, from, at);
    letters += 1;
  }
  const isPrefixed = letters >= 3 && PREFIXES.includes(points[from] ?? 0);
  // A final may have an s behind it, which is silent, too.
  const hasTwoFinals =
    letters === 3 &&
    points[to - 1] === SA &&
    points[from + 1] !== SA &&
    FINALS[points[from + 1] ?? 0] !== undefined;
  return isPrefixed && !hasTwoFinals ? from + 1 : from;
}

function rootBefore(points: ArrayLike<number>, from: number, at: number): number {
  let root = at - 1;
  while (root > from && isBelow(points[root] ?? 0)) root -= 1;
  return root;
}

function isBelow(point: number): boolean {
  return point >= BELOW_FIRST && point <= LAST;
}

function isVowel(point: number): boolean {
  return point > LETTER_LAST && point < BELOW_FIRST;
}

function letterOf(point: number): string {
  return LETTERS[point - FIRST] ?? '';
}

function withBelow(points: ArrayLike<number>, at: number, onset: string): string {
  const below = (points[at] ?? 0) - BELOW_STEP;
  if (below === YA) return WITH_Y[onset] ?? `${onset}y`;
  if (below === RA) return WITH_R[onset] ?? `${onset}r`;
  if (below === LA) return onset === 'z' ? 'd' : 'l';
  if (below === HA && onset === 'l') return 'lh';
  if (letterOf(below) === 'w') return onset;
  // What stands on top of the root is silent.
  return ON_TOP.includes(points[at - 1] ?? 0) ? letterOf(below) : onset;
}

function vowelOf(point: number): string {
  if (point === SIGN_I) return 'i';
  if (point === SIGN_U) return 'u';
  return point === SIGN_E ? 'e' : point === SIGN_O ? 'o' : 'a';
}
