/** Waits that follow from what plays alone, in ms: while nothing does, and from one question to the next up to an end. */

/** A natural change is asked for this long after it should have come: the next item may take a moment to load. */
const AFTER_END_MS = 1000;
/** Whatever else is wrong, never a storm. */
const FLOOR_MS = 1000;
/** The item should have ended and has not: within 2 s of one that is late, then ever less. */
const OVERDUE_MS = Object.freeze([1000, 2000, 2000, 2000, 4000, 8000, 15_000]);
/** An end this near takes the place of a question on the way to it. */
const NEAR_END_MS = 5000;
/** A step shorter than this is worth no question of its own. */
const STEP_MIN_MS = 10_000;
/** Positions wander a little from answer to answer; without this slack that would cost another step. */
const STEP_SLACK_MS = 1500;

interface Wait {
  /** It holds while the state is younger than this. */
  readonly untilMs: number;
  readonly waitMs: number;
}

const HOUR_MS = 3_600_000;
/** Most pauses are short: the door, the phone. One of half an hour is no pause any more. */
const PAUSED: readonly Wait[] = Object.freeze([
  Object.freeze({ untilMs: 45_000, waitMs: 15_000 }),
  Object.freeze({ untilMs: HOUR_MS / 2, waitMs: 30_000 }),
  Object.freeze({ untilMs: HOUR_MS, waitMs: 45_000 }),
]);
const IDLE: readonly Wait[] = Object.freeze([Object.freeze({ untilMs: HOUR_MS, waitMs: 45_000 })]);
const LONG_IDLE_MS = 120_000;

/** @param ageMs since when it has been so */
export function silentWaitMs(state: 'nothing' | 'paused', ageMs: number): number {
  const waits = state === 'paused' ? PAUSED : IDLE;
  return waits.find(({ untilMs }) => ageMs < untilMs)?.waitMs ?? LONG_IDLE_MS;
}

/**
 * When to ask for an item's end.
 * @param leftMs to its computed end; negative when that is past
 * @param offsetMs by which ends were found to come later
 * @returns undefined where the end is past
 */
export function endWaitMs(leftMs: number, offsetMs: number): number | undefined {
  // What was learnt may be wrong this time: then the plain end is next.
  const waits = [leftMs + offsetMs + AFTER_END_MS, leftMs + AFTER_END_MS];
  return waits.find((waitMs) => waitMs >= FLOOR_MS);
}

/** @param askedCount questions since the end was past; undefined after the last of these waits */
export function overdueWaitMs(askedCount: number): number | undefined {
  return OVERDUE_MS[askedCount];
}

/**
 * One step on the way to an item's end, in as few steps as the cap allows. What is left over shortens the first of them:
 * people skip early in an item.
 */
export function stepMs(endMs: number, capMs: number): number {
  if (endMs <= capMs) return endMs;
  const steps = Math.ceil(endMs / capMs);
  const shorterMs = endMs - (steps - 1) * capMs + STEP_SLACK_MS;
  return Math.min(capMs, Math.max(STEP_MIN_MS, shorterMs));
}

/** The same while questions are dense: each at its time, but the end instead where it is near. */
export function shortStepMs(endMs: number, capMs: number): number {
  return endMs <= capMs + NEAR_END_MS ? endMs : capMs;
}
