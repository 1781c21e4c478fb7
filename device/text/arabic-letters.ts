/** The letters of Arabic, Persian and Urdu by their Unicode names, and the consonants they stand for. */

const HAMZA = 0x621;
export const ALEF_WITH_MADDA = 0x622;
export const ALEF_WITH_HAMZA_ABOVE = 0x623;
export const WAW_WITH_HAMZA = 0x624;
export const ALEF_WITH_HAMZA_BELOW = 0x625;
export const YEH_WITH_HAMZA = 0x626;
export const ALEF = 0x627;
export const BEH = 0x628;
export const TEH_MARBUTA = 0x629;
export const TEH = 0x62a;
const THEH = 0x62b;
const JEEM = 0x62c;
const HAH = 0x62d;
const KHAH = 0x62e;
const DAL = 0x62f;
const THAL = 0x630;
const REH = 0x631;
const ZAIN = 0x632;
const SEEN = 0x633;
const SHEEN = 0x634;
const SAD = 0x635;
const DAD = 0x636;
const TAH = 0x637;
const ZAH = 0x638;
export const AIN = 0x639;
const GHAIN = 0x63a;
/** The bar that only stretches a word. */
export const TATWEEL = 0x640;
const FEH = 0x641;
const QAF = 0x642;
const KAF = 0x643;
export const LAM = 0x644;
export const MEEM = 0x645;
const NOON = 0x646;
export const HEH = 0x647;
export const WAW = 0x648;
export const ALEF_MAKSURA = 0x649;
export const YEH = 0x64a;
export const FATHATAN = 0x64b;
export const DAMMATAN = 0x64c;
export const KASRATAN = 0x64d;
export const FATHA = 0x64e;
export const DAMMA = 0x64f;
export const KASRA = 0x650;
export const SHADDA = 0x651;
export const SUKUN = 0x652;
export const SUPERSCRIPT_ALEF = 0x670;
export const ALEF_WASLA = 0x671;
const TTEH = 0x679;
const PEH = 0x67e;
const TCHEH = 0x686;
const DDAL = 0x688;
const RREH = 0x691;
const JEH = 0x698;
const VEH = 0x6a4;
const KEHEH = 0x6a9;
const NG = 0x6ad;
const GAF = 0x6af;
export const NOON_GHUNNA = 0x6ba;
export const HEH_DOACHASHMEE = 0x6be;
const HEH_WITH_YEH = 0x6c0;
export const HEH_GOAL = 0x6c1;
export const FARSI_YEH = 0x6cc;
export const YEH_BARREE = 0x6d2;
const AE = 0x6d5;
const KASHMIRI_YEH = 0x620;
const MARK_LAST = 0x65f;
const DOTLESS_BEH = 0x66e;
const YEH_BARREE_WITH_HAMZA = 0x6d3;
const SHEEN_WITH_DOT_BELOW = 0x6fa;
const INVERTED_HEH = 0x6ff;
const SUPPLEMENT_FIRST = 0x750;
const SUPPLEMENT_LAST = 0x77f;

export type ArabicLanguage = 'ar' | 'fa' | 'ur';

/** Letters and their marks; digits and punctuation are no part of a word. */
export function isArabic(codePoint: number): boolean {
  return (
    (codePoint >= KASHMIRI_YEH && codePoint <= MARK_LAST) ||
    (codePoint >= DOTLESS_BEH && codePoint <= YEH_BARREE_WITH_HAMZA) ||
    codePoint === AE ||
    (codePoint >= SHEEN_WITH_DOT_BELOW && codePoint <= INVERTED_HEH) ||
    (codePoint >= SUPPLEMENT_FIRST && codePoint <= SUPPLEMENT_LAST)
  );
}

type Consonants = Readonly<Record<number, string>>;

