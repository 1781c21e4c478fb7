/** The progress row: mark, elapsed time, bar, duration, as far as there is room. */
import type { PlayingMark } from './alphabet.js';
import { drawBar } from './bar.js';
import { clockText } from './clock-text.js';
import type { Sheet, Span } from './draw.js';
import { drawAt } from './draw.js';

export interface Progress {
  readonly mark: PlayingMark;
  readonly durationMs: number;
  readonly positionMs: number;
  /** Of the position in ms, a ms of time: 1 if absent. */
  readonly rate?: number;
  /** False if the position is unknown: then there is no elapsed time, and the bar does not move. */
  readonly hasPosition?: boolean;
}

const SECOND_MS = 1000;
const MARK_CELLS = 1;
/** A shorter bar is not worth its cells. */
const BAR_CELLS_MIN = 2;

/** Columns of the bar, if there is room: between both times, or else after the elapsed time. */
export function barSpan(columns: number, durationMs: number): Span | undefined {
  if (durationMs <= 0) return undefined;
  const width = clockText(durationMs).length;
  const from = MARK_CELLS + width + 1;
  const between = columns - width - 1;
  if (between - from >= BAR_CELLS_MIN) return { at: from, width: between - from };
  const hasBothTimes = columns > MARK_CELLS + 2 * width;
  return !hasBothTimes && columns - from >= BAR_CELLS_MIN
    ? { at: from, width: columns - from }
    : undefined;
}

/**
 * Draws into blank cells. The elapsed time is padded to the width of the duration, so that only digits change.
 * @returns time until the row changes by itself, in ms; undefined if it does not
 */
export function drawProgress(
  sheet: Sheet,
  { at: start, width: columns }: Span,
  progress: Progress,
): number | undefined {
  const { mark, durationMs, positionMs, rate = 1, hasPosition = true } = progress;
  const elapsed = hasPosition ? clockText(positionMs) : '';
  const duration = durationMs > 0 ? clockText(durationMs) : '';
  const width = Math.max(elapsed.length, duration.length);
  sheet.cells[start] = sheet.alphabet.markCode(mark);
  // Over the mark if it is ten hours on eight columns: the time matters more.
  const timesEnd = Math.min(columns, MARK_CELLS + width);
  drawAt(sheet, start + timesEnd - elapsed.length, elapsed);
  const tickMs =
    mark === 'pause' || !hasPosition ? undefined : (SECOND_MS - (positionMs % SECOND_MS)) / rate;
  if (duration === '') return tickMs;
  const durationAt = columns - duration.length;
  const span = barSpan(columns, durationMs);
  if (durationAt > timesEnd) {
    // No bar between them.
    if (!span) drawAt(sheet, start + durationAt - 1, '/');
    drawAt(sheet, start + durationAt, duration);
  }
  if (!span) return tickMs;
  const barAt = start + span.at;
  drawBar(sheet.cells, barAt, barAt + span.width, progress, sheet.alphabet.barCodes);
  if (tickMs === undefined || positionMs >= durationMs) return tickMs;
  // When the bar grows by a dot column.
  const stepMs = durationMs / (span.width * 5);
  return Math.min(tickMs, (stepMs - (positionMs % stepMs)) / rate);
}
