/** What the schedule learns from how late it was: where an item's end really is, and how dense questions must be. */
import type { Change } from './schedule-changes.js';

/** Two offsets this close are the same habit of the player, and their difference is noise. */
const SAME_OFFSET_MS = 1500;

/** Crossfade, gapless lists and slow speakers move every end by about the same time: the last one foretells the next. */
export function learnOffset(offsetMs: number, seenMs: number): number {
  return Math.abs(seenMs - offsetMs) <= SAME_OFFSET_MS ? (offsetMs + seenMs) / 2 : seenMs;
}

/**
 * The longest wait between questions while something plays, by what people do. Each is a tracker of a quantile: a change
 * seen late shortens it more than one seen in time lengthens it, until two in three are seen in time. A person whose
 * skips come in bursts is soon asked for rarely, one who pauses out of the blue more often.
 */
export interface Heartbeats {
  readonly skipMs: number;
  readonly pauseMs: number;
}

const IN_TIME_MS = 10_000;
export const HEARTBEAT_MAX_MS = 30_000;
const HEARTBEAT_MIN_MS = 14_000;
const START_MS = 20_000;
const SHORTER = 0.8;
const LONGER = 1.12;

export const FIRST_HEARTBEATS: Heartbeats = Object.freeze({ skipMs: START_MS, pauseMs: START_MS });

export function learnHeartbeats(heartbeats: Heartbeats, change: Change): Heartbeats {
  if (change.kind !== 'skip' && change.kind !== 'pause') return heartbeats;
  if (change.seenAfterMs === undefined) return heartbeats;
  const factor = change.seenAfterMs <= IN_TIME_MS ? LONGER : SHORTER;
  return change.kind === 'skip'
    ? { ...heartbeats, skipMs: within(heartbeats.skipMs * factor) }
    : { ...heartbeats, pauseMs: within(heartbeats.pauseMs * factor) };
}

export function heartbeatMs({ skipMs, pauseMs }: Heartbeats): number {
  return Math.sqrt(skipMs * pauseMs);
}

function within(waitMs: number): number {
  return Math.min(HEARTBEAT_MAX_MS, Math.max(HEARTBEAT_MIN_MS, Math.round(waitMs)));
}
