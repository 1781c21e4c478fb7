/**
 * What happened between two answers, and when: Spotify sends no events, but positions tell. An item that is 4 s in began
 * 4 s ago, and a song that stands 12 s further on than before was stopped 12 s after that.
 */
import type { Playback, PlaybackCommon } from './playback.js';

export type Change =
  | { readonly kind: 'none' }
  /** The item ended by itself; `offsetMs` is how far from its computed end the next one began, where that is known. */
  | { readonly kind: 'natural'; readonly offsetMs: number | undefined }
  /** A person did something. `seenAfterMs` is how late we learnt of it, where positions tell. */
  | { readonly kind: 'skip' | 'pause'; readonly seenAfterMs: number | undefined }
  | { readonly kind: 'seek' | 'resume' }
  /** Nothing plays any more, and nobody pressed pause: the list has ended, or the session. */
  | { readonly kind: 'stop' };

export interface Answer {
  readonly playback: Playback;
  readonly atMs: number;
}

/** Reported positions wander by up to two seconds (stale caches, round trips); less than this is no seek. */
const SEEK_MS = 3000;
/** Crossfade takes up to 12 s off an item's end (Spotify's own setting); loading puts some seconds on it. */
const EARLY_MS = 13_000;
const LATE_MS = 10_000;

/** @returns 'none' also for the first answer: what was before it is not known */
export function changeBetween(before: Answer | undefined, after: Answer): Change {
  if (!before) return { kind: 'none' };
  const was = before.playback;
  const is = after.playback;
  const wasPlaying = was.kind !== 'nothing' && was.isPlaying;
  const isPlaying = is.kind !== 'nothing' && is.isPlaying;
  if (!wasPlaying) return isPlaying ? { kind: 'resume' } : { kind: 'none' };
  if (is.kind === 'nothing') return { kind: 'stop' };
  const elapsedMs = after.atMs - before.atMs;
  const isSame = was.kind === is.kind && was.itemKey === is.itemKey;
  if (!isPlaying) return pauseOf(was, is, isSame, elapsedMs);
  return isSame ? moveOf(was, is, elapsedMs) : nextOf(was, is, elapsedMs);
}

/** Time from an answer to the item's computed end, in ms; undefined where Spotify does not time it. */
export function leftMs(playback: PlaybackCommon): number | undefined {
  if (playback.durationMs <= 0 || playback.progressMs === undefined) return undefined;
  return playback.durationMs - playback.progressMs;
}

function pauseOf(
  was: PlaybackCommon,
  is: PlaybackCommon,
  isSame: boolean,
  elapsedMs: number,
): Change {
  const left = leftMs(was);
  // The end of a list leaves the last item standing at its end or at 0, or the list's first item at 0.
  const atMs = is.progressMs ?? 0;
  const stands = atMs <= 0 || (is.durationMs > 0 && atMs >= is.durationMs - SEEK_MS);
  if (left !== undefined && left <= elapsedMs && stands) return { kind: 'stop' };
  const playedMs = (is.progressMs ?? -1) - (was.progressMs ?? 0);
  const isTimed = isSame && playedMs >= 0 && playedMs <= elapsedMs;
  return { kind: 'pause', seenAfterMs: isTimed ? elapsedMs - playedMs : undefined };
}

/** The same item, still playing: untouched, repeated, or moved to another position. */
function moveOf(was: PlaybackCommon, is: PlaybackCommon, elapsedMs: number): Change {
  if (is.progressMs === undefined || was.progressMs === undefined) return { kind: 'none' };
  const expectedMs = was.progressMs + elapsedMs;
  const isOverdue = was.durationMs > 0 && expectedMs >= was.durationMs;
  if (isOverdue && is.progressMs >= was.durationMs - SEEK_MS) return { kind: 'none' };
  if (Math.abs(is.progressMs - expectedMs) <= SEEK_MS) return { kind: 'none' };
  // Some speakers report one position for a whole song: that is no person at the slider.
  if (is.progressMs === was.progressMs) return { kind: 'none' };
  const offsetMs = endOffsetMs(was, is, elapsedMs);
  return offsetMs === undefined ? { kind: 'seek' } : { kind: 'natural', offsetMs };
}

function nextOf(was: PlaybackCommon, is: PlaybackCommon, elapsedMs: number): Change {
  const offsetMs = endOffsetMs(was, is, elapsedMs);
  if (offsetMs !== undefined) return { kind: 'natural', offsetMs };
  const left = leftMs(was);
  // Began in its middle, as podcasts do: when cannot be told, but the end was due.
  const isResumed = (is.progressMs ?? 0) > elapsedMs + SEEK_MS;
  if (isResumed && left !== undefined && left <= elapsedMs)
    return { kind: 'natural', offsetMs: undefined };
  // An advertisement ends by itself, but its answer does not say when.
  if (left === undefined) return { kind: 'natural', offsetMs: undefined };
  const isTimed = is.progressMs !== undefined && !isResumed;
  return { kind: 'skip', seenAfterMs: isTimed ? is.progressMs : undefined };
}

/** How long after the old item's computed end the new one began; undefined where that is nowhere near. */
function endOffsetMs(
  was: PlaybackCommon,
  is: PlaybackCommon,
  elapsedMs: number,
): number | undefined {
  const left = leftMs(was);
  if (left === undefined || is.progressMs === undefined) return undefined;
  const offsetMs = elapsedMs - is.progressMs - left;
  return offsetMs >= -EARLY_MS && offsetMs <= LATE_MS ? offsetMs : undefined;
}
