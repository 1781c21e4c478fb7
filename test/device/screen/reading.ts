/** A frame's rows as text, with signs for the glyphs in CGRAM. */
import type { Frame } from '../../../device/shared/frame.js';

/** Bars of one to five columns, play, pause, podcast. */
const GLYPH_SIGNS = '▏▎▍▌█▶‖◎';

export function rowsOf({ cells, geometry: { columns, rows } }: Frame): string[] {
  return Array.from({ length: rows }, (_row, row) =>
    [...cells.subarray(row * columns, (row + 1) * columns)]
      .map((code) => (code < 8 ? GLYPH_SIGNS.charAt(code) : String.fromCharCode(code)))
      .join(''),
  );
}
