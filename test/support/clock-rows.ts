/** What an idle display shows at a given time. Runs in Node, and inside XS through clock-in-xs.ts. */
import { type ClockSettings, composeClock } from '../../device/screen/clock-screen.js';
import { blankFrame } from '../../device/screen/draw.js';

export interface ClockCase {
  readonly columns: number;
  readonly rows: number;
  readonly epochMs: number;
  readonly settings: ClockSettings;
}

/** Of the digits, by slot. */
const SIGNS = '█▀▄▬▪';

export function clockRows({ columns, rows, epochMs, settings }: ClockCase): string[] {
  const sheet = blankFrame({ columns, rows });
  composeClock(sheet, settings, epochMs);
  return Array.from({ length: rows }, (_row, row) =>
    Array.from(sheet.cells.subarray(row * columns, (row + 1) * columns), (code) =>
      code < 8 ? SIGNS.charAt(code) : String.fromCharCode(code),
    ).join(''),
  );
}
