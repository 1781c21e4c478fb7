/** What plays, as far as the display needs it, and its position at a given time. */

export interface PlaybackCommon {
  readonly isPlaying: boolean;
  /** Position when the response arrived, in ms; undefined if Spotify sent null. May exceed `durationMs`. */
  readonly progressMs: number | undefined;
  /** 0 where unknown (ads, untagged local files). */
  readonly durationMs: number;
  /** Empty if the response has no device (the currently-playing endpoint). */
  readonly deviceName: string;
  readonly isPrivate: boolean;
  /** Identifies the item: id, else uri, else the title; empty for ads and unknown items. */
  readonly itemKey: string;
}

export type Playback =
  | { readonly kind: 'nothing' }
  | (PlaybackCommon & {
      readonly kind: 'track' | 'local';
      readonly title: string;
      readonly artists: readonly string[];
      readonly album: string;
      /** ISRC, or empty: apps in development mode rarely get it. */
      readonly isrc: string;
    })
  | (PlaybackCommon & { readonly kind: 'episode'; readonly title: string; readonly show: string })
  | (PlaybackCommon & { readonly kind: 'ad' })
  /** An item that Spotify does not name, or a type that we do not know. */
  | (PlaybackCommon & { readonly kind: 'unknown'; readonly title: string });

/** Something plays or is paused. */
export type Item = Exclude<Playback, { kind: 'nothing' }>;

/**
 * Position in ms, `elapsedMs` after the response arrived: it does not move while paused or pass the end, and is 0 if unknown.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
export function positionMs(playback: PlaybackCommon, elapsedMs: number): number {
  if (playback.progressMs === undefined) return 0;
  const position = playback.progressMs + (playback.isPlaying ? Math.max(0, elapsedMs) : 0);
  if (position < 0) return 0;
  return playback.durationMs > 0 ? Math.min(position, playback.durationMs) : position;
}
