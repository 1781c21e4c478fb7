/** Progress as a bar in single dot columns: five steps a cell. */
import { barCode } from './glyphs.js';

const COLUMNS_PER_CELL = 5;

/** Writes the bar into `cells[from .. to)`. Full only at the very end, so that a full bar means the end. */
export function drawBar(
  cells: Uint8Array,
  from: number,
  to: number,
  positionMs: number,
  durationMs: number,
): void {
  const columns = (to - from) * COLUMNS_PER_CELL;
  const lit = durationMs > 0 ? Math.floor((columns * positionMs) / durationMs) : 0;
  for (let cell = from; cell < to; cell += 1)
    cells[cell] = barCode(lit - (cell - from) * COLUMNS_PER_CELL);
}
