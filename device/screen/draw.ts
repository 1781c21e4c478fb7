/** Writing into a frame's cells. Nothing is allocated: texts are copied character by character. */
import { romCode } from '../text/rom.js';
import type { Frame, Geometry } from './frame.js';
import { GLYPHS } from './glyphs.js';

const SPACE = 0x20;

export function blankFrame(geometry: Geometry): Frame {
  return {
    geometry,
    cells: new Uint8Array(geometry.columns * geometry.rows).fill(SPACE),
    glyphs: GLYPHS,
  };
}

/** Fills a whole row with `text` from its character `offset` on, then spaces. `text` is plain letters. */
export function drawRow(frame: Frame, row: number, text: string, offset = 0): void {
  const { columns } = frame.geometry;
  const start = row * columns;
  for (let column = 0; column < columns; column += 1) {
    const at = offset + column;
    frame.cells[start + column] = at < text.length ? romCode(text.charCodeAt(at)) : SPACE;
  }
}

/** Writes `text` into cells from `at` on. @returns the cell after it */
export function drawAt(frame: Frame, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1)
    frame.cells[at + index] = romCode(text.charCodeAt(index));
  return at + text.length;
}
