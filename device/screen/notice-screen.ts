/** Draws a notice, on as many rows as there are. */
import { drawTexts } from './compose.js';
import type { Sheet } from './draw.js';
import type { Geometry } from '../shared/frame.js';
import type { Motion } from './marquee.js';
import { turnMs, USUAL_MOTION } from './marquee.js';
import type { Notice } from './notices.js';
import { hasStillText } from './notices.js';
import { briefText, noticeTexts, waitTickMs } from './lcd-text.js';
import { filled, wrapped } from './wrap.js';

/** How long a single row shows what must be typed before it says again where: time to type it. */
const TYPE_MS = 8000;
/** How long it counts down: a few seconds of it. */
const COUNT_MS = 4000;

/**
 * Draws into `frame`.
 * @param shownForMs since the notice came up: a long text's marquee
 * @returns time until the picture changes by itself, in ms; undefined while it stands still
 */
export function composeNotice(
  sheet: Sheet,
  notice: Notice,
  shownForMs: number,
  motion: Motion = USUAL_MOTION,
): number | undefined {
  const { columns, rows } = sheet.geometry;
  const texts = noticeTexts(notice, columns);
  const isCounting = 'retryInMs' in notice && notice.retryInMs !== undefined;
  const nextMs =
    rows === 1 && hasStillText(notice)
      ? drawInTurns(sheet, texts, shownForMs, isCounting ? COUNT_MS : TYPE_MS, motion)
      : drawTexts(sheet, linesOf(texts, briefText(notice, columns), sheet.geometry), shownForMs, {
          motion,
        });
  if (!isCounting) return nextMs;
  const tickMs = waitTickMs(notice.retryInMs);
  return nextMs === undefined ? tickMs : Math.min(nextMs, tickMs);
}

/** What stands still has no row of its own here: it takes turns of `stillMs` with what is said. */
function drawInTurns(
  sheet: Sheet,
  [said = '', still = '']: readonly string[],
  shownForMs: number,
  stillMs: number,
  motion: Motion,
): number {
  const saidMs = turnMs(said.length - sheet.geometry.columns, motion) || stillMs;
  const intoMs = shownForMs % (saidMs + stillMs);
  if (intoMs >= saidMs) {
    drawTexts(sheet, [still], 0);
    return saidMs + stillMs - intoMs;
  }
  const nextMs = drawTexts(sheet, [said], intoMs, { motion });
  return Math.min(nextMs ?? saidMs, saidMs - intoMs);
}

/**
 * A single row says it all in one line; four have room for whole words, with what stands still on the last. Where the words
 * do not fit the rows above it, fewer are tried, and else what is left of them runs past.
 */
function linesOf(
  [first = '', second = '']: readonly string[],
  brief: string,
  { columns, rows }: Geometry,
): readonly string[] {
  if (rows === 1) return [first === '' || second === '' ? first + second : `${first} ${second}`];
  if (rows === 2) return [first, second];
  const above =
    wrapped(first, columns, rows - 1) ??
    wrapped(brief, columns, rows - 1) ??
    filled(first, columns, rows - 1);
  return Array.from({ length: rows }, (_line, row) =>
    row === rows - 1 ? second : (above[row] ?? ''),
  );
}
