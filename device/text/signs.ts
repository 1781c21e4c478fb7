/** Which code points are never seen, which are blanks, which sound like letters: by the ranges of Unicode 16. */
import {
  HAN_FIRST,
  HAN_LAST,
  HIRAGANA_FIRST,
  HIRAGANA_ITERATION_MARK,
  HIRAGANA_LAST,
  HIRAGANA_VOICED_ITERATION_MARK,
  IDEOGRAPHIC_ITERATION_MARK,
  IDEOGRAPHIC_ZERO,
  KATAKANA_FIRST,
  KATAKANA_LAST,
  KATAKANA_VOICED_ITERATION_MARK,
  PROLONGED_SOUND_MARK,
} from './unicode.js';

/** First and last of each range, ascending; flat, because a pair would be one more object to read for every character. */
const UNSEEN: readonly number[] = Object.freeze([
  ...[0x00, 0x1f], // C0 controls
  ...[0x7f, 0x9f], // delete, C1 controls
  ...[0xad, 0xad], // soft hyphen
  ...[0x300, 0x36f], // combining diacritical marks
  ...[0x483, 0x489], // combining Cyrillic marks
  ...[0x61c, 0x61c], // Arabic letter mark
  ...[0x115f, 0x1160], // Hangul fillers
  ...[0x135d, 0x135f], // combining Ethiopic marks
  ...[0x17b4, 0x17b5], // Khmer inherent vowels
  ...[0x180b, 0x180f], // Mongolian variation selectors
  ...[0x1ab0, 0x1aff], // combining marks, extended
  ...[0x1dc0, 0x1dff], // combining marks, supplement
  ...[0x200b, 0x200f], // zero width space to right-to-left mark
  ...[0x202a, 0x202e], // embeddings and overrides of direction
  ...[0x2060, 0x206f], // word joiner to digit shapes
  ...[0x20d0, 0x20ff], // combining marks for symbols
  ...[0x302a, 0x302f], // tone marks of Han and Hangul
  ...[0x3164, 0x3164], // Hangul filler
  ...[0xd800, 0xdfff], // surrogates
  ...[0xfe00, 0xfe0f], // variation selectors
  ...[0xfe20, 0xfe2f], // combining half marks
  ...[0xfeff, 0xfeff], // byte order mark
  ...[0xffa0, 0xffa0], // halfwidth Hangul filler
  ...[0xfff0, 0xfffb], // specials
  ...[0x1f3fb, 0x1f3ff], // skin tones
  ...[0xe0000, 0xe0fff], // tags, variation selectors supplement
]);

export function isUnseen(codePoint: number): boolean {
  let low = 0;
  let high = UNSEEN.length >> 1;
  // The last range that begins at or below it, if any.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((UNSEEN[middle * 2] ?? 0) <= codePoint) low = middle + 1;
    else high = middle;
  }
  return low > 0 && codePoint <= (UNSEEN[low * 2 - 1] ?? 0);
}

/** Spaces of every width, and the breaks that a title may carry. */
export function isSpace(codePoint: number): boolean {
  return (
    codePoint === 0x20 ||
    (codePoint >= 0x09 && codePoint <= 0x0d) || // tab to carriage return
    codePoint === 0x85 || // next line
    codePoint === 0xa0 || // no-break space
    codePoint === 0x1680 || // Ogham space mark
    (codePoint >= 0x2000 && codePoint <= 0x200a) || // en quad to hair space
    codePoint === 0x2028 || // line separator
    codePoint === 0x2029 || // paragraph separator
    codePoint === 0x202f || // narrow no-break space
    codePoint === 0x205f || // medium mathematical space
    codePoint === 0x3000 // ideographic space
  );
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

export function isLetter(code: number): boolean {
  return isCapital(code) || (code >= 0x61 && code <= 0x7a);
}

const EXTENSION_A_FIRST = 0x3400;
const EXTENSION_A_LAST = 0x4dbf;
/** Planes 2 and 3 hold rare Han signs and nothing else. */
const PLANE_2_FIRST = 0x20000;
const PLANE_3_LAST = 0x3ffff;

export function isHan(codePoint: number): boolean {
  return (
    (codePoint >= HAN_FIRST && codePoint <= HAN_LAST) ||
    (codePoint >= EXTENSION_A_FIRST && codePoint <= EXTENSION_A_LAST) ||
    codePoint === IDEOGRAPHIC_ITERATION_MARK ||
    codePoint === IDEOGRAPHIC_ZERO ||
    (codePoint >= PLANE_2_FIRST && codePoint <= PLANE_3_LAST)
  );
}

/** Letters of hiragana and katakana, the prolonged sound mark and the iteration marks. */
export function isKana(codePoint: number): boolean {
  return (
    (codePoint >= HIRAGANA_FIRST && codePoint <= HIRAGANA_LAST) ||
    codePoint === HIRAGANA_ITERATION_MARK ||
    codePoint === HIRAGANA_VOICED_ITERATION_MARK ||
    (codePoint >= KATAKANA_FIRST && codePoint <= KATAKANA_LAST) ||
    (codePoint >= PROLONGED_SOUND_MARK && codePoint <= KATAKANA_VOICED_ITERATION_MARK)
  );
}

/**
 * How the letters of a block are spelled, for its table.
 * @param names in the order of Unicode, with blanks between; a dash for one without a sound of its own
 */
export function spellings(names: string): readonly string[] {
  return Object.freeze(names.split(' ').map((name) => (name === '-' ? '' : name)));
}

/** ASCII in, ASCII out. */
export function capitalise(spelling: string): string {
  return spelling.slice(0, 1).toUpperCase() + spelling.slice(1);
}

const CURRENCIES = '€£¥₩₦₹₽฿₺₴₪';
const CURRENCY_CODES = Object.freeze('EUR GBP JPY KRW NGN INR RUB THB TRY UAH ILS'.split(' '));

/** The code of a currency, for a sign beside a number; stylised names use the signs as letters. */
export function currencyOf(codePoint: number): string {
  return CURRENCY_CODES[CURRENCIES.indexOf(String.fromCodePoint(codePoint))] ?? '';
}
