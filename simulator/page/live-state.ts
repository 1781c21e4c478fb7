/** What `/simulator/events` sends each time: the whole state, so that a page may join or come back at any moment. */

export interface LiveState {
  readonly lcd: LiveLcd;
  readonly bus: LiveBus;
  readonly device: LiveDevice;
  /** Absent where the simulator talks to the real Spotify. */
  readonly fakeSpotify: LiveFakeSpotify | undefined;
}

export interface LiveLcd {
  readonly columns: number;
  readonly rows: number;
  /** The controller's D bit; off, it shows nothing but keeps its memory. */
  readonly isOn: boolean;
  readonly backlight: boolean;
  /** Two hex digits a row of five dots, eight rows a cell, cells row by row; bit 4 is the leftmost dot. */
  readonly dots: string;
  /** The rows as a person would read them aloud, glyphs as Unicode signs. */
  readonly readableRows: readonly string[];
}

export interface LiveBus {
  /** Newest last. */
  readonly lastBytes: readonly {
    readonly atNs: number;
    readonly rs: 0 | 1;
    readonly byte: number;
    readonly meaning: string;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly violationCount: number;
  /** The newest few, in words. */
  readonly violations: readonly string[];
}

export interface LiveDevice {
  /** A claim of one or two words: connecting, linking, playing. */
  readonly state: string;
  /** What is going on, or what to do about it, in a sentence; may be empty. */
  readonly detail: string;
  readonly link?: { readonly code: string; readonly uri: string };
  /** GPIO numbers by the name of the line. */
  readonly pins: Readonly<Record<'rs' | 'e' | 'd4' | 'd5' | 'd6' | 'd7', number>>;
  readonly foscKhz: number;
  /** Where the relay's own pages start. */
  readonly relayUrl: string;
}

export interface LiveFakeSpotify {
  readonly now:
    { readonly label: string; readonly title: string; readonly isPlaying: boolean } | undefined;
  readonly items: readonly { readonly key: string; readonly label: string }[];
  readonly faults: readonly { readonly name: string; readonly label: string }[];
  readonly faultsLeft: number;
  readonly calls: number;
  readonly refreshes: number;
}
