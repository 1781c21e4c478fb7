/** Blocks and code points that more than one rule needs, by their Unicode names. */
export const HIRAGANA_FIRST = 0x3041;
export const HIRAGANA_LAST = 0x3096;
export const HIRAGANA_ITERATION_MARK = 0x309d;
export const HIRAGANA_VOICED_ITERATION_MARK = 0x309e;
export const KATAKANA_FIRST = 0x30a1;
export const KATAKANA_LAST = 0x30fa;
export const KATAKANA_MIDDLE_DOT = 0x30fb;
export const PROLONGED_SOUND_MARK = 0x30fc;
export const KATAKANA_ITERATION_MARK = 0x30fd;
export const KATAKANA_VOICED_ITERATION_MARK = 0x30fe;
/** A katakana minus its hiragana. */
export const KATAKANA_STEP = 0x60;

export const IDEOGRAPHIC_ITERATION_MARK = 0x3005;
export const IDEOGRAPHIC_ZERO = 0x3007;
export const HAN_FIRST = 0x4e00;
export const HAN_LAST = 0x9fff;

export const HANGUL_FIRST = 0xac00;
export const HANGUL_LAST = 0xd7a3;
