/** The ports of Wi-Fi set-up: the radio as an access point, and its network. Interfaces only. */
import type { Cancel, Stream, StreamHandlers } from '../shared/ports.js';

export interface LocalNetwork {
  /** Accepts connections on `port` until cancelled. */
  listen(port: number, onPeer: (peer: Stream) => StreamHandlers): Cancel;
  /** Answers each UDP packet to `port` with the result of `answer`, if any. */
  answerPackets(port: number, answer: (packet: Uint8Array) => Uint8Array | undefined): Cancel;
}

export interface FoundNetwork {
  /** With U+FFFD if it is not UTF-8: such a network can be shown, but not joined. */
  readonly name: string;
  /** Signal strength: about -50 next to the router, -90 where it hardly works. */
  readonly signalDbm: number;
  /** It needs no password. */
  readonly isOpen: boolean;
}

export interface AccessPoint {
  readonly name: string;
  /** At least 8 characters, as WPA2 demands; '' leaves it open. */
  readonly password: string;
}

/** Settings by name, as text; '' where none is set. */
export type Fields = Readonly<Record<string, string>>;

/** The display's hardware, which set-up offers to change. */
export interface Hardware {
  readonly current: Fields;
  /** The GPIOs to offer. */
  readonly pins: readonly number[];
  /** By the names of the settings; empty if the fields are valid. */
  problemsOf(fields: Fields): readonly { readonly name: string; readonly problem: string }[];
  /** They apply from the next start. @throws if nothing could be stored */
  store(fields: Fields): void;
  /** Shows the test pattern on this hardware at once. @throws if the hardware does not answer */
  test(fields: Fields): void;
}

export interface Radio {
  /** Calls back once, from a timer or an event, with the networks in any order; with none if the scan failed. */
  scan(onDone: (found: readonly FoundNetwork[]) => void): void;
  /** @throws if the radio refuses */
  openAccessPoint(accessPoint: AccessPoint): void;
}
