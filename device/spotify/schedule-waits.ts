/** Waits that follow from what plays alone, in ms: while nothing does, and from one question to the next up to an end. */
import { HEARTBEAT_MAX_MS } from './schedule-learning.js';

/** A natural change is asked for this long after it should have come: the next item may take a moment to load. */
const AFTER_END_MS = 1000;
/** Whatever else is wrong, never a storm. */
const FLOOR_MS = 1000;
/** The item should have ended and has not: within 2 s of one that is late, then ever less. */
const OVERDUE_MS = Object.freeze([1000, 2000, 2000, 2000, 4000, 8000, 15_000]);
/** An end this near takes the place of a question on the way to it. */
const NEAR_END_MS = 5000;
/** Positions wander a little from answer to answer; without this slack that would cost another step. */
const STEP_SLACK_MS = 600;

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
/** Where calls are few, a pause of ten minutes is none any more, and nobody is awaited within seconds. */
const PAUSED_THRIFTY: readonly Wait[] = Object.freeze([
  Object.freeze({ untilMs: HOUR_MS / 6, waitMs: 30_000 }),
  Object.freeze({ untilMs: HOUR_MS, waitMs: 45_000 }),
]);
const IDLE: readonly Wait[] = Object.freeze([Object.freeze({ untilMs: HOUR_MS, waitMs: 45_000 })]);
const LONG_IDLE_MS = 120_000;

/**
 * @param ageMs since when it has been so
 * @param isThrifty calls are few
 */
export function silentWaitMs(
  state: 'nothing' | 'paused',
  ageMs: number,
  isThrifty: boolean,
): number {
  const waits = state === 'paused' ? (isThrifty ? PAUSED_THRIFTY : PAUSED) : IDLE;
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

/** One step on the way to an item's end, in as few and even steps as the cap allows: pauses come at any time. */
export function stepMs(endMs: number, capMs: number): number {
  if (endMs <= capMs) return endMs;
  return Math.min(capMs, endMs / Math.ceil(endMs / (capMs - STEP_SLACK_MS)));
}

/** The same while questions are dense: each at its time, but the end instead where it is near and no promise is broken. */
export function shortStepMs(endMs: number, capMs: number): number {
  return endMs <= Math.max(capMs, Math.min(capMs + NEAR_END_MS, HEARTBEAT_MAX_MS)) ? endMs : capMs;
}
