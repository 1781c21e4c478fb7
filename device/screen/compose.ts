/**
 * Playback at a given time → frame. Two rows: title and artist on the first, progress on the second (`classic`: title
 * above artist). Four rows: title, artist, album or device, progress. One row: a play or pause mark, title and artist.
 */
import type { PlayingMark, SlotUse } from './alphabet.js';
import type { Card } from './card.js';
import type { Sheet } from './draw.js';
import { drawRow } from './draw.js';
import type { Geometry } from '../shared/frame.js';
import type { Motion } from './marquee.js';
import { marqueeAt } from './marquee.js';
import type { Item } from '../spotify/playback.js';
import type { Progress } from './progress.js';
import { barSpan, drawProgress } from './progress.js';

export interface PlayingView extends Progress {
  readonly card: Card;
  /** Since the card appeared: the marquee's time. */
  readonly shownForMs: number;
  readonly layout: PlayingLayout;
  readonly motion?: Motion;
}

export type PlayingLayout = 'progress' | 'classic';

/**
 * Draws into `sheet`.
 * @returns time until the frame changes by itself, in ms; undefined if it does not
 */
export function composePlaying(sheet: Sheet, view: PlayingView): number | undefined {
  const { rows } = sheet.geometry;
  const { card, layout, shownForMs, motion } = view;
  if (rows === 1) {
    sheet.cells[0] = sheet.alphabet.markCode(view.mark);
    return drawTexts(sheet, [card.line], shownForMs, { ...(motion && { motion }), from: 1 });
  }
  const texts = hasDetail(sheet.geometry)
    ? [card.title, card.byline, card.detail]
    : layout === 'classic'
      ? [card.title, card.byline]
      : [card.line];
  const scrollMs = drawTexts(sheet, texts, shownForMs, motion && { motion });
  if (!hasProgress(rows, layout)) return scrollMs;
  return earlier(scrollMs, drawProgress(sheet, rows - 1, view));
}

/** Which glyphs the screen of an item needs besides letters. */
export function slotUseOf(
  { rows, columns }: Geometry,
  layout: PlayingLayout,
  durationMs: number,
  playingMark: PlayingMark,
): SlotUse {
  const hasRow = hasProgress(rows, layout);
  return {
    hasBar: hasRow && barSpan(columns, durationMs) !== undefined,
    marks: hasRow || rows === 1 ? [playingMark, 'pause'] : [],
  };
}

export function markOf({ isPlaying, kind }: Item): PlayingMark {
  if (!isPlaying) return 'pause';
  return kind === 'episode' ? 'podcast' : 'play';
}

/** Whether there is a row for the album or the device. */
export function hasDetail({ rows }: Geometry): boolean {
  return rows >= 4;
}

function hasProgress(rows: number, layout: PlayingLayout): boolean {
  return rows >= 4 || (rows >= 2 && layout === 'progress');
}

export interface TextOptions {
  readonly motion?: Motion;
  /** The first column of each row; those before it are untouched. */
  readonly from?: number;
}

/** Draws rows of text from the top; those that are too wide scroll in turn. Rows below are untouched. */
export function drawTexts(
  sheet: Sheet,
  texts: readonly string[],
  shownForMs: number,
  { motion, from = 0 }: TextOptions = {},
): number | undefined {
  const lengths = texts.map((text) => text.length);
  const moment = marqueeAt(lengths, sheet.geometry.columns - from, shownForMs, motion);
  for (const [row, text] of texts.entries())
    drawRow(sheet, row, text, row === moment.index ? moment.offset : 0, from);
  return moment.nextMs;
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : Math.min(one, other);
}
