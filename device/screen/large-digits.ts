/** Digits of three columns and all rows of a panel, from the seven segments of a figure and five glyphs. */
import type { Glyph } from '../shared/frame.js';
import { frozen } from '../shared/frozen.js';
import { type Sheet, SPACE } from './draw.js';

/** Bits of the segments: a is the top, then clockwise; g is the middle. */
const [A, B, C, D, E, F, G] = [1, 2, 4, 8, 16, 32, 64] as const;
const SEGMENTS = Object.freeze([
  0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f,
] as const);
const FULL = 0;
const DOT = 4;
/** By whether the cell has a bar at its top (1) and at its bottom (2). */
const BAR_CODES = Object.freeze([SPACE, 1, 2, 3] as const);
/** By slot. */
export const DIGIT_GLYPHS: readonly Glyph[] = frozen([
  [31, 31, 31, 31, 31, 31, 31, 31],
  [31, 31, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 31, 31],
  [31, 31, 0, 0, 0, 0, 31, 31],
  [0, 0, 14, 14, 14, 0, 0, 0],
] as const);
/** `12:34`, with a blank column in each pair. */
const DIGIT_AT = Object.freeze([0, 4, 8, 12] as const);
const COLON_AT = 7;
export const LARGE_COLUMNS = 15;

/** @param digits four; a space is blank */
export function drawLargeTime({ cells, geometry }: Sheet, digits: string): void {
  const { columns, rows } = geometry;
  for (let row = 0; row < rows; row += 1) {
    const start = row * columns;
    for (const [index, at] of DIGIT_AT.entries()) {
      const digit = digits.charAt(index);
      if (digit === ' ') continue;
      const segments = SEGMENTS[Number(digit)] ?? 0;
      for (let column = 0; column < 3; column += 1)
        cells[start + at + column] = codeOf(segments, column, row, rows);
    }
    if (row === rows / 2 - 1 || row === rows / 2) cells[start + COLON_AT] = DOT;
  }
}

function codeOf(segments: number, column: number, row: number, rows: number): number {
  const isUpper = row < rows / 2;
  const left = isUpper ? F : E;
  const right = isUpper ? B : C;
  if (segments & ([left, 0, right][column] ?? 0)) return FULL;
  const top = row === 0 && segments & A ? 1 : 0;
  const isBottom = (row === rows / 2 - 1 && segments & G) || (row === rows - 1 && segments & D);
  return BAR_CODES[top + (isBottom ? 2 : 0)] ?? SPACE;
}
