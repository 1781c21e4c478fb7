/** Frames and panels: shared by the code that draws, drives, emulates and configures a display. */

/**
 * How a single row of cells is wired. Most 16x1 panels are `split`: an 8x2 whose second half was laid out to the right of
 * the first (data sheet p. 36, figure 20). The controller cannot tell us which.
 */
export const ADDRESSINGS = Object.freeze(['linear', 'split'] as const);
export type Addressing = (typeof ADDRESSINGS)[number];

/** The character ROM of the display: `ascii` uses only what every ROM has, so it is safe on any. */
export const ROMS = Object.freeze(['ascii', 'A00', 'A02'] as const);
export type Rom = (typeof ROMS)[number];

export interface Geometry {
  readonly columns: number;
  readonly rows: number;
  /** Of a single row; absent is linear. */
  readonly addressing?: Addressing;
}

/** Eight rows of five dots, top first, bit 4 the leftmost (data sheet p. 19). */
export type Glyph = readonly [number, number, number, number, number, number, number, number];

/** One full set of cells and glyphs, ready for the driver. */
export interface Frame {
  readonly geometry: Geometry;
  /** `rows * columns` character codes, row by row; 0–7 show `glyphs`. */
  readonly cells: Uint8Array;
  /** By CGRAM slot, at most eight; undefined if a slot is not used by this frame. */
  readonly glyphs: readonly (Glyph | undefined)[];
}
