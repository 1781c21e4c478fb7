/** The glyphs of the bar and of the marks. */
import type { Glyph } from '../shared/frame.js';

const bar = (dots: number, last: number): Glyph =>
  Object.freeze([dots, dots, dots, dots, dots, dots, dots, last] as const);
/** A bar's cell with one to five lit columns, from the left; as high as a letter. */
const BAR_1 = bar(0b10000, 0);
const BAR_2 = bar(0b11000, 0);
const BAR_3 = bar(0b11100, 0);
const BAR_4 = bar(0b11110, 0);
export const BAR_5 = bar(0b11111, 0);
export const PLAY: Glyph = Object.freeze([16, 24, 28, 30, 28, 24, 16, 0] as const);
export const PAUSE: Glyph = Object.freeze([27, 27, 27, 27, 27, 27, 27, 0] as const);
export const PODCAST: Glyph = Object.freeze([14, 17, 14, 17, 4, 14, 4, 0] as const);

export const LOW_BARS: readonly Glyph[] = Object.freeze([BAR_1, BAR_2, BAR_3, BAR_4]);
/** As high as the full block of ROM A00, which is next to them. */
export const HIGH_BARS: readonly Glyph[] = Object.freeze([
  bar(0b10000, 0b10000),
  bar(0b11000, 0b11000),
  bar(0b11100, 0b11100),
  bar(0b11110, 0b11110),
]);

/** All glyphs that are needed without letters: loaded once and never changed. */
export const GLYPHS: readonly Glyph[] = Object.freeze([
  BAR_1,
  BAR_2,
  BAR_3,
  BAR_4,
  BAR_5,
  PLAY,
  PAUSE,
  PODCAST,
]);
