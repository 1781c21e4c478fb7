/** Playback at a given time → frame, by the layout. One row: a play or pause mark, title and artist. */
import type { PlayingMark, SlotUse } from './alphabet.js';
import type { Card } from './card.js';
import type { Sheet, Span } from './draw.js';
import { drawSpan, SPACE } from './draw.js';
import type { Geometry } from '../shared/frame.js';
import { layoutRows, type Layout } from '../shared/layouts.js';
import type { Motion } from './marquee.js';
import { marqueeAt } from './marquee.js';
import type { Item } from '../spotify/playback.js';
import type { Progress } from './progress.js';
import { barSpan, drawProgress } from './progress.js';

export interface PlayingView extends Progress {
  readonly card: Card;
  /** Since the card appeared: the marquee's time. */
  readonly shownForMs: number;
  readonly layout: Layout;
  readonly motion?: Motion;
}

/** A text and where it stands. */
interface Part extends Span {
  readonly text: string;
}

/**
 * Draws into `sheet`.
 * @returns time until the frame changes by itself, in ms; undefined if it does not
 */
export function composePlaying(sheet: Sheet, view: PlayingView): number | undefined {
  const { columns, rows } = sheet.geometry;
  const { card, layout, shownForMs, motion } = view;
  if (rows === 1) {
    sheet.cells[0] = sheet.alphabet.markCode(view.mark);
    const line = { text: card.line, at: 1, width: columns - 1 };
    return drawParts(sheet, [line], shownForMs, motion);
  }
  const parts: Part[] = [];
  let tickMs: number | undefined;
  let start = 0;
  for (const fields of layoutRows(sheet.geometry, layout)) {
    const count = fields.length;
    let at = start;
    start += columns;
    sheet.cells.fill(SPACE, at, start);
    let index = 0;
    for (const field of fields) {
      const width = fieldWidth(columns, count, index);
      if (field === 'progress') tickMs = drawProgress(sheet, { at, width }, view);
      else parts.push({ at, width, text: card[field] });
      at += width + 1;
      index += 1;
    }
  }
  return earlier(drawParts(sheet, parts, shownForMs, motion), tickMs);
}

/** Fields share their row equally, with a blank column between them; the last has what remains. */
function fieldWidth(columns: number, count: number, index: number): number {
  const share = Math.floor(columns / count);
  return index < count - 1 ? share - 1 : columns - index * share;
}

/** Which glyphs the screen of an item needs besides letters. */
export function slotUseOf(
  geometry: Geometry,
  layout: Layout,
  durationMs: number,
  playingMark: PlayingMark,
): SlotUse {
  if (geometry.rows === 1) return { hasBar: false, marks: [playingMark, 'pause'] };
  const row = layoutRows(geometry, layout).find((fields) => fields.includes('progress'));
  if (!row) return { hasBar: false, marks: [] };
  const width = fieldWidth(geometry.columns, row.length, row.indexOf('progress'));
  return { hasBar: barSpan(width, durationMs) !== undefined, marks: [playingMark, 'pause'] };
}

export function markOf({ isPlaying, kind }: Item): PlayingMark {
  if (!isPlaying) return 'pause';
  return kind === 'episode' ? 'podcast' : 'play';
}

/** Which of them the layout shows. */
export function detailsOf(geometry: Geometry, layout: Layout): readonly ('album' | 'device')[] {
  if (geometry.rows === 1) return [];
  const fields = layoutRows(geometry, layout).flat();
  return (['album', 'device'] as const).filter((field) => fields.includes(field));
}

/** Draws rows of text from the top; those that are too wide scroll in turn. Rows below are untouched. */
export function drawTexts(
  sheet: Sheet,
  texts: readonly string[],
  shownForMs: number,
  motion?: Motion,
): number | undefined {
  const { columns } = sheet.geometry;
  const parts = texts.map((text, row) => ({ text, at: row * columns, width: columns }));
  return drawParts(sheet, parts, shownForMs, motion);
}

function drawParts(
  sheet: Sheet,
  parts: readonly Part[],
  shownForMs: number,
  motion?: Motion,
): number | undefined {
  const travels = parts.map(({ text, width }) => text.length - width);
  const moment = marqueeAt(travels, shownForMs, motion);
  let index = 0;
  for (const part of parts) {
    drawSpan(sheet, part, part.text, index === moment.index ? moment.offset : 0);
    index += 1;
  }
  return moment.nextMs;
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : Math.min(one, other);
}
