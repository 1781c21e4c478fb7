/** Writes into a frame's cells. Nothing is allocated: texts are copied character by character. */
import { Alphabet } from './alphabet.js';
import type { Frame, Geometry, Rom } from '../shared/frame.js';

/** A frame and the codes of its letters. */
export interface Sheet extends Frame {
  readonly alphabet: Alphabet;
}

export const SPACE = 0x20;

export function blankFrame(geometry: Geometry, rom: Rom = 'ascii'): Sheet {
  const alphabet = new Alphabet(rom);
  return {
    geometry,
    cells: new Uint8Array(geometry.columns * geometry.rows).fill(SPACE),
    glyphs: alphabet.glyphs,
    alphabet,
  };
}

/** Cells side by side in one row. */
export interface Span {
  /** Of the frame's cells. */
  readonly at: number;
  readonly width: number;
}

/** Fills cells with `text` from its character `offset` on, then with spaces. */
export function drawSpan(
  { cells, alphabet }: Sheet,
  { at, width }: Span,
  text: string,
  offset = 0,
): void {
  const { length } = text;
  for (let cell = 0; cell < width; cell += 1) {
    const from = offset + cell;
    cells[at + cell] = from < length ? alphabet.codeOf(text.charCodeAt(from)) : SPACE;
  }
}

export function drawRow(sheet: Sheet, row: number, text: string): void {
  const { columns } = sheet.geometry;
  drawSpan(sheet, { at: row * columns, width: columns }, text);
}

/** Writes `text` into cells from `at` on. */
export function drawAt(sheet: Sheet, at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1)
    sheet.cells[at + index] = sheet.alphabet.codeOf(text.charCodeAt(index));
}
