/** Writes into a frame's cells. Nothing is allocated: texts are copied character by character. */
import { Alphabet } from './alphabet.js';
import type { Frame, Geometry, Rom } from '../shared/frame.js';

/** A frame and the codes of its letters. */
export interface Sheet extends Frame {
  readonly alphabet: Alphabet;
}

const SPACE = 0x20;

export function blankFrame(geometry: Geometry, rom: Rom = 'ascii'): Sheet {
  const alphabet = new Alphabet(rom);
  return {
    geometry,
    cells: new Uint8Array(geometry.columns * geometry.rows).fill(SPACE),
    glyphs: alphabet.glyphs,
    alphabet,
  };
}

/** Fills a row from column `from` with `text` from its character `offset` on, then with spaces. */
export function drawRow(sheet: Sheet, row: number, text: string, offset = 0, from = 0): void {
  const { columns } = sheet.geometry;
  const start = row * columns + from;
  for (let column = 0; column < columns - from; column += 1) {
    const at = offset + column;
    sheet.cells[start + column] =
      at < text.length ? sheet.alphabet.codeOf(text.charCodeAt(at)) : SPACE;
  }
}

/** Writes `text` into cells from `at` on. @returns the cell after it */
export function drawAt(sheet: Sheet, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1)
    sheet.cells[at + index] = sheet.alphabet.codeOf(text.charCodeAt(index));
  return at + text.length;
}
