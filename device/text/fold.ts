/**
 * A text as the code points that are to be spelled: nothing unseen, one kind of blank, compatibility forms as the letters
 * they stand for, marks joined to their letter where that changes its sound. One pass, linear in the length.
 */
import type { PointBuffer } from './points.js';
import { isKana, isSpace, isUnseen } from './signs.js';
import type { SpellingTable } from './tables.js';

const JOINER = 0x200d;
const SPACE = 0x20;

export function fold(text: string, table: SpellingTable, points: PointBuffer): void {
  points.clear();
  const take = (codePoint: number): void => append(points, codePoint);
  let isJoined = false;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if ((codePoint > SPACE && codePoint < 0x7f) || isWholeLetter(codePoint)) {
      points.push(codePoint);
      isJoined = false;
    } else if (isSpace(codePoint)) {
      points.push(SPACE);
      isJoined = false;
    } else if (isUnseen(codePoint)) {
      if (codePoint === JOINER) isJoined = true;
      else joinMark(points, codePoint);
    } else if (isJoined && table.isPicture(codePoint)) {
      // A family is one picture: the first of the joined ones names it.
      isJoined = false;
    } else {
      isJoined = false;
      if (!table.fold(codePoint, take)) append(points, codePoint);
    }
  }
}

/** Han, kana and Hangul stand for themselves. Told apart first, since their titles cost the most to spell. */
function isWholeLetter(codePoint: number): boolean {
  return (
    codePoint >= 0x3041 &&
    codePoint <= 0xd7a3 &&
    (codePoint >= 0xac00 ||
      (codePoint <= 0x9fff && codePoint >= 0x4e00) ||
      codePoint <= 0x3096 ||
      (codePoint >= 0x30a1 && codePoint <= 0x30fa))
  );
}

/** Loose marks that make another letter; Unicode composes them, an engine without normalize() does not. */
function joinMark(points: PointBuffer, mark: number): void {
  const last = points.last;
  let joined = last;
  if (mark === 0x306)
    joined = last === 0x438 ? 0x439 : last === 0x418 ? 0x419 : last === 0x443 ? 0x45e : last;
  else if (mark === 0x308)
    joined =
      last === 0x456
        ? 0x457
        : last === 0x406
          ? 0x407
          : last === 0x3b9
            ? 0x3ca
            : last === 0x3c5
              ? 0x3cb
              : last;
  if (joined !== last) points.last = joined;
}

const VOICED_MARK = 0x3099;
const HALF_VOICED_MARK = 0x309a;
/** Kana whose next code point is the voiced one: ka to to in steps of two, but for small tsu; and the ha row in threes. */
function canBeVoiced(hiragana: number): boolean {
  if (hiragana >= 0x304b && hiragana <= 0x3062) return hiragana % 2 === 1;
  if (hiragana >= 0x3064 && hiragana <= 0x3069) return hiragana % 2 === 0;
  return isHaRow(hiragana);
}

function isHaRow(hiragana: number): boolean {
  return hiragana >= 0x306f && hiragana <= 0x307d && (hiragana - 0x306f) % 3 === 0;
}

/** Of hiragana and katakana, plain and voiced. */
function isRepeatMark(codePoint: number): boolean {
  return (
    codePoint === 0x309d || codePoint === 0x309e || codePoint === 0x30fd || codePoint === 0x30fe
  );
}

/** The kana that the mark stands for, so that words are found as they are said. */
function repeated(kana: number, mark: number): number {
  const isVoiced = mark % 2 === 0;
  return isVoiced && canBeVoiced(kana >= 0x30a1 ? kana - 0x60 : kana) ? kana + 1 : kana;
}

function append(points: PointBuffer, codePoint: number): void {
  const last = points.last;
  let joined = 0;
  if (codePoint === VOICED_MARK || codePoint === HALF_VOICED_MARK) {
    const hiragana = last >= 0x30a1 ? last - 0x60 : last;
    if (codePoint === VOICED_MARK && canBeVoiced(hiragana)) joined = last + 1;
    else if (codePoint === VOICED_MARK && hiragana === 0x3046) joined = last + 0x4e;
    else if (codePoint === HALF_VOICED_MARK && isHaRow(hiragana)) joined = last + 2;
    else return;
  } else if (isRepeatMark(codePoint) && isKana(last)) {
    points.push(repeated(last, codePoint));
    return;
  } else if (codePoint >= 0x1161 && codePoint <= 0x1175 && last >= 0x1100 && last <= 0x1112) {
    joined = 0xac00 + (last - 0x1100) * 588 + (codePoint - 0x1161) * 28;
  } else if (codePoint >= 0x11a8 && codePoint <= 0x11c2) {
    if (last >= 0xac00 && last <= 0xd7a3 && (last - 0xac00) % 28 === 0)
      joined = last + codePoint - 0x11a7;
  }
  if (joined === 0) points.push(codePoint);
  else points.last = joined;
}
