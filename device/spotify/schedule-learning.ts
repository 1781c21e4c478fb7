/** What the schedule learns from how late it was: where an item's end really is, and how dense questions must be. */
import type { Change } from './schedule-changes.js';

/** Two offsets this close are the same habit of the player, and their difference is noise, most of which is left out. */
const SAME_OFFSET_MS = 1500;
const NOISE_SHARE = 0.25;

/** Crossfade, gapless lists and slow speakers move every end by about the same time: the last one foretells the next. */
export function learnOffset(offsetMs: number, seenMs: number): number {
  const stepMs = seenMs - offsetMs;
  return Math.abs(stepMs) <= SAME_OFFSET_MS ? offsetMs + NOISE_SHARE * stepMs : seenMs;
}

export const HEARTBEAT_MAX_MS = 30_000;
const HEARTBEAT_MIN_MS = 12_000;
export const FIRST_HEARTBEAT_MS = 14_000;
const IN_TIME_MS = 10_000;
const SHORTER = 0.85;
/** Skips come in bursts, of which all but the first are met in time; a pause says more about the heartbeat. */
const LONGER = Object.freeze({ skip: 1.02, pause: 1.06 });

/**
 * The longest wait between questions while something plays, by what people do. It tracks a quantile: a skip or a pause
 * seen late shortens it more than one seen in time lengthens it, until somewhat more than half are seen in time. Whoever
 * skips in bursts, which are met by other means, is soon asked for rarely; who pauses out of the blue, more often.
 */
export function learnHeartbeat(heartbeatMs: number, change: Change): number {
  if (change.kind !== 'skip' && change.kind !== 'pause') return heartbeatMs;
  if (change.seenAfterMs === undefined) return heartbeatMs;
  const factor = change.seenAfterMs <= IN_TIME_MS ? LONGER[change.kind] : SHORTER;
  return heartbeatWithin(heartbeatMs * factor);
}

/** The nearest wait that a heartbeat may have. */
export function heartbeatWithin(waitMs: number): number {
  return Math.min(HEARTBEAT_MAX_MS, Math.max(HEARTBEAT_MIN_MS, Math.round(waitMs)));
}
