/**
 * What happened between two responses, and when an item ends. Spotify sends no events, so both are derived from
 * positions: an item that is 4 s in began 4 s ago.
 */
import type { Speed } from './episode-speed.js';
import { speedBetween } from './episode-speed.js';
import type { Item, Playback } from './playback.js';

/** `touch`: a person skipped, paused, sought or started. Otherwise how far from its computed end an item ended. */
export type Change = 'none' | 'touch' | { readonly endOffsetMs: number };

export interface Observation {
  readonly playback: Playback;
  readonly atMs: number;
  /** The item's computed end; undefined if Spotify sends no times for it, or while it is paused. */
  readonly endsAtMs: number | undefined;
  /** It plays, but its position does not move: some speakers report one position for a whole song. */
  readonly isStuck: boolean;
  readonly speed: Speed;
}

/** Reported positions wander by up to two seconds (stale caches, round trips); less than this is not a seek. */
const SEEK_MS = 3000;
/** Crossfade cuts up to 12 s off an item's end (Spotify's setting); loading adds some seconds. */
const EARLY_MS = 13_000;
const LATE_MS = 10_000;

type Before = Observation | undefined;
/** At an item's end, and when stuck, the position does not move: then the end that was computed first is kept. */
export function observe(before: Before, playback: Playback, atMs: number): Observation {
  const base: Observation = { playback, atMs, endsAtMs: undefined, isStuck: false, speed: {} };
  if (!isPlaying(playback) || playback.progressMs === undefined || playback.durationMs <= 0)
    return base;
  const leftMs = playback.durationMs - playback.progressMs;
  const was = before?.playback;
  if (!before || !was || !isPlaying(was) || !isSameItem(was, playback))
    return { ...base, endsAtMs: atMs + Math.max(0, leftMs) };
  const speed = speedBetween(before.speed, was, playback, atMs - before.atMs);
  const isStuck = leftMs > 0 && was.progressMs === playback.progressMs;
  const isKept = (isStuck || leftMs <= 0) && before.endsAtMs !== undefined;
  const endsAtMs = isKept ? before.endsAtMs : atMs + Math.max(0, leftMs) / (speed.rate ?? 1);
  return { ...base, isStuck, speed, endsAtMs };
}

export function changeBetween(before: Before, after: Observation): Change {
  if (!before) return 'none';
  const [was, is] = [before.playback, after.playback];
  if (!isPlaying(was)) return isPlaying(is) ? 'touch' : 'none';
  if (is.kind === 'nothing') return 'none';
  const elapsedMs = after.atMs - before.atMs;
  const leftMs = before.endsAtMs === undefined ? Infinity : before.endsAtMs - before.atMs;
  const isOver = leftMs <= elapsedMs;
  const { progressMs = 0 } = is;
  const isAtEnd = is.durationMs > 0 && progressMs >= is.durationMs - SEEK_MS;
  // After the end of a list the last item is paused at its end or at 0, or the first item at 0.
  if (!is.isPlaying) return isOver && (isAtEnd || progressMs <= 0) ? 'none' : 'touch';
  const isSame = isSameItem(was, is);
  if (isSame) {
    if (is.progressMs === undefined || was.progressMs === undefined) return 'none';
    const playedMs = elapsedMs * (after.speed.rate ?? 1);
    const isOnTime = Math.abs(progressMs - was.progressMs - playedMs) <= SEEK_MS;
    const isStill = progressMs === was.progressMs || (isOver && isAtEnd);
    if (isOnTime || isStill) return 'none';
  }
  // An advertisement ends by itself, but its response does not say when.
  if (!isSame && before.endsAtMs === undefined) return 'none';
  const endOffsetMs = elapsedMs - progressMs - leftMs;
  const isNearEnd = endOffsetMs >= -EARLY_MS && endOffsetMs <= LATE_MS;
  if (is.progressMs !== undefined && isNearEnd) return { endOffsetMs };
  // Podcasts resume in the middle, so their position does not say when they began. But the end was due.
  return !isSame && isOver && progressMs > elapsedMs + SEEK_MS ? 'none' : 'touch';
}

/**
 * Whether a response contradicts the one before it. Between two items, and while the player changes, Spotify reports
 * nothing, an item without a name, or a pause at 0 for some seconds.
 */
export function isDoubtful(before: Before, playback: Playback, nowMs: number): boolean {
  if (!before || !isPlaying(before.playback)) return false;
  if (playback.kind === 'nothing') return true;
  if (playback.kind === 'unknown') return before.playback.kind !== 'unknown';
  const isOver = before.endsAtMs !== undefined && nowMs >= before.endsAtMs - EARLY_MS;
  return isOver && !playback.isPlaying && playback.progressMs === 0;
}

export function isPlaying(playback: Playback): playback is Item {
  return playback.kind !== 'nothing' && playback.isPlaying;
}

function isSameItem(one: Item, other: Item): boolean {
  return one.kind === other.kind && one.itemKey === other.itemKey;
}
