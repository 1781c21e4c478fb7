/** Burmese as names are commonly written: initials with their medials, and rhymes as they sound today; no tones. */
import { spellings } from './signs.js';

const FIRST = 0x1000;
const LAST = 0x103f;
/** Ka to a. */
const INITIALS = spellings(
  'k kh g g ng s s z z ny ny t t d d n t t d d n p ph b b m y y l w th h l -',
);
/** Independent vowels, from U+1023 on. */
const VOWEL_FIRST = 0x1023;
const INDEPENDENT = spellings('i i u u e - o o');
const A = 0x1021;
const SIGN_TALL_AA = 0x102b;
const SIGN_AA = 0x102c;
const SIGN_I = 0x102d;
const SIGN_II = 0x102e;
const SIGN_U = 0x102f;
const SIGN_UU = 0x1030;
const SIGN_E = 0x1031;
const SIGN_AI = 0x1032;
const ANUSVARA = 0x1036;
const DOT_BELOW = 0x1037;
const VISARGA = 0x1038;
const VIRAMA = 0x1039;
const ASAT = 0x103a;
const MEDIAL_YA = 0x103b;
const MEDIAL_WA = 0x103d;
const MEDIAL_HA = 0x103e;
const GREAT_SA = 0x103f;
/** The vowel that is written, then the class of the consonant that ends the syllable: how both sound together. */
const RHYMES: Readonly<Record<string, string>> = Object.freeze({
  'a k': 'et',
  'a ng': 'in',
  'a s': 'it',
  'a ny': 'i',
  'a t': 'at',
  'a n': 'an',
  'a y': 'e',
  'i t': 'eik',
  'i n': 'ein',
  'u t': 'ok',
  'u n': 'on',
  'aw k': 'auk',
  'aw ng': 'aung',
  'o k': 'aik',
  'o ng': 'aing',
});

export function isBurmese(codePoint: number): boolean {
  return codePoint >= FIRST && codePoint <= LAST;
}

/** A run without blanks, in small letters. */
export function spellBurmese(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to;) {
    const point = points[at] ?? 0;
    if (point > A) {
      text += point === GREAT_SA ? 'th' : (INDEPENDENT[point - VOWEL_FIRST] ?? '');
      at += 1;
      continue;
    }
    let onset = initialOf(point);
    at += 1;
    for (; at < to && isMedial(points[at] ?? 0); at += 1)
      onset = withMedial(onset, points[at] ?? 0);
    let vowel = '';
    for (; at < to && isVowelSign(points[at] ?? 0); at += 1)
      vowel = withSign(vowel, points[at] ?? 0);
    const ending = endingAt(points, at, to);
    text += onset + rhymeOf(vowel === '' ? 'a' : vowel, ending);
    if (ending !== '') at += 1;
    while (at < to && isSilent(points[at] ?? 0)) at += 1;
  }
  return text;
}

function initialOf(point: number): string {
  return INITIALS[point - FIRST] ?? '';
}

function isMedial(point: number): boolean {
  return point >= MEDIAL_YA && point <= MEDIAL_HA;
}

function withMedial(onset: string, medial: number): string {
  if (medial === MEDIAL_WA) return `${onset}w`;
  if (medial === MEDIAL_HA) return onset === 'y' ? 'sh' : `h${onset}`;
  if (onset === 'kh') return 'ch';
  return onset === 'y' || onset === 'sh' ? onset : `${onset}y`;
}

function isVowelSign(point: number): boolean {
  return point >= SIGN_TALL_AA && point <= ANUSVARA;
}

function withSign(vowel: string, sign: number): string {
  if (sign === SIGN_AA || sign === SIGN_TALL_AA) return vowel === 'e' ? 'aw' : 'a';
  if (sign === SIGN_I || sign === SIGN_II) return 'i';
  if (sign === SIGN_U || sign === SIGN_UU) return vowel === 'i' ? 'o' : 'u';
  if (sign === SIGN_E || sign === SIGN_AI) return 'e';
  if (sign === ANUSVARA) return vowel === 'u' ? 'on' : vowel === 'i' ? 'ein' : 'an';
  return vowel;
}

/** The class of a consonant that is killed or stacked upon the next, and so ends the syllable; else empty. */
function endingAt(points: ArrayLike<number>, at: number, to: number): string {
  const point = points[at] ?? 0;
  let next = at + 1;
  while (next < to && points[next] === DOT_BELOW) next += 1;
  if (at >= to || point >= A || next >= to) return '';
  if (points[next] !== ASAT && points[next] !== VIRAMA) return '';
  const initial = initialOf(point);
  if (initial === 'm' || initial === 'n') return 'n';
  return 'tdpb'.includes(initial.slice(0, 1))
    ? 't'
    : initial.replace('h', '').replace('g', initial === 'ng' ? 'g' : 'k');
}

function rhymeOf(vowel: string, ending: string): string {
  if (ending === '') return vowel;
  return RHYMES[`${vowel} ${ending}`] ?? vowel + (ending === 'ng' ? 'ng' : ending.slice(0, 1));
}

function isSilent(point: number): boolean {
  return point === DOT_BELOW || point === VISARGA || point === VIRAMA || point === ASAT;
}
