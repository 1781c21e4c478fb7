/** The script of a code point, if that script has a rule of its own. */
import { isArabic } from './arabic-letters.js';
import { isBrahmic } from './brahmic.js';
import { isBurmese } from './burmese.js';
import { isArmenian, isGeorgian } from './caucasus.js';
import { isCyrillic } from './cyrillic.js';
import { isEthiopic } from './ethiopic.js';
import { isGreek } from './greek.js';
import { isHangul } from './hangul.js';
import { isHebrew } from './hebrew.js';
import { isKhmer } from './khmer.js';
import { isHan, isKana, isLetter } from './signs.js';
import { isSmallScript } from './small-scripts.js';
import { isThaiOrLao } from './thai.js';
import { isTibetan } from './tibetan.js';
import { HANGUL_FIRST, HAN_FIRST, HAN_LAST, HIRAGANA_FIRST, HIRAGANA_LAST } from './unicode.js';

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
  | 'ethiopic'
  | 'burmese'
  | 'khmer'
  | 'tibetan'
  | 'small'
  | 'hangul'
  | 'japanese'
  | 'han'
  | 'other';

/** Where blocks begin; what stands between two of them is of no interest here. */
const GREEK_BLOCK = 0x370;
const HEBREW_BLOCK = 0x590;
const DEVANAGARI_BLOCK = 0x900;
const LATIN_ADDITIONAL_FIRST = 0x1e00;
const LATIN_ADDITIONAL_LAST = 0x1eff;
const A_WITH_GRAVE = 0xc0;
const MULTIPLICATION_SIGN = 0xd7;
const DIVISION_SIGN = 0xf7;

export function scriptOf(codePoint: number): Script {
  if (codePoint >= HAN_FIRST && codePoint <= HAN_LAST) return 'han';
  if (codePoint >= HIRAGANA_FIRST && codePoint <= HIRAGANA_LAST) return 'japanese';
  if (codePoint < GREEK_BLOCK)
    return isLetter(codePoint) || isMarkedLatin(codePoint) ? 'latin' : 'other';
  if (codePoint < HEBREW_BLOCK) {
    if (isGreek(codePoint)) return 'greek';
    if (isCyrillic(codePoint)) return 'cyrillic';
    return isArmenian(codePoint) ? 'armenian' : 'other';
  }
  if (codePoint < DEVANAGARI_BLOCK) {
    if (isHebrew(codePoint)) return 'hebrew';
    if (isArabic(codePoint)) return 'arabic';
    return isSmallScript(codePoint) ? 'small' : 'other';
  }
  if (isBrahmic(codePoint)) return 'brahmic';
  if (isThaiOrLao(codePoint)) return 'thai';
  if (isGeorgian(codePoint)) return 'georgian';
  if (codePoint >= LATIN_ADDITIONAL_FIRST && codePoint <= LATIN_ADDITIONAL_LAST) return 'latin';
  if (isHangul(codePoint)) return 'hangul';
  if (codePoint < HIRAGANA_FIRST || (codePoint > HAN_LAST && codePoint < HANGUL_FIRST)) {
    const rare = rareScriptOf(codePoint);
    if (rare !== undefined) return rare;
  }
  if (isKana(codePoint)) return 'japanese';
  return isHan(codePoint) ? 'han' : 'other';
}

function rareScriptOf(codePoint: number): Script | undefined {
  if (isTibetan(codePoint)) return 'tibetan';
  if (isBurmese(codePoint)) return 'burmese';
  if (isEthiopic(codePoint)) return 'ethiopic';
  if (isKhmer(codePoint)) return 'khmer';
  return isSmallScript(codePoint) ? 'small' : undefined;
}

function isMarkedLatin(codePoint: number): boolean {
  return (
    codePoint >= A_WITH_GRAVE && codePoint !== MULTIPLICATION_SIGN && codePoint !== DIVISION_SIGN
  );
}
