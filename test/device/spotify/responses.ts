/** Responses as the schedule gets them. */
import type { Playback, PlaybackCommon } from '../../../device/spotify/playback.js';

export const NOTHING: Playback = Object.freeze({ kind: 'nothing' });

/** A track that plays, a minute in. */
export function track(change: Partial<PlaybackCommon> = {}): Playback {
  return {
    kind: 'track',
    isPlaying: true,
    progressMs: 60_000,
    durationMs: 200_000,
    deviceName: '',
    isPrivate: false,
    itemKey: 'a',
    title: 'a',
    artists: [],
    album: '',
    isrc: '',
    ...change,
  };
}
