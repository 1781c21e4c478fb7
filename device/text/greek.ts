/** Modern Greek by ISO 843 (ELOT 743), transcription: digraphs as they sound, accents dropped. */
import { capitalise } from './signs.js';

/** U+03B1 to U+03C9 in order. */
const LETTERS = Object.freeze('a v g d e z i th i k l m n x o p r s s t y f ch ps o'.split(' '));
const ALPHA = 0x3b1;
const GAMMA = 0x3b3;
const EPSILON = 0x3b5;
const ETA = 0x3b7;
const IOTA = 0x3b9;
const KAPPA = 0x3ba;
const MU = 0x3bc;
const XI = 0x3be;
const OMICRON = 0x3bf;
const PI = 0x3c0;
const UPSILON = 0x3c5;
const CHI = 0x3c7;
const OMEGA = 0x3c9;
const IOTA_WITH_DIALYTIKA_AND_TONOS = 0x390;
const ALPHA_WITH_TONOS = 0x3ac;
const EPSILON_WITH_TONOS = 0x3ad;
const ETA_WITH_TONOS = 0x3ae;
const IOTA_WITH_TONOS = 0x3af;
const UPSILON_WITH_DIALYTIKA_AND_TONOS = 0x3b0;
const IOTA_WITH_DIALYTIKA = 0x3ca;
const UPSILON_WITH_DIALYTIKA = 0x3cb;
const OMICRON_WITH_TONOS = 0x3cc;
const UPSILON_WITH_TONOS = 0x3cd;
const OMEGA_WITH_TONOS = 0x3ce;

const CAPITAL_ALPHA_WITH_TONOS = 0x386;
const ANO_TELEIA = 0x387;
const CAPITAL_EPSILON_WITH_TONOS = 0x388;
const CAPITAL_IOTA_WITH_TONOS = 0x38a;
const CAPITAL_OMICRON_WITH_TONOS = 0x38c;
const CAPITAL_UPSILON_WITH_TONOS = 0x38e;
const CAPITAL_OMEGA_WITH_TONOS = 0x38f;
const CAPITAL_ALPHA = 0x391;
const CAPITAL_UPSILON_WITH_DIALYTIKA = 0x3ab;

const VOICED_AFTER_UPSILON = 'αβγδεζηιλμνορυωάέήίόύώϊϋΐΰ';
/** Accented letters → plain ones. A dialytika separates a letter from the vowel before it. */
const PLAIN: Readonly<Record<number, number>> = Object.freeze({
  [ALPHA_WITH_TONOS]: ALPHA,
  [EPSILON_WITH_TONOS]: EPSILON,
  [ETA_WITH_TONOS]: ETA,
  [IOTA_WITH_TONOS]: IOTA,
  [IOTA_WITH_DIALYTIKA]: IOTA,
  [IOTA_WITH_DIALYTIKA_AND_TONOS]: IOTA,
  [OMICRON_WITH_TONOS]: OMICRON,
  [UPSILON_WITH_TONOS]: UPSILON,
  [UPSILON_WITH_DIALYTIKA]: UPSILON,
  [UPSILON_WITH_DIALYTIKA_AND_TONOS]: UPSILON,
  [OMEGA_WITH_TONOS]: OMEGA,
});

export function isGreek(codePoint: number): boolean {
  return (
    codePoint >= CAPITAL_ALPHA_WITH_TONOS &&
    codePoint <= OMEGA_WITH_TONOS &&
    codePoint !== ANO_TELEIA
  );
}

function smallGreek(codePoint: number): number {
  if (codePoint >= CAPITAL_ALPHA && codePoint <= CAPITAL_UPSILON_WITH_DIALYTIKA)
    return codePoint + ALPHA - CAPITAL_ALPHA;
  if (codePoint === CAPITAL_ALPHA_WITH_TONOS) return ALPHA_WITH_TONOS;
  if (codePoint >= CAPITAL_EPSILON_WITH_TONOS && codePoint <= CAPITAL_IOTA_WITH_TONOS)
    return codePoint + EPSILON_WITH_TONOS - CAPITAL_EPSILON_WITH_TONOS;
  if (codePoint === CAPITAL_OMICRON_WITH_TONOS) return OMICRON_WITH_TONOS;
  const isLast = codePoint === CAPITAL_UPSILON_WITH_TONOS || codePoint === CAPITAL_OMEGA_WITH_TONOS;
  return isLast ? codePoint + OMEGA_WITH_TONOS - CAPITAL_OMEGA_WITH_TONOS : codePoint;
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

/** Two letters that are one sound; empty if they are two. */
function spellPair(
  small: number,
  next: number,
  isFirst: boolean,
  points: ArrayLike<number>,
  after: number,
): string {
  if (next === UPSILON || next === UPSILON_WITH_TONOS) {
    if (small === OMICRON) return 'ou';
    const vowel = small === ALPHA ? 'a' : small === EPSILON ? 'e' : small === ETA ? 'i' : '';
    if (vowel === '') return '';
    const following = after < 0 ? 0 : smallGreek(points[after] ?? 0);
    const isVoiced =
      following !== 0 && VOICED_AFTER_UPSILON.includes(String.fromCodePoint(following));
    return vowel + (isVoiced ? 'v' : 'f');
  }
  if (small === GAMMA) {
    if (next === GAMMA) return 'ng';
    if (next === KAPPA) return 'gk';
    if (next === XI) return 'nx';
    if (next === CHI) return 'nch';
  }
  if (small === MU && next === PI) return isFirst || after < 0 ? 'b' : 'mp';
  return '';
}
