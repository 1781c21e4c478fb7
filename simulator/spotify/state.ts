/** What the fake Spotify says of itself: the page shows and offers it. */
export interface FakeSpotifyState {
  /** Undefined while no player is active. */
  readonly now:
    { readonly label: string; readonly title: string; readonly isPlaying: boolean } | undefined;
  readonly items: readonly { readonly key: string; readonly label: string }[];
  readonly faults: readonly { readonly name: string; readonly label: string }[];
  /** Requests that a fault will still affect. */
  readonly faultsLeft: number;
  readonly calls: number;
  readonly refreshes: number;
}
