/** A listening day as `npm run day` reads it: a line per change of Spotify's response, and the state at any time. */
import type { Playback } from '../../device/spotify/playback.js';

export type DayLine =
  | {
      readonly atMs: number;
      readonly state: 'playing' | 'paused';
      readonly item: string;
      /** 0 where Spotify does not say, as for advertisements. */
      readonly durationMs: number;
      readonly progressMs: number;
    }
  | { readonly atMs: number; readonly state: 'nothing' | 'end' }
  | { readonly atMs: number; readonly state: 'blocked'; readonly retryAfterS: number };

/** Why a line came about; the benchmark counts each cause separately. */
export type Cause = 'natural' | 'skip' | 'pause' | 'resume' | 'start' | 'other';

export interface CausedLine {
  readonly line: DayLine;
  readonly cause: Cause;
}

/** Decides when to poll: each method returns the time to the next poll, in ms. */
export interface Poller {
  answered(playback: Playback, nowMs: number): number;
  blocked(retryAfterMs: number, nowMs: number): number;
}

/** @returns when polls were sent from 0 to the day's end, in ms */
export function playDay(lines: readonly DayLine[], poller: Poller): number[] {
  const polls: number[] = [];
  const endMs = lines.at(-1)?.atMs ?? 0;
  let index = -1;
  let nowMs = 0;
  while (nowMs < endMs) {
    polls.push(nowMs);
    while ((lines[index + 1]?.atMs ?? Infinity) <= nowMs) index += 1;
    const line = lines[index];
    const waitMs =
      line?.state === 'blocked'
        ? poller.blocked(line.retryAfterS * 1000, nowMs)
        : poller.answered(truthOf(line, nowMs), nowMs);
    // Polls at one moment would never end.
    nowMs += Math.max(1, Math.ceil(waitMs));
  }
  return polls;
}

function truthOf(line: DayLine | undefined, nowMs: number): Playback {
  if (line?.state !== 'playing' && line?.state !== 'paused') return { kind: 'nothing' };
  const isPlaying = line.state === 'playing';
  const runMs = line.progressMs + (isPlaying ? nowMs - line.atMs : 0);
  return {
    kind: 'track',
    isPlaying,
    progressMs: line.durationMs > 0 ? Math.min(line.durationMs, runMs) : runMs,
    durationMs: line.durationMs,
    deviceName: '',
    isPrivate: false,
    itemKey: line.item,
    title: line.item,
    artists: [],
    album: '',
    isrc: '',
  };
}
