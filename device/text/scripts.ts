/** Which script a code point belongs to, as far as a rule of its own awaits it. */
import { isBrahmic } from './brahmic.js';
import { isArmenian, isGeorgian } from './caucasus.js';
import { isCyrillic } from './cyrillic.js';
import { isGreek } from './greek.js';
import { isHangul } from './hangul.js';
import { isHan, isKana, isLetter } from './signs.js';
import { isThaiOrLao } from './thai.js';

export type Script =
  | 'latin'
  | 'greek'
  | 'cyrillic'
  | 'georgian'
  | 'armenian'
  | 'hebrew'
  | 'arabic'
  | 'brahmic'
  | 'thai'
  | 'hangul'
  | 'japanese'
  | 'han'
  | 'other';

export function scriptOf(codePoint: number): Script {
  if (codePoint >= 0x4e00 && codePoint <= 0x9fff) return 'han';
  if (codePoint >= 0x3041 && codePoint <= 0x3096) return 'japanese';
  if (codePoint < 0x370) return isLetter(codePoint) || isMarkedLatin(codePoint) ? 'latin' : 'other';
  if (codePoint < 0x590) {
    if (isGreek(codePoint)) return 'greek';
    if (isCyrillic(codePoint)) return 'cyrillic';
    return isArmenian(codePoint) ? 'armenian' : 'other';
  }
  if (codePoint < 0x900) {
    if ((codePoint >= 0x591 && codePoint <= 0x5c7) || (codePoint >= 0x5d0 && codePoint <= 0x5f4))
      return 'hebrew';
    return isArabicLetter(codePoint) ? 'arabic' : 'other';
  }
  if (isBrahmic(codePoint)) return 'brahmic';
  if (isThaiOrLao(codePoint)) return 'thai';
  if (isGeorgian(codePoint)) return 'georgian';
  if (codePoint >= 0x1e00 && codePoint <= 0x1eff) return 'latin';
  if (isHangul(codePoint)) return 'hangul';
  if (isKana(codePoint)) return 'japanese';
  return isHan(codePoint) ? 'han' : 'other';
}

function isMarkedLatin(codePoint: number): boolean {
  return codePoint >= 0xc0 && codePoint !== 0xd7 && codePoint !== 0xf7;
}

/** Letters and their marks; digits and punctuation are not part of a word. */
function isArabicLetter(codePoint: number): boolean {
  return (
    (codePoint >= 0x620 && codePoint <= 0x65f) ||
    (codePoint >= 0x66e && codePoint <= 0x6d3) ||
    codePoint === 0x6d5 ||
    (codePoint >= 0x6fa && codePoint <= 0x6ff) ||
    (codePoint >= 0x750 && codePoint <= 0x77f)
  );
}
