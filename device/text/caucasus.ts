/** Georgian by the national system of 2002 and Armenian as widely written; both without the marks of aspiration. */
import { capitalise } from './signs.js';

/** U+10D0 to U+10F0 in order. */
const GEORGIAN = Object.freeze(
  'a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h'.split(' '),
);
/** U+0561 to U+0586 in order. */
const ARMENIAN = Object.freeze(
  'a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f'.split(' '),
);
const GEORGIAN_FIRST = 0x10d0;
const GEORGIAN_LAST = 0x10f0;
/** Mtavruli, the capitals. */
const GEORGIAN_CAPITAL_FIRST = 0x1c90;
const GEORGIAN_CAPITAL_LAST = 0x1cb0;

const ARMENIAN_CAPITAL_FIRST = 0x531;
const ARMENIAN_CAPITAL_LAST = 0x556;
const ARMENIAN_FIRST = 0x561;
const ARMENIAN_LAST = 0x587;
const TO_SMALL = ARMENIAN_FIRST - ARMENIAN_CAPITAL_FIRST;
const YECH = 0x565;
const VO = 0x578;
const VYUN = 0x582;
const YEV = 0x587;

export function isGeorgian(codePoint: number): boolean {
  return (
    (codePoint >= GEORGIAN_FIRST && codePoint <= GEORGIAN_LAST) ||
    (codePoint >= GEORGIAN_CAPITAL_FIRST && codePoint <= GEORGIAN_CAPITAL_LAST)
  );
}

/** One word, with a capital; the script does not use case. */
export function spellGeorgian(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    const first = codePoint >= GEORGIAN_CAPITAL_FIRST ? GEORGIAN_CAPITAL_FIRST : GEORGIAN_FIRST;
    text += GEORGIAN[codePoint - first] ?? '';
  }
  return capitalise(text);
}

export function isArmenian(codePoint: number): boolean {
  return (
    (codePoint >= ARMENIAN_CAPITAL_FIRST && codePoint <= ARMENIAN_CAPITAL_LAST) ||
    (codePoint >= ARMENIAN_FIRST && codePoint <= ARMENIAN_LAST)
  );
}

/** One word in the source's case. */
export function spellArmenian(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    const small = codePoint <= ARMENIAN_CAPITAL_LAST ? codePoint + TO_SMALL : codePoint;
    const next = at + 1 < to ? (points[at + 1] ?? 0) : 0;
    let spelling = ARMENIAN[small - ARMENIAN_FIRST] ?? '';
    if (small === VO && (next === VYUN || next === VYUN - TO_SMALL)) {
      spelling = 'u';
      at += 1;
    } else if (at === from && small === YECH) spelling = 'ye';
    else if (at === from && small === VO) spelling = 'vo';
    else if (small === YEV) spelling = at === from ? 'yev' : 'ev';
    text += small === codePoint ? spelling : capitalise(spelling);
  }
  return text;
}
