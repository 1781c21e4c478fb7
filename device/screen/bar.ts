/** A progress bar in single dot columns: five steps per cell. */

const COLUMNS_PER_CELL = 5;

/**
 * Writes the bar into `cells[from .. to)`. Only full at the very end.
 * @param codes of a cell with 0 to 5 lit columns
 */
export function drawBar(
  cells: Uint8Array,
  from: number,
  to: number,
  { positionMs, durationMs }: { readonly positionMs: number; readonly durationMs: number },
  codes: Uint8Array,
): void {
  const columns = (to - from) * COLUMNS_PER_CELL;
  const lit = durationMs > 0 ? Math.floor((columns * positionMs) / durationMs) : 0;
  for (let cell = from; cell < to; cell += 1) {
    const own = lit - (cell - from) * COLUMNS_PER_CELL;
    cells[cell] = codes[Math.max(0, Math.min(COLUMNS_PER_CELL, own))] ?? 0;
  }
}
