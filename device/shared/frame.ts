/** A picture of the whole display: one code a cell, and the glyphs that its CGRAM codes show. */

/**
 * How a single row of cells is wired. Most 16x1 panels are `split`: an 8x2 whose second half was laid out to the right of
 * the first (data sheet p. 36, figure 20). Nobody can ask the controller which it is.
 */
type Addressing = 'linear' | 'split';

export interface Geometry {
  readonly columns: number;
  readonly rows: number;
  /** Of a single row; absent is linear. */
  readonly addressing?: Addressing;
}

/** Eight rows of five dots, top first, bit 4 the leftmost (data sheet p. 19). */
export type Glyph = readonly [number, number, number, number, number, number, number, number];

export interface Frame {
  readonly geometry: Geometry;
  /** `rows * columns` character codes, row by row; 0–7 show `glyphs`. */
  readonly cells: Uint8Array;
  /** By CGRAM slot, at most eight; undefined where a slot is not used by this frame. */
  readonly glyphs: readonly (Glyph | undefined)[];
}
