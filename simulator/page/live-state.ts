/** What `/simulator/events` sends each time: the whole state, so that a page may join or come back at any moment. */
import type { FakeSpotifyState } from '../spotify/state.js';

export interface LiveState {
  readonly lcd: LiveLcd;
  readonly bus: LiveBus;
  readonly device: LiveDevice;
  /** Absent with the real Spotify. */
  readonly fakeSpotify: FakeSpotifyState | undefined;
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
  readonly counts: Readonly<Record<'bytes' | 'instructions' | 'writes' | 'busyNs', number>>;
  readonly violationCount: number;
  /** The newest few, in words. */
  readonly violations: readonly string[];
}

export interface LiveDevice {
  /** One word: linking, playing. */
  readonly state: string;
  /** `complete` has the code in it. */
  readonly link?:
    { readonly code: string; readonly uri: string; readonly complete: string } | undefined;
  /** While it is shown: title and artists as Spotify has them, and as the display spells them. */
  readonly playing?:
    | { readonly original: string; readonly spelled: string; readonly isPlaying: boolean }
    | undefined;
  /** The GPIO, or the backpack's port, by the name of the line. */
  readonly pins: Readonly<Record<'rs' | 'rw' | 'e' | 'd4' | 'd5' | 'd6' | 'd7', number | string>>;
  /** With a backpack: the last transactions in hexadecimal, newest first, each after its address. */
  readonly i2c?: readonly string[] | undefined;
  readonly foscKhz: number;
  /** Where the relay's own pages start. */
  readonly relayUrl: string;
  readonly version: string;
}

/** What the page's controls do. */
export interface Commands {
  /** A button of the device goes down or up: one that controls playback, or without a name the one that every device has. */
  button(isDown: boolean, name: string | undefined): void;
  /** Fields for the fake Spotify. @returns what was wrong, or an empty text */
  control(fields: Readonly<Record<string, string>>): Promise<string>;
}
