/** Draws a notice, on as many rows as there are. */
import { drawTexts } from './compose.js';
import { drawRow, type Sheet } from './draw.js';
import type { Geometry } from '../shared/frame.js';
import type { Motion } from './marquee.js';
import { turnMs, USUAL_MOTION } from './marquee.js';
import type { Notice } from './notices.js';
import { hasStillText } from './notices.js';
import { briefText, noticeTexts, patternText, waitTickMs } from './lcd-text.js';
import { filled, wrapped } from './wrap.js';

/** How long a single row shows the code or key before it returns to the address. */
const TYPE_MS = 8000;
/** How long a single row shows a countdown. */
const COUNT_MS = 4000;

/**
 * Draws into `frame`.
 * @param shownForMs since the notice appeared: the marquee's time
 * @returns time until the frame changes by itself, in ms; undefined if it does not
 */
export function composeNotice(
  sheet: Sheet,
  notice: Notice,
  shownForMs: number,
  motion: Motion = USUAL_MOTION,
): number | undefined {
  const { columns, rows } = sheet.geometry;
  if (notice.kind === 'test-pattern') {
    for (let row = 0; row < rows; row += 1) drawRow(sheet, row, patternText(row, columns));
    return undefined;
  }
  const texts = noticeTexts(notice, columns);
  const isCounting = 'retryInMs' in notice && notice.retryInMs !== undefined;
  const nextMs =
    rows === 1 && hasStillText(notice)
      ? drawInTurns(sheet, texts, shownForMs, isCounting ? COUNT_MS : TYPE_MS, motion)
      : drawTexts(
          sheet,
          linesOf(texts, briefText(notice, columns), sheet.geometry),
          shownForMs,
          motion,
        );
  if (!isCounting) return nextMs;
  const tickMs = waitTickMs(notice.retryInMs);
  return nextMs === undefined ? tickMs : Math.min(nextMs, tickMs);
}

/** With a single row the fixed text and the scrolling one alternate; the fixed one is shown for `stillMs`. */
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
  const nextMs = drawTexts(sheet, [said], intoMs, motion);
  return nextMs ?? saidMs - intoMs;
}

/**
 * A single row shows everything in one line. Four rows wrap at words, with the fixed text on the last. If the text does not
 * fit above it, the brief one is tried, and otherwise the last line scrolls.
 */
function linesOf(
  [first = '', second = '']: readonly string[],
  brief: string,
  { columns, rows }: Geometry,
): readonly string[] {
  if (rows === 1) return [`${first} ${second}`.trim()];
  if (rows === 2) return [first, second];
  const above =
    wrapped(first, columns, rows - 1) ??
    wrapped(brief, columns, rows - 1) ??
    filled(first, columns, rows - 1);
  return Array.from({ length: rows }, (_line, row) =>
    row === rows - 1 ? second : (above[row] ?? ''),
  );
}
