/** The edges of Wi-Fi set-up: the radio as an access point, and what may be heard and said on it. Interfaces only. */
import type { Cancel, Stream, StreamHandlers } from '../shared/ports.js';

export interface LocalNetwork {
  /** Takes connections on `port` until cancelled. */
  listen(port: number, onPeer: (peer: Stream) => StreamHandlers): Cancel;
  /** Answers each UDP packet that comes to `port` with what `answer` makes of it, if anything. */
  answerPackets(port: number, answer: (packet: Uint8Array) => Uint8Array | undefined): Cancel;
}

export interface FoundNetwork {
  /** With U+FFFD where it is no UTF-8: such a network can be shown and not be joined. */
  readonly name: string;
  /** Received strength; about -50 beside the router, -90 where it hardly works. */
  readonly signalDbm: number;
  /** It asks for no password. */
  readonly isOpen: boolean;
}

export interface AccessPoint {
  readonly name: string;
  /** At least 8 characters: WPA2 takes none shorter. */
  readonly password: string;
}

export interface Radio {
  /** Calls back once, from a timer or an event, with what was found, in no order; with nothing where scanning failed. */
  scan(onDone: (found: readonly FoundNetwork[]) => void): void;
  /** @throws where the radio refuses */
  openAccessPoint(accessPoint: AccessPoint): void;
}
