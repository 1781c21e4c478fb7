/** A picture of the whole display: one code a cell, and the glyphs that its CGRAM codes show. */

export interface Geometry {
  readonly columns: number;
  readonly rows: number;
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
