/**
 * Texts wider than their row move past it: rest at the start, a step at a time to the end, rest, start over. Where
 * several rows are too wide they take turns, since two moving rows cannot be read.
 */

/** Rest at each end: time to find the line and to read its first word. */
const REST_MS = 2000;
/** About three characters a second: a slow panel needs 100 to 300 ms to turn a dot. */
const STEP_MS = 333;

export interface MarqueeMoment {
  /** Which text is moving or resting in its turn; the others stand at their start. */
  readonly index: number;
  /** First character of it to show. */
  readonly offset: number;
  /** Time until either changes, in ms; undefined where every text fits. */
  readonly nextMs: number | undefined;
}

const STILL: MarqueeMoment = Object.freeze({ index: 0, offset: 0, nextMs: undefined });

/**
 * @param lengths of the texts, in characters; those that fit in `columns` take no turn
 * @param elapsedMs since the texts came up
 */
export function marqueeAt(
  lengths: readonly number[],
  columns: number,
  elapsedMs: number,
): MarqueeMoment {
  let roundMs = 0;
  for (const length of lengths) roundMs += turnMs(length - columns);
  if (roundMs === 0) return STILL;
  let intoMs = Math.max(0, elapsedMs) % roundMs;
  for (const [index, length] of lengths.entries()) {
    const travel = length - columns;
    const ownMs = turnMs(travel);
    if (intoMs >= ownMs) {
      intoMs -= ownMs;
      continue;
    }
    if (intoMs < REST_MS) return { index, offset: 0, nextMs: REST_MS - intoMs };
    const offset = Math.min(travel, 1 + Math.floor((intoMs - REST_MS) / STEP_MS));
    const untilMs = offset < travel ? REST_MS + offset * STEP_MS : ownMs;
    return { index, offset, nextMs: untilMs - intoMs };
  }
  return STILL;
}

/** How long a text takes that is `travel` characters wider than its row; 0 where it fits. */
export function turnMs(travel: number): number {
  return travel > 0 ? 2 * REST_MS + (travel - 1) * STEP_MS : 0;
}
