/**
 * Letters → the codes of the display's character ROM (data sheet p. 17 and 18). `ascii` uses only what both have, so that
 * it is right on any panel; with `A00` (Japanese) or `A02` (European) the panel's own letters are used.
 */
import type { Rom } from '../shared/frame.js';
import {
  HIRAGANA_FIRST,
  HIRAGANA_LAST,
  KATAKANA_FIRST,
  KATAKANA_STEP,
  PROLONGED_SOUND_MARK,
} from './unicode.js';

const BACKSLASH = 0x5c;
const TILDE = 0x7e;
const SLASH = 0x2f;
const DASH = 0x2d;
const QUESTION_MARK = 0x3f;
const NO_CODE = -1;

/** A00 has a yen sign for the backslash and an arrow for the tilde; sharp s and beta share a glyph. */
const A00_LETTERS = '¥→←°ßäöüñ£¢÷×αβεμσρθΩΣπ';
const A00_CODES = Object.freeze([
  0x5c, 0x7e, 0x7f, 0xdf, 0xe2, 0xe1, 0xef, 0xf5, 0xee, 0xed, 0xec, 0xfd, 0x78, 0xe0, 0xe2, 0xe3,
  0xe4, 0xe5, 0xe6, 0xf2, 0xf4, 0xf6, 0xf7,
]);
/** Greek, music and heart of A02 in the order of its codes; the bell among them has no letter. */
const A02_LETTERS = 'α♪ΓπΣσ♬τ\0ΘΩδ∞♥ε';
const A02_FIRST = 0x90;
/** Half-width katakana stand in A00 as in JIS X 0201. */
const KANA_FIRST = 0xff61;
const KANA_LAST = 0xff9f;
const KANA_CODE = 0xa1;

/** A02 has all of Latin-1 from here on, except for these. */
const LATIN_1_FIRST = 0xa1;
const LATIN_1_LAST = 0xff;
const NOT_IN_A02 = '¨¬\u00ad¯´¸Ø';

/** The code for one letter, or for the nearest one that the ROM has. */
export function romCode(charCode: number, rom: Rom = 'ascii'): number {
  if (charCode >= 0x20 && charCode < TILDE && charCode !== BACKSLASH) return charCode;
  const code = ownCode(charCode, rom);
  if (code !== NO_CODE) return code;
  if (charCode === BACKSLASH) return SLASH;
  return charCode === TILDE ? DASH : QUESTION_MARK;
}

/** Whether the ROM has the letter in addition to ASCII. */
export function hasLetter(charCode: number, rom: Rom): boolean {
  return charCode > TILDE && ownCode(charCode, rom) !== NO_CODE;
}

function ownCode(charCode: number, rom: Rom): number {
  if (rom === 'A00') {
    if (isHalfWidthKana(charCode)) return charCode - KANA_FIRST + KANA_CODE;
    return A00_CODES[A00_LETTERS.indexOf(String.fromCharCode(charCode))] ?? NO_CODE;
  }
  if (rom === 'ascii') return NO_CODE;
  if (charCode === BACKSLASH || charCode === TILDE) return charCode;
  const own = A02_LETTERS.indexOf(String.fromCharCode(charCode));
  if (own >= 0 && charCode !== 0) return A02_FIRST + own;
  const isLatin1 = charCode >= LATIN_1_FIRST && charCode <= LATIN_1_LAST;
  return isLatin1 && !NOT_IN_A02.includes(String.fromCharCode(charCode)) ? charCode : NO_CODE;
}

/** U+30A1 to U+30FA in order, as half-width letters; ﾞ and ﾟ take a cell of their own. */
const HALF_WIDTH = Object.freeze(
  (
    'ｧ ｱ ｨ ｲ ｩ ｳ ｪ ｴ ｫ ｵ ｶ ｶﾞ ｷ ｷﾞ ｸ ｸﾞ ｹ ｹﾞ ｺ ｺﾞ ｻ ｻﾞ ｼ ｼﾞ ｽ ｽﾞ ｾ ｾﾞ ｿ ｿﾞ ﾀ ﾀﾞ ﾁ ﾁﾞ ｯ ﾂ ﾂﾞ ﾃ ﾃﾞ ﾄ ﾄﾞ ' +
    'ﾅ ﾆ ﾇ ﾈ ﾉ ﾊ ﾊﾞ ﾊﾟ ﾋ ﾋﾞ ﾋﾟ ﾌ ﾌﾞ ﾌﾟ ﾍ ﾍﾞ ﾍﾟ ﾎ ﾎﾞ ﾎﾟ ﾏ ﾐ ﾑ ﾒ ﾓ ｬ ﾔ ｭ ﾕ ｮ ﾖ ﾗ ﾘ ﾙ ﾚ ﾛ ﾜ ﾜ ｲ ｴ ｦ ﾝ ｳﾞ ｶ ｹ ﾜﾞ ｲﾞ ｴﾞ ｦﾞ'
  ).split(' '),
);
const MIDDLE_DOT = 0x30fb;

export function isHalfWidthKana(charCode: number): boolean {
  return charCode >= KANA_FIRST && charCode <= KANA_LAST;
}

/** Whether `halfWidth` turns it into letters of A00. */
export function isKana(charCode: number): boolean {
  const isHiragana = charCode >= HIRAGANA_FIRST && charCode <= HIRAGANA_LAST;
  return isHiragana || (charCode >= KATAKANA_FIRST && charCode <= PROLONGED_SOUND_MARK);
}

/** Kana as the half-width katakana of A00, where a voiced mark takes a cell of its own. Everything else stays. */
export function halfWidth(text: string): string {
  let narrow = '';
  for (let at = 0; at < text.length; at += 1) {
    const charCode = text.charCodeAt(at);
    narrow += isKana(charCode) ? halfWidthKana(charCode) : text.charAt(at);
  }
  return narrow;
}

function halfWidthKana(charCode: number): string {
  if (charCode === PROLONGED_SOUND_MARK) return 'ｰ';
  if (charCode === MIDDLE_DOT) return '･';
  const katakana = charCode <= HIRAGANA_LAST ? charCode + KATAKANA_STEP : charCode;
  return HALF_WIDTH[katakana - KATAKANA_FIRST] ?? '';
}
