/**
 * When to ask Spotify next. Its development mode has a hidden daily quota an owner, so that questions are the scarcest
 * thing we have: they go where a change is likeliest, at an item's end and shortly after a change.
 */
import type { Playback } from './playback.js';
import { positionMs } from './playback.js';

/** A natural change is asked for this long after it should have come. */
const AFTER_END_MS = 1000;
/** Whatever else is wrong, never a storm. */
const FLOOR_MS = 1000;
const PLAYING_MS = 30_000;
/** People skip in bursts and early in a track. */
const JUST_CHANGED_MS = 10_000;
const JUST_CHANGED_FOR_MS = 60_000;
const PAUSED_MS = 30_000;
const IDLE_MS = 45_000;
const LONG_IDLE_MS = 120_000;
const LONG_IDLE_AFTER_MS = 3_600_000;
/** Position past the end, or an item that Spotify does not time: it is about to change. */
const OVERDUE_MS = 5000;

export interface ScheduleMoment {
  readonly playback: Playback;
  /** Since the last answer said something new (another item, a pause, a start). */
  readonly unchangedForMs: number;
}

/** Time from an answer to the next question, in ms. */
export function nextQuestionMs({ playback, unchangedForMs }: ScheduleMoment): number {
  if (playback.kind === 'nothing')
    return unchangedForMs < LONG_IDLE_AFTER_MS ? IDLE_MS : LONG_IDLE_MS;
  if (!playback.isPlaying) return unchangedForMs < LONG_IDLE_AFTER_MS ? PAUSED_MS : LONG_IDLE_MS;
  const heartbeatMs = unchangedForMs < JUST_CHANGED_FOR_MS ? JUST_CHANGED_MS : PLAYING_MS;
  if (playback.durationMs <= 0) return heartbeatMs;
  const leftMs = playback.durationMs - positionMs(playback, 0);
  if (leftMs <= 0) return OVERDUE_MS;
  return Math.max(FLOOR_MS, Math.min(heartbeatMs, leftMs + AFTER_END_MS));
}

/** Whether two answers differ in what a person would call a change: the item, or playing at all. */
export function isChange(before: Playback | undefined, after: Playback): boolean {
  if (before?.kind !== after.kind) return true;
  if (before.kind === 'nothing' || after.kind === 'nothing') return false;
  return before.itemKey !== after.itemKey || before.isPlaying !== after.isPlaying;
}
