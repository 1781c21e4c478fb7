/** The row of progress: mark, elapsed, bar, duration, as much of it as there is room for. */
import type { PlayingMark } from './alphabet.js';
import { drawBar } from './bar.js';
import { clockText } from './clock-text.js';
import type { Sheet } from './draw.js';
import { drawAt } from './draw.js';

export interface Progress {
  readonly mark: PlayingMark;
  readonly durationMs: number;
  readonly positionMs: number;
  /** False where nobody says how far it is: then there is no elapsed time, and the bar stands still. */
  readonly hasPosition?: boolean;
}

const SPACE = 0x20;
const SECOND_MS = 1000;
const MARK_CELLS = 1;
/** A bar of one cell says nothing. */
const BAR_CELLS_MIN = 2;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Columns of the bar, where there is room for one: between both times, or else behind the elapsed one. */
export function barSpan(columns: number, durationMs: number): Span | undefined {
  if (durationMs <= 0) return undefined;
  const width = clockText(durationMs).length;
  const from = MARK_CELLS + width + 1;
  const between = columns - width - 1;
  if (between - from >= BAR_CELLS_MIN) return { from, to: between };
  const hasBothTimes = columns > MARK_CELLS + 2 * width;
  return !hasBothTimes && columns - from >= BAR_CELLS_MIN ? { from, to: columns } : undefined;
}

/**
 * Elapsed is as wide as the duration, so that only digits change.
 * @returns time until the row changes by itself, in ms; undefined while it stands still
 */
export function drawProgress(sheet: Sheet, row: number, progress: Progress): number | undefined {
  const { columns } = sheet.geometry;
  const { mark, durationMs, positionMs, hasPosition = true } = progress;
  const start = row * columns;
  sheet.cells.fill(SPACE, start, start + columns);
  const elapsed = hasPosition ? clockText(positionMs) : '';
  const duration = durationMs > 0 ? clockText(durationMs) : '';
  const width = Math.max(elapsed.length, duration.length);
  // Hours on eight columns: the time is worth more than the mark.
  const hasMark = MARK_CELLS + elapsed.length <= columns;
  if (hasMark) sheet.cells[start] = sheet.alphabet.markCode(mark);
  const timesEnd = Math.min(columns, MARK_CELLS + width);
  drawAt(sheet, start + timesEnd - elapsed.length, elapsed);
  const tickMs =
    mark === 'pause' || !hasPosition ? undefined : SECOND_MS - (positionMs % SECOND_MS);
  if (duration === '') return tickMs;
  const durationAt = columns - duration.length;
  const span = barSpan(columns, durationMs);
  if (durationAt > timesEnd) {
    // Where no bar keeps them apart.
    if (!span) drawAt(sheet, start + durationAt - 1, '/');
    drawAt(sheet, start + durationAt, duration);
  }
  if (!span) return tickMs;
  drawBar(sheet.cells, start + span.from, start + span.to, progress, sheet.alphabet.barCodes);
  if (tickMs === undefined || positionMs >= durationMs) return tickMs;
  // A dot column more.
  const stepMs = durationMs / ((span.to - span.from) * 5);
  return Math.min(tickMs, stepMs - (positionMs % stepMs));
}
