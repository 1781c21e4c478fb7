/**
 * A text as code points ready to be spelled: no invisible ones, one kind of blank, compatibility forms replaced by the
 * letters they stand for, and marks joined to a letter whose sound they change. One pass, linear in the length.
 */
import type { PointBuffer } from './points.js';
import { U, hiraganaOf } from './kana.js';
import { isDigit, isHan, isKana, isLetter, isSpace, isUnseen } from './signs.js';
import type { SpellingTable } from './tables.js';
import {
  HAN_FIRST,
  HAN_LAST,
  HANGUL_FIRST,
  HANGUL_LAST,
  HIRAGANA_FIRST,
  HIRAGANA_ITERATION_MARK,
  HIRAGANA_LAST,
  HIRAGANA_VOICED_ITERATION_MARK,
  KATAKANA_FIRST,
  KATAKANA_LAST,
} from './unicode.js';

const JOINER = 0x200d;
const SPACE = 0x20;

export function fold(text: string, table: SpellingTable, points: PointBuffer): void {
  points.clear();
  const take = (codePoint: number): void => append(points, codePoint);
  let isJoined = false;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if ((codePoint > SPACE && codePoint < 0x7f) || isWholeLetter(codePoint)) {
      if (codePoint >= HAN_FIRST && codePoint <= HAN_LAST) readPlaceKana(points, codePoint);
      points.push(codePoint);
      isJoined = false;
    } else if (
      codePoint >= FULL_WIDTH_FIRST &&
      codePoint <= FULL_WIDTH_LAST &&
      isPlain(points.last, codePoint)
    ) {
      points.push(codePoint - FULL_WIDTH_STEP);
      isJoined = false;
    } else if (isSpace(codePoint)) {
      points.push(SPACE);
      isJoined = false;
    } else if (isUnseen(codePoint)) {
      if (codePoint === JOINER) isJoined = true;
      else joinMark(points, codePoint);
    } else if (isJoined && table.isPicture(codePoint)) {
      // Joined emoji (a family) are one, named by the first.
      isJoined = false;
    } else {
      isJoined = false;
      if (!table.fold(codePoint, take)) append(points, codePoint);
    }
  }
}

const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
/** A full-width form minus its ASCII character. */
const FULL_WIDTH_STEP = 0xfee0;
const FULL_WIDTH_STOP = 0xff0e;

/** Full-width letters and digits, and a full stop between them; other punctuation brings a blank (cells.ts). */
function isPlain(last: number, codePoint: number): boolean {
  const plain = codePoint - FULL_WIDTH_STEP;
  if (codePoint === FULL_WIDTH_STOP) return isLetter(last) || isDigit(last);
  return isLetter(plain) || isDigit(plain);
}

const PLACE_KANA = 'ヶケノツッ';
const PLACE_KANA_READ = 'ががのつつ';
/** Before these signs ke is a counter, and read ka: ikkagetsu. */
const COUNTED = '月所国年条週';

/** Katakana between two Han signs of a name of a place are read as hiragana: Sekigahara, Enoshima, Yotsuya. */
function readPlaceKana(points: PointBuffer, next: number): void {
  const kana = points.last;
  if (kana < KATAKANA_FIRST || kana > KATAKANA_LAST) return;
  const before = points.at(points.length - 2);
  if (!isHan(before) && !isDigit(before)) return;
  const read = PLACE_KANA_READ.charCodeAt(PLACE_KANA.indexOf(String.fromCodePoint(kana)));
  // NaN: none of them.
  if (!(read > 0)) return;
  points.last = read === GA && COUNTED.includes(String.fromCodePoint(next)) ? KA : read;
}

const KA = 0x304b;
const GA = 0x304c;

/** Han, kana and Hangul stand for themselves. Checked first, because their titles cost the most to spell. */
function isWholeLetter(codePoint: number): boolean {
  return (
    codePoint >= HIRAGANA_FIRST &&
    codePoint <= HANGUL_LAST &&
    (codePoint >= HANGUL_FIRST ||
      (codePoint <= HAN_LAST && codePoint >= HAN_FIRST) ||
      codePoint <= HIRAGANA_LAST ||
      (codePoint >= KATAKANA_FIRST && codePoint <= KATAKANA_LAST))
  );
}

