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
const ARMENIAN_FIRST = 0x561;
const YECH = 0x565;
const VO = 0x578;
const VYUN = 0x582;
const YEV = 0x587;

export function isGeorgian(codePoint: number): boolean {
  return (
    (codePoint >= 0x10d0 && codePoint <= 0x10f0) || (codePoint >= 0x1c90 && codePoint <= 0x1cb0)
  );
}

/** One word; the script has no case in use, so a word begins with a capital. */
export function spellGeorgian(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    text += GEORGIAN[codePoint - (codePoint >= 0x1c90 ? 0x1c90 : 0x10d0)] ?? '';
  }
  return capitalise(text);
}

export function isArmenian(codePoint: number): boolean {
  return (codePoint >= 0x531 && codePoint <= 0x556) || (codePoint >= 0x561 && codePoint <= 0x587);
}

/** One word in the source's case. */
export function spellArmenian(points: ArrayLike<number>, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    const small = codePoint <= 0x556 ? codePoint + 0x30 : codePoint;
    const next = at + 1 < to ? (points[at + 1] ?? 0) : 0;
    let spelling = ARMENIAN[small - ARMENIAN_FIRST] ?? '';
    if (small === VO && (next === VYUN || next === VYUN - 0x30)) {
      spelling = 'u';
      at += 1;
    } else if (at === from && small === YECH) spelling = 'ye';
    else if (at === from && small === VO) spelling = 'vo';
    else if (small === YEV) spelling = at === from ? 'yev' : 'ev';
    text += small === codePoint ? spelling : capitalise(spelling);
  }
  return text;
}
