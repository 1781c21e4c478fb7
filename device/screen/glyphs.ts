/** The glyphs in CGRAM. Loaded once and never redrawn, so that nothing flickers and no cell shows a half-drawn one. */
import type { Glyph } from './frame.js';

/** Slots 0 to 3: one to four lit columns of a bar's cell, from the left; five are the ROM's own full block. */
const BAR_1: Glyph = Object.freeze([16, 16, 16, 16, 16, 16, 16, 0] as const);
const BAR_2: Glyph = Object.freeze([24, 24, 24, 24, 24, 24, 24, 0] as const);
const BAR_3: Glyph = Object.freeze([28, 28, 28, 28, 28, 28, 28, 0] as const);
const BAR_4: Glyph = Object.freeze([30, 30, 30, 30, 30, 30, 30, 0] as const);
const BAR_5: Glyph = Object.freeze([31, 31, 31, 31, 31, 31, 31, 0] as const);
const PLAY: Glyph = Object.freeze([16, 24, 28, 30, 28, 24, 16, 0] as const);
const PAUSE: Glyph = Object.freeze([27, 27, 27, 27, 27, 27, 27, 0] as const);
const PODCAST: Glyph = Object.freeze([14, 17, 14, 17, 4, 14, 4, 0] as const);

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

export const PLAY_CODE = 5;
export const PAUSE_CODE = 6;
export const PODCAST_CODE = 7;
const SPACE = 0x20;

/** The code of a bar's cell with `columns` of its five dot columns lit. */
export function barCode(columns: number): number {
  return columns <= 0 ? SPACE : Math.min(columns, 5) - 1;
}
