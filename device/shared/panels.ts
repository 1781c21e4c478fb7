/**
 * The panels that are sold with one HD44780. Its 80 cells allow more shapes, but a wrong one would write text to cells
 * that are not visible.
 */
import { frozen } from './frozen.js';

/** Columns by rows; a 40x4 has two controllers and is two displays. */
export const PANELS: readonly (readonly [columns: number, rows: number])[] = frozen([
  [8, 1],
  [8, 2],
  [16, 1],
  [16, 2],
  [16, 4],
  [20, 2],
  [20, 4],
  [40, 2],
]);

/** For error messages. */
export const PANEL_NAMES: string = PANELS.map(([columns, rows]) => `${columns}x${rows}`).join(', ');

/** @param addressing how a single row is wired; absent is `linear`, and only a 16x1 may be `split` */
export function isPanel(columns: number, rows: number, addressing: string = 'linear'): boolean {
  if (addressing === 'split') return columns === 16 && rows === 1;
  return (
    addressing === 'linear' &&
    PANELS.some(([columnCount, rowCount]) => columnCount === columns && rowCount === rows)
  );
}
