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
  /** When the item should end, or should have; undefined where Spotify does not time it, or while it stands. */
  readonly endsAtMs: number | undefined;
}

/** Reported positions wander by up to two seconds (stale caches, round trips); less than this is no seek. */
const SEEK_MS = 3000;
/** Crossfade takes up to 12 s off an item's end (Spotify's own setting); loading puts some seconds on it. */
const EARLY_MS = 13_000;
const LATE_MS = 10_000;

/** What an answer says, beside the one before it: positions stand still at an item's end, so that the end is remembered. */
export function readAnswer(before: Answer | undefined, playback: Playback, atMs: number): Answer {
  const leftMs = playingLeftMs(playback);
  const isOver = leftMs !== undefined && leftMs <= 0;
  const endsAtMs = leftMs === undefined ? undefined : atMs + leftMs;
  if (!isOver || !before || !isSameItem(before.playback, playback))
    return { playback, atMs, endsAtMs };
  return { playback, atMs, endsAtMs: before.endsAtMs ?? endsAtMs };
}

/** @returns 'none' also for the first answer: what was before it is not known */
export function changeBetween(before: Answer | undefined, after: Answer): Change {
  if (!before) return { kind: 'none' };
  const was = before.playback;
  const is = after.playback;
  const wasPlaying = was.kind !== 'nothing' && was.isPlaying;
  const isPlaying = is.kind !== 'nothing' && is.isPlaying;
  if (!wasPlaying) return isPlaying ? { kind: 'resume' } : { kind: 'none' };
  if (is.kind === 'nothing') return { kind: 'stop' };
  const span = {
    was,
    is,
    elapsedMs: after.atMs - before.atMs,
    leftMs: before.endsAtMs === undefined ? undefined : before.endsAtMs - before.atMs,
  };
  if (!isPlaying) return pauseOf(span);
  return isSameItem(was, is) ? moveOf(span) : nextOf(span);
}

/** Two answers between which something played, and what was left of it at the first of them. */
interface Span {
  readonly was: PlaybackCommon & Playback;
  readonly is: PlaybackCommon & Playback;
  readonly elapsedMs: number;
  readonly leftMs: number | undefined;
}

function isSameItem(was: Playback, is: Playback): boolean {
  if (was.kind === 'nothing' || is.kind === 'nothing') return was.kind === is.kind;
  return was.kind === is.kind && was.itemKey === is.itemKey;
}

function playingLeftMs(playback: Playback): number | undefined {
  if (playback.kind === 'nothing' || !playback.isPlaying) return undefined;
  if (playback.durationMs <= 0 || playback.progressMs === undefined) return undefined;
  return playback.durationMs - playback.progressMs;
}

function pauseOf({ was, is, elapsedMs, leftMs }: Span): Change {
  // The end of a list leaves the last item standing at its end or at 0, or the list's first item at 0.
  const atMs = is.progressMs ?? 0;
  const stands = atMs <= 0 || (is.durationMs > 0 && atMs >= is.durationMs - SEEK_MS);
  if (leftMs !== undefined && leftMs <= elapsedMs && stands) return { kind: 'stop' };
  const playedMs = (is.progressMs ?? -1) - (was.progressMs ?? 0);
  const isTimed = isSameItem(was, is) && playedMs >= 0 && playedMs <= elapsedMs;
  return { kind: 'pause', seenAfterMs: isTimed ? elapsedMs - playedMs : undefined };
}

/** The same item, still playing: untouched, repeated, or moved to another position. */
function moveOf(span: Span): Change {
  const { was, is, elapsedMs, leftMs } = span;
  if (is.progressMs === undefined || was.progressMs === undefined) return { kind: 'none' };
  const expectedMs = was.progressMs + elapsedMs;
  const isOverdue = leftMs !== undefined && leftMs <= elapsedMs;
  if (isOverdue && is.progressMs >= was.durationMs - SEEK_MS) return { kind: 'none' };
  if (Math.abs(is.progressMs - expectedMs) <= SEEK_MS) return { kind: 'none' };
  // Some speakers report one position for a whole song: that is no person at the slider.
  if (is.progressMs === was.progressMs) return { kind: 'none' };
  const offsetMs = endOffsetMs(span);
  return offsetMs === undefined ? { kind: 'seek' } : { kind: 'natural', offsetMs };
}

function nextOf(span: Span): Change {
  const { is, elapsedMs, leftMs } = span;
  const offsetMs = endOffsetMs(span);
  if (offsetMs !== undefined) return { kind: 'natural', offsetMs };
  // An advertisement ends by itself, but its answer does not say when.
  if (leftMs === undefined) return { kind: 'natural', offsetMs: undefined };
  // Begun in its middle, as podcasts are: when cannot be told, but the end was due.
  const isResumed = (is.progressMs ?? 0) > elapsedMs + SEEK_MS;
  if (isResumed && leftMs <= elapsedMs) return { kind: 'natural', offsetMs: undefined };
  const isTimed = is.progressMs !== undefined && !isResumed;
  return { kind: 'skip', seenAfterMs: isTimed ? is.progressMs : undefined };
}

/** How long after the old item's computed end the new one began; undefined where that is nowhere near. */
function endOffsetMs({ is, elapsedMs, leftMs }: Span): number | undefined {
  if (leftMs === undefined || is.progressMs === undefined) return undefined;
  const offsetMs = elapsedMs - is.progressMs - leftMs;
  return offsetMs >= -EARLY_MS && offsetMs <= LATE_MS ? offsetMs : undefined;
}
