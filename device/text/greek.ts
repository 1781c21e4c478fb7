/** Modern Greek by ISO 843 (ELOT 743), transcription: digraphs as they sound, accents dropped. */
import { capitalise } from './signs.js';

/** U+03B1 to U+03C9 in order. */
const LETTERS = Object.freeze('a v g d e z i th i k l m n x o p r s s t y f ch ps o'.split(' '));
const ALPHA = 0x3b1;
const VOICED_AFTER_UPSILON = 'αβγδεζηιλμνορυωάέήίόύώϊϋΐΰ';
/** Accented letters → their plain ones; those with a dialytika keep apart from the vowel before them. */
const PLAIN: Readonly<Record<number, number>> = Object.freeze({
  0x3ac: 0x3b1,
  0x3ad: 0x3b5,
  0x3ae: 0x3b7,
  0x3af: 0x3b9,
  0x3cc: 0x3bf,
  0x3cd: 0x3c5,
  0x3ce: 0x3c9,
  0x3ca: 0x3b9,
  0x390: 0x3b9,
  0x3cb: 0x3c5,
  0x3b0: 0x3c5,
});
const UPSILON = 0x3c5;
const ACCENTED_UPSILON = 0x3cd;

export function isGreek(codePoint: number): boolean {
  return codePoint >= 0x386 && codePoint <= 0x3ce && codePoint !== 0x387;
}

export function smallGreek(codePoint: number): number {
  if (codePoint >= 0x391 && codePoint <= 0x3ab) return codePoint + 0x20;
  if (codePoint === 0x386) return 0x3ac;
  if (codePoint >= 0x388 && codePoint <= 0x38a) return codePoint + 0x25;
  if (codePoint === 0x38c) return 0x3cc;
  return codePoint === 0x38e || codePoint === 0x38f ? codePoint + 0x3f : codePoint;
}

function plain(small: number): number {
  return PLAIN[small] ?? small;
}

/** One word. */
export function spellGreek(points: ArrayLike<number>, from: number, to: number): string {
  let isAllUpper = to - from > 1;
  for (let at = from; at < to; at += 1)
    if (smallGreek(points[at] ?? 0) === points[at]) isAllUpper = false;
  let text = '';
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    const small = smallGreek(codePoint);
    const next = at + 1 < to ? smallGreek(points[at + 1] ?? 0) : 0;
    const pair = spellPair(small, next, at === from, points, at + 2 < to ? at + 2 : -1);
    const spelling = pair === '' ? (LETTERS[plain(small) - ALPHA] ?? '') : pair;
    if (pair !== '') at += 1;
    if (small === codePoint) text += spelling;
    else text += isAllUpper ? spelling.toUpperCase() : capitalise(spelling);
  }
  return text;
}

/** Two letters as one sound; empty where each speaks for itself. */
function spellPair(
  small: number,
  next: number,
  isFirst: boolean,
  points: ArrayLike<number>,
  after: number,
): string {
  if (next === UPSILON || next === ACCENTED_UPSILON) {
    if (small === 0x3bf) return 'ou';
    const vowel = small === 0x3b1 ? 'a' : small === 0x3b5 ? 'e' : small === 0x3b7 ? 'i' : '';
    if (vowel === '') return '';
    const following = after < 0 ? 0 : smallGreek(points[after] ?? 0);
    const isVoiced =
      following !== 0 && VOICED_AFTER_UPSILON.includes(String.fromCodePoint(following));
    return vowel + (isVoiced ? 'v' : 'f');
  }
  if (small === 0x3b3) {
    if (next === 0x3b3) return 'ng';
    if (next === 0x3ba) return 'gk';
    if (next === 0x3be) return 'nx';
    if (next === 0x3c7) return 'nch';
  }
  if (small === 0x3bc && next === 0x3c0) return isFirst || after < 0 ? 'b' : 'mp';
  return '';
}
