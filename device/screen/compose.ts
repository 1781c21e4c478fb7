/**
 * What plays, now → the frame. With two rows: everything on the first, progress on the second (`classic`: title and
 * artist). With four: title, artist, album or place, progress. With one: everything, led by the mark of playing.
 */
import type { PlaybackCommon } from '../spotify/playback.js';
import { drawBar } from './bar.js';
import type { Card } from './card.js';
import { clockText } from './clock-text.js';
import { drawAt, drawRow } from './draw.js';
import type { Frame } from './frame.js';
import { PAUSE_CODE, PLAY_CODE, PODCAST_CODE } from './glyphs.js';
import { marqueeAt } from './marquee.js';

export type PlayingMark = 'play' | 'pause' | 'podcast';

export interface PlayingView {
  readonly card: Card;
  readonly mark: PlayingMark;
  readonly durationMs: PlaybackCommon['durationMs'];
  readonly positionMs: number;
  /** Since the card came up: the marquee's time. */
  readonly shownForMs: number;
  readonly layout: 'progress' | 'classic';
}

const SPACE = 0x20;
const MARK_CODE = Object.freeze({
  play: PLAY_CODE,
  pause: PAUSE_CODE,
  podcast: PODCAST_CODE,
} as const satisfies Record<PlayingMark, number>);
const SECOND_MS = 1000;
/** A bar of one cell says nothing. */
const BAR_CELLS_MIN = 2;

/**
 * Draws into `frame`.
 * @returns time until the picture changes by itself, in ms; undefined while it stands still
 */
export function composePlaying(frame: Frame, view: PlayingView): number | undefined {
  const { rows } = frame.geometry;
  const { card } = view;
  const hasProgress = rows >= 4 || (rows >= 2 && view.layout === 'progress');
  const texts =
    rows >= 4
      ? [card.title, card.byline, card.detail]
      : rows >= 2 && view.layout === 'classic'
        ? [card.title, card.byline]
        : [card.line];
  const scrollMs = drawTexts(frame, texts, view.shownForMs);
  if (!hasProgress) return scrollMs;
  const tickMs = drawProgress(frame, rows >= 4 ? 3 : 1, view);
  return earlier(scrollMs, tickMs);
}

/** Rows of plain letters from the top, the too wide ones in turn past their row. Rows below are untouched. */
export function drawTexts(
  frame: Frame,
  texts: readonly string[],
  shownForMs: number,
): number | undefined {
  const lengths = texts.map((text) => text.length);
  const moment = marqueeAt(lengths, frame.geometry.columns, shownForMs);
  for (const [row, text] of texts.entries())
    drawRow(frame, row, text, row === moment.index ? moment.offset : 0);
  return moment.nextMs;
}

/** Mark, elapsed, bar, duration. Elapsed is as wide as the duration, so that only digits change. */
function drawProgress(frame: Frame, row: number, view: PlayingView): number | undefined {
  const { columns } = frame.geometry;
  const start = row * columns;
  const end = start + columns;
  frame.cells.fill(SPACE, start, end);
  frame.cells[start] = MARK_CODE[view.mark];
  const elapsed = clockText(view.positionMs);
  const isTicking = view.mark !== 'pause';
  const tickMs = isTicking ? SECOND_MS - (view.positionMs % SECOND_MS) : undefined;
  if (view.durationMs <= 0) {
    drawAt(frame, start + 1, elapsed);
    return tickMs;
  }
  const duration = clockText(view.durationMs);
  drawAt(frame, start + 1 + Math.max(0, duration.length - elapsed.length), elapsed);
  const timesEnd = start + 1 + duration.length;
  const durationAt = end - duration.length;
  if (durationAt - timesEnd >= BAR_CELLS_MIN + 2) {
    drawBar(frame.cells, timesEnd + 1, durationAt - 1, view.positionMs, view.durationMs);
    drawAt(frame, durationAt, duration);
    return earlier(tickMs, isTicking ? barStepMs(view, durationAt - timesEnd - 2) : undefined);
  }
  // Too narrow for both times and a bar: what is left holds the duration, else the bar.
  if (durationAt > timesEnd) {
    drawAt(frame, durationAt - 1, '/');
    drawAt(frame, durationAt, duration);
  } else if (end - timesEnd >= BAR_CELLS_MIN + 1)
    drawBar(frame.cells, timesEnd + 1, end, view.positionMs, view.durationMs);
  return tickMs;
}

/** Time until the bar grows by a dot column. */
function barStepMs({ positionMs, durationMs }: PlayingView, barCells: number): number | undefined {
  const stepMs = durationMs / (barCells * 5);
  return positionMs < durationMs ? stepMs - (positionMs % stepMs) : undefined;
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : Math.min(one, other);
}
