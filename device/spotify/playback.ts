/** What plays, as the display needs it, and where in it we are at a given time. */

export interface PlaybackCommon {
  readonly isPlaying: boolean;
  /** Position when the answer arrived, in ms; undefined where Spotify sent null. May exceed `durationMs`. */
  readonly progressMs: number | undefined;
  /** 0 where unknown (ads, untagged local files). */
  readonly durationMs: number;
  /** Empty where the answer has no device (the currently-playing endpoint). */
  readonly deviceName: string;
  readonly isPrivate: boolean;
  /** Tells one item from the next: id, else uri, else the title; empty for ads and unknown items. */
  readonly itemKey: string;
}

export type Playback =
  | { readonly kind: 'nothing' }
  | (PlaybackCommon & {
      readonly kind: 'track' | 'local';
      readonly title: string;
      readonly artists: readonly string[];
      readonly album: string;
      /** ISRC where the answer carries one (development apps rarely get it), else empty. */
      readonly isrc: string;
    })
  | (PlaybackCommon & { readonly kind: 'episode'; readonly title: string; readonly show: string })
  | (PlaybackCommon & { readonly kind: 'ad' })
  /** Something that Spotify does not name, or a type of item from the future. */
  | (PlaybackCommon & { readonly kind: 'unknown'; readonly title: string });

/** Something plays or is paused. */
export type Item = Exclude<Playback, { kind: 'nothing' }>;

/**
 * Position in ms at `elapsedMs` after the answer arrived: stands still while paused, never past the end, 0 where nobody says.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
export function positionMs(playback: PlaybackCommon, elapsedMs: number): number {
  if (playback.progressMs === undefined) return 0;
  const position = playback.progressMs + (playback.isPlaying ? Math.max(0, elapsedMs) : 0);
  if (position < 0) return 0;
  return playback.durationMs > 0 ? Math.min(position, playback.durationMs) : position;
}