const BREVE = 0x306;
const DIAERESIS = 0x308;
/** Letters and what a combining mark makes of them; the engine has no normalize(). */
const WITH_BREVE = Object.freeze(['иИу', 'йЙў']);
const WITH_DIAERESIS = Object.freeze(['іІιυ', 'їЇϊϋ']);

function joinMark(points: PointBuffer, mark: number): void {
  if (mark !== BREVE && mark !== DIAERESIS) return;
  const [plain = '', marked = ''] = mark === BREVE ? WITH_BREVE : WITH_DIAERESIS;
  const index = plain.indexOf(String.fromCodePoint(points.last));
  if (index >= 0) points.last = marked.charCodeAt(index);
}

const VOICED_MARK = 0x3099;
const SEMI_VOICED_MARK = 0x309a;
/** In Unicode the voiced kana follows the plain one; in the h row the semi-voiced follows as a third. */
const CAN_BE_VOICED = 'かきくけこさしすせそたちつてとはひふへほ';
const H_ROW = 'はひふへほ';
/** From u to vu, which is the only voiced kana out of this order. */
const U_TO_VU = 0x4e;

function isAmong(kana: string, hiragana: number): boolean {
  return kana.includes(String.fromCodePoint(hiragana));
}

function isIterationMark(codePoint: number): boolean {
  const mark = hiraganaOf(codePoint);
  return mark === HIRAGANA_ITERATION_MARK || mark === HIRAGANA_VOICED_ITERATION_MARK;
}

/** The kana that an iteration mark stands for, so that the dictionary finds the word. */
function repeated(kana: number, mark: number): number {
  const isVoiced = hiraganaOf(mark) === HIRAGANA_VOICED_ITERATION_MARK;
  return isVoiced && isAmong(CAN_BE_VOICED, hiraganaOf(kana)) ? kana + 1 : kana;
}

const LEAD_FIRST = 0x1100;
const LEAD_LAST = 0x1112;
const VOWEL_FIRST = 0x1161;
const VOWEL_LAST = 0x1175;
const TAIL_FIRST = 0x11a8;
const TAIL_LAST = 0x11c2;
const VOWELS = VOWEL_LAST - VOWEL_FIRST + 1;
/** One of them is "no tail". */
const TAILS = TAIL_LAST - TAIL_FIRST + 2;

/** The syllable that a jamo makes with what stands before it (Unicode, section 3.12); 0 where it makes none. */
function withJamo(last: number, jamo: number): number {
  if (jamo >= VOWEL_FIRST && jamo <= VOWEL_LAST && last >= LEAD_FIRST && last <= LEAD_LAST)
    return HANGUL_FIRST + ((last - LEAD_FIRST) * VOWELS + jamo - VOWEL_FIRST) * TAILS;
  if (jamo < TAIL_FIRST || jamo > TAIL_LAST || last < HANGUL_FIRST || last > HANGUL_LAST) return 0;
  return (last - HANGUL_FIRST) % TAILS === 0 ? last + jamo - TAIL_FIRST + 1 : 0;
}

function append(points: PointBuffer, codePoint: number): void {
  const last = points.last;
  if (codePoint === VOICED_MARK || codePoint === SEMI_VOICED_MARK) {
    const voiced = withVoicing(last, codePoint);
    if (voiced !== 0) points.last = voiced;
  } else if (isIterationMark(codePoint) && isKana(last)) points.push(repeated(last, codePoint));
  else {
    const syllable = withJamo(last, codePoint);
    if (syllable === 0) points.push(codePoint);
    else points.last = syllable;
  }
}

/** 0 for anything that cannot be voiced. */
function withVoicing(kana: number, mark: number): number {
  const hiragana = hiraganaOf(kana);
  if (mark === SEMI_VOICED_MARK) return isAmong(H_ROW, hiragana) ? kana + 2 : 0;
  if (hiragana === U) return kana + U_TO_VU;
  return isAmong(CAN_BE_VOICED, hiragana) ? kana + 1 : 0;
}