const ARABIC: Consonants = Object.freeze({
  [BEH]: 'b',
  [TEH]: 't',
  [THEH]: 'th',
  [JEEM]: 'j',
  [HAH]: 'h',
  [KHAH]: 'kh',
  [DAL]: 'd',
  [THAL]: 'dh',
  [REH]: 'r',
  [ZAIN]: 'z',
  [SEEN]: 's',
  [SHEEN]: 'sh',
  [SAD]: 's',
  [DAD]: 'd',
  [TAH]: 't',
  [ZAH]: 'z',
  [GHAIN]: 'gh',
  [FEH]: 'f',
  [QAF]: 'q',
  [KAF]: 'k',
  [LAM]: 'l',
  [MEEM]: 'm',
  [NOON]: 'n',
  [HEH]: 'h',
  [PEH]: 'p',
  [TCHEH]: 'ch',
  [JEH]: 'zh',
  [GAF]: 'g',
  [KEHEH]: 'k',
  [VEH]: 'v',
  [TTEH]: 't',
  [DDAL]: 'd',
  [RREH]: 'r',
  [NOON_GHUNNA]: 'n',
  [HEH_DOACHASHMEE]: 'h',
  [HEH_GOAL]: 'h',
  [HEH_WITH_YEH]: 'h',
  [AE]: 'a',
  [NG]: 'ng',
});

const PERSIAN: Consonants = Object.freeze({
  ...ARABIC,
  [THEH]: 's',
  [THAL]: 'z',
  [DAD]: 'z',
  [QAF]: 'gh',
});

const URDU: Consonants = Object.freeze({ ...PERSIAN, [QAF]: 'q' });

/** Undefined for letters that are read by their place: alef, waw, yeh, hamza and ain. */
export function consonantOf(letter: number, language: ArabicLanguage): string | undefined {
  return (language === 'ar' ? ARABIC : language === 'fa' ? PERSIAN : URDU)[letter];
}

/** A letter that is always a consonant. */
export function isPlainConsonant(letter: number): boolean {
  return ARABIC[letter] !== undefined || letter === AIN;
}

export function isYeh(letter: number): boolean {
  return letter === YEH || letter === FARSI_YEH;
}

export function isAlefWithHamza(letter: number): boolean {
  return (
    letter === ALEF_WITH_MADDA ||
    letter === ALEF_WITH_HAMZA_ABOVE ||
    letter === ALEF_WITH_HAMZA_BELOW
  );
}

export function isVowelMark(letter: number): boolean {
  return letter >= FATHATAN && letter <= SUKUN;
}

/**
 * A letter as the word lists write it: Arabic alef without hamza, as many titles do; Persian and Urdu with their own yeh, kaf
 * and heh, for which many keyboards give the Arabic ones.
 */
export function listedForm(letter: number, language: ArabicLanguage): number {
  if (language === 'ar') return isAlefWithHamza(letter) ? ALEF : letter;
  switch (letter) {
    case YEH:
    case ALEF_MAKSURA:
      return FARSI_YEH;
    case KAF:
      return KEHEH;
    case HEH:
      return language === 'ur' ? HEH_GOAL : HEH;
    case ALEF_WITH_HAMZA_ABOVE:
      return ALEF;
    default:
      return letter;
  }
}

const PERSIAN_ONLY: readonly number[] = Object.freeze([PEH, TCHEH, JEH, GAF, FARSI_YEH, KEHEH]);
const ARABIC_ONLY: readonly number[] = Object.freeze([
  YEH,
  KAF,
  TEH_MARBUTA,
  ALEF_WITH_HAMZA_BELOW,
]);
const URDU_ONLY: readonly number[] = Object.freeze([
  TTEH,
  DDAL,
  RREH,
  NOON_GHUNNA,
  HEH_DOACHASHMEE,
  HEH_GOAL,
  YEH_BARREE,
]);

export function wordsOf(text: string): readonly (readonly number[])[] {
  return Object.freeze(
    text
      .split(' ')
      .map((word) => Object.freeze(Array.from(word, (letter) => letter.charCodeAt(0)))),
  );
}

/** A letter that only one of the languages has. */
export function languageOfLetter(letter: number): ArabicLanguage | undefined {
  if (URDU_ONLY.includes(letter)) return 'ur';
  if (PERSIAN_ONLY.includes(letter)) return 'fa';
  return ARABIC_ONLY.includes(letter) ? 'ar' : undefined;
}

const BLANK = 0x20;

export function isWordAt(points: ArrayLike<number>, at: number, word: readonly number[]): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (points[at + index] !== word[index]) return false;
  const next = points[at + word.length] ?? BLANK;
  return next === BLANK || next < HAMZA;
}
