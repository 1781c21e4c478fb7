/**
 * Korean in the Revised Romanization (Ministry of Culture, 2000). Syllables are composed arithmetically (Unicode, section
 * 3.12); sound changes between them are written, except tensing. Parts of speech, which decide about h, are unknown here.
 */
import { spellings } from './signs.js';
import { HANGUL_FIRST as FIRST, HANGUL_LAST as LAST } from './unicode.js';

const LEADS = Object.freeze('g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' '));
const VOWELS = Object.freeze(
  'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' '),
);
/** Tails at the end of a word. */
const TAILS = Object.freeze(' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' '));
/** Before a vowel: the part that stays, and the part that begins the next syllable. */
const STAYS = spellings(' - - k - n - - - l l l l l l - - - p - - ng - - - - - -');
const MOVES = spellings(' g kk s n j n d r g m b s t p r m b s s ss - j ch k t p -');
/** Single letters, as in laughter: kkk. */
const LONE = Object.freeze(
  'g kk gs n nj nh d tt r lg lm lb ls lt lp lh m b pp bs s ss ng j jj ch k t p h'.split(' '),
);

/** Single letters: consonants, then vowels. */
const LONE_FIRST = 0x3131;
const LONE_VOWEL_FIRST = 0x314f;
const LONE_LAST = 0x3163;

/** Indices of letters that the rules need. */
const LEAD = Object.freeze({ g: 0, n: 2, d: 3, r: 5, m: 6, b: 7, s: 9, silent: 11, j: 12, h: 18 });
const VOWEL = Object.freeze({ a: 0, ae: 1, yeo: 6, i: 20 });
const TAIL = Object.freeze({
  none: 0,
  n: 4,
  nh: 6,
  d: 7,
  l: 8,
  lg: 9,
  lm: 10,
  lb: 11,
  lt: 13,
  lh: 15,
  m: 16,
  ng: 21,
  j: 22,
  t: 25,
  h: 27,
});
/** Tails of hyeo as a verb ending: none, or ss in the past tense. */
const ENDING_TAILS: readonly number[] = Object.freeze([TAIL.none, 20]);
const NO_TAIL_BUT_N_OR_L: readonly number[] = Object.freeze([TAIL.none, TAIL.n, TAIL.l]);
/** Sino-Korean endings that are said with n after an n (Standard Pronunciation, article 20): uigyeonnan. */
const SAID_WITH_N = '란량력례로론료';
/** Leaf: an n is inserted before it after any consonant (article 29). */
const LEAF = 0xc78e; // 잎

export function isHangulSyllable(codePoint: number): boolean {
  return codePoint >= FIRST && codePoint <= LAST;
}

export function isHangul(codePoint: number): boolean {
  return isHangulSyllable(codePoint) || (codePoint >= LONE_FIRST && codePoint <= LONE_LAST);
}

/** Surnames that hardly any word of three syllables begins with. */
const SURE_SURNAMES = '김박최윤권곽홍류';
const SURNAMES =
  '이정강조윤장임한오서신권황안송류홍전고문양손배백허유남심곽성차주우구민나진지엄채원천방공현함변염여추노도소석선설길';

/** Surname and given name, three syllables in one word. No sound changes are written between the two. */
export function isKoreanName(
  points: ArrayLike<number>,
  from: number,
  to: number,
  isArtist: boolean,
): boolean {
  if (to - from !== 3) return false;
  const surname = String.fromCodePoint(points[from] ?? 0);
  const isName = SURE_SURNAMES.includes(surname) || (isArtist && SURNAMES.includes(surname));
  // A name is a text by itself, or stands between blanks.
  return isName && isBlankOrEnd(points[from - 1]) && isBlankOrEnd(points[to]);
}

function isBlankOrEnd(point: number | undefined): boolean {
  return point === undefined || ' ,()&'.includes(String.fromCodePoint(point));
}

/** One syllable by itself. */
export function spellSyllable(codePoint: number): string {
  const index = codePoint - FIRST;
  return leadOf(index) + vowelOf(index) + (TAILS[index % 28] ?? '');
}

/** One word: the syllables between two blanks. */
export function spellHangul(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  let lead: string | undefined;
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    if (!isHangulSyllable(codePoint)) {
      text += spellLone(codePoint);
      lead = undefined;
      continue;
    }
    const index = codePoint - FIRST;
    text += (lead ?? leadOf(index)) + vowelOf(index);
    const next = at + 1 < to ? (points[at + 1] ?? 0) : 0;
    if (!isHangulSyllable(next)) {
      text += TAILS[index % 28] ?? '';
      lead = undefined;
      continue;
    }
    const isLateEnd = at > from && at + 2 === to;
    const [stays, moves] = meet(index, next - FIRST, isLateEnd);
    text += stays;
    lead = moves;
  }
  return text;
}

function leadOf(index: number): string {
  return LEADS[Math.floor(index / 588)] ?? '';
}

function vowelOf(index: number): string {
  return VOWELS[Math.floor((index % 588) / 28)] ?? '';
}

function spellLone(codePoint: number): string {
  return LONE[codePoint - LONE_FIRST] ?? VOWELS[codePoint - LONE_VOWEL_FIRST] ?? '';
}

type Meeting = readonly [stays: string, moves: string];

/** A syllable's tail and the next one's lead as they are said together. */
function meet(index: number, next: number, isLateEnd: boolean): Meeting {
  const tail = index % 28;
  const lead = Math.floor(next / 588);
  const vowel = Math.floor((next % 588) / 28);
  const plain = LEADS[lead] ?? '';
  if (tail === TAIL.none) return ['', plain];
  if (next + FIRST === LEAF) return tail === TAIL.l ? ['l', 'l'] : [nasal(index, tail), 'n'];
  if (lead === LEAD.silent) return beforeVowel(tail, vowel);
  if (lead === LEAD.h) return beforeH(tail, next, vowel);
  if (tail === TAIL.h || tail === TAIL.nh || tail === TAIL.lh) {
    const stays = tail === TAIL.h ? '' : tail === TAIL.nh ? 'n' : 'l';
    if (lead === LEAD.g) return [stays, 'k'];
    if (lead === LEAD.d) return [stays, 't'];
    if (lead === LEAD.j) return [stays, 'ch'];
    if (lead === LEAD.s) return [stays, 's'];
  }
  const ending = endingBefore(index, tail, lead);
  if (lead === LEAD.r) {
    if (tail === TAIL.n && isLateEnd && SAID_WITH_N.includes(String.fromCodePoint(next + FIRST)))
      return ['n', 'n'];
    if (ending === 'n' && tail === TAIL.n) return ['l', 'l'];
    if (ending === 'l') return ['l', 'l'];
    return [nasal(index, tail), 'n'];
  }
  if (lead === LEAD.n && ending === 'l') return ['l', 'l'];
  if (lead === LEAD.n || lead === LEAD.m) return [nasal(index, tail), plain];
  return [ending, plain];
}

function beforeVowel(tail: number, vowel: number): Meeting {
  const stays = STAYS[tail] ?? '';
  const moves = MOVES[tail] ?? '';
  // Palatalisation (article 17): t and d before i become ch and j.
  const isBeforeI = vowel === VOWEL.i || vowel === VOWEL.yeo;
  if (isBeforeI && tail === TAIL.d) return ['', 'j'];
  if (isBeforeI && (tail === TAIL.t || tail === TAIL.lt)) return [stays, 'ch'];
  return [stays, moves];
}

function beforeH(tail: number, next: number, vowel: number): Meeting {
  const ending = TAILS[tail] ?? '';
  if (tail === TAIL.j) return ['', 'ch'];
  if (tail === 5) return ['n', 'ch'];
  if (tail === TAIL.d && vowel === VOWEL.i) return ['', 'ch'];
  if (tail === TAIL.lg) return ['l', 'k'];
  if (tail === TAIL.lb) return ['l', 'p'];
  if (ending === 't') return ['', 't'];
  // Aspiration is written in verbs and adjectives only, and their endings begin with one of these.
  const isEnding =
    vowel === VOWEL.ae ||
    vowel === VOWEL.i ||
    (vowel === VOWEL.yeo && ENDING_TAILS.includes(next % 28)) ||
    (vowel === VOWEL.a && NO_TAIL_BUT_N_OR_L.includes(next % 28));
  if (isEnding && (ending === 'k' || ending === 'p')) return ['', ending];
  return [ending, 'h'];
}

/** 밟 (step on) is the only stem whose lb sounds p (article 10). */
function isStepOn(index: number): boolean {
  return index - (index % 28) === LEAD.b * 588;
}

function endingBefore(index: number, tail: number, lead: number): string {
  if (tail === TAIL.lb && isStepOn(index)) return 'p';
  if (tail === TAIL.lg && lead === LEAD.g) return 'l';
  return TAILS[tail] ?? '';
}

function nasal(index: number, tail: number): string {
  const ending = endingBefore(index, tail, LEAD.n);
  return ending === 'k' ? 'ng' : ending === 't' ? 'n' : ending === 'p' ? 'm' : ending;
}
