/**
 * Scrolls texts that are wider than their row: pause at the start, step to the end, pause, then start over or scroll back.
 * If several rows are too wide they take turns, since two moving rows cannot be read.
 */

export interface Motion {
  /** At its end a text starts over, or scrolls back. */
  readonly scroll: 'wrap' | 'bounce';
  /** Time per character. */
  readonly stepMs: number;
}

/** Pause at each end: time to find the line and read its first word. */
const REST_MS = 2000;
/** About three characters a second: a slow panel needs 100 to 300 ms to turn a dot. */
export const USUAL_MOTION: Motion = Object.freeze({ scroll: 'wrap', stepMs: 333 });

export interface MarqueeMoment {
  /** Which text has its turn; the others show their start. */
  readonly index: number;
  /** The first character that is shown. */
  readonly offset: number;
  /** Time until either changes, in ms; undefined if every text fits. */
  readonly nextMs: number | undefined;
}

const STILL: MarqueeMoment = Object.freeze({ index: 0, offset: 0, nextMs: undefined });

/**
 * @param travels by how many characters each text is wider than its row; those that fit get no turn
 * @param elapsedMs since the texts appeared
 */
export function marqueeAt(
  travels: readonly number[],
  elapsedMs: number,
  motion: Motion = USUAL_MOTION,
): MarqueeMoment {
  let roundMs = 0;
  for (const travel of travels) roundMs += turnMs(travel, motion);
  if (roundMs === 0) return STILL;
  let intoMs = Math.max(0, elapsedMs) % roundMs;
  for (const [index, travel] of travels.entries()) {
    const ownMs = turnMs(travel, motion);
    if (intoMs < ownMs) return momentOf(index, travel, intoMs, ownMs, motion);
    intoMs -= ownMs;
  }
  return STILL;
}

function momentOf(
  index: number,
  travel: number,
  intoMs: number,
  ownMs: number,
  { stepMs }: Motion,
): MarqueeMoment {
  if (intoMs < REST_MS) return { index, offset: 0, nextMs: REST_MS - intoMs };
  const step = 1 + Math.floor((intoMs - REST_MS) / stepMs);
  if (step < travel) return { index, offset: step, nextMs: REST_MS + step * stepMs - intoMs };
  const backAtMs = turnMs(travel, { scroll: 'wrap', stepMs });
  // If it starts over, the next turn follows the pause at the end.
  if (intoMs < backAtMs) return { index, offset: travel, nextMs: backAtMs - intoMs };
  const back = 1 + Math.floor((intoMs - backAtMs) / stepMs);
  const untilMs = Math.min(ownMs, backAtMs + back * stepMs);
  return { index, offset: Math.max(0, travel - back), nextMs: untilMs - intoMs };
}

/** How long the turn of a text takes that is `travel` characters wider than its row; 0 if it fits. */
export function turnMs(travel: number, { scroll, stepMs }: Motion = USUAL_MOTION): number {
  if (travel <= 0) return 0;
  const thereMs = 2 * REST_MS + (travel - 1) * stepMs;
  return scroll === 'wrap' ? thereMs : thereMs + (travel - 1) * stepMs;
}
