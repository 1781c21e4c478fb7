/**
 * What Node and the device in XS tell each other while the demo runs in real time. Node owns sockets, the store and
 * the alarm clock; XS is asked, answers at once with everything that came of it, and never waits.
 */
import type { HttpRequest, LogLevel, SocketFault } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';

/** `nowUs` counts from the engine's start. */
export type RealtimeCommand =
  | {
      readonly kind: 'start';
      readonly nowUs: number;
      readonly epochMs: number;
      readonly settings: DeviceSettings;
      readonly store: Readonly<Record<string, string>>;
      readonly seed: number;
    }
  /** The deadline of the last reply has come. */
  | { readonly kind: 'tick'; readonly nowUs: number; readonly epochMs: number }
  /** A short press of the device's button. */
  | { readonly kind: 'press'; readonly nowUs: number }
  /** The button's line. */
  | { readonly kind: 'button'; readonly nowUs: number; readonly isDown: boolean }
  | {
      readonly kind: 'http-headers';
      readonly nowUs: number;
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'http-done'; readonly nowUs: number; readonly id: number }
  | {
      readonly kind: 'http-fault';
      readonly nowUs: number;
      readonly id: number;
      readonly fault: SocketFault;
    };

/** Tags of commands that are bytes. */
export const TABLE_TAG = 0;
/** Then `nowUs` as float64 and the request's id as uint32, little endian, then a piece of the answer's body. */
export const BODY_TAG = 1;
export const BODY_HEADER_BYTES = 12;
/** The Japanese dictionary, before the start. */
export const JAPANESE_TAG = 2;

export interface RealtimeReply {
  /** When to send the next tick; absent where nothing is due. */
  readonly nextUs?: number;
  /** Bank writes since the last reply: time in µs and levels, by turns. */
  readonly pins: readonly number[];
  readonly requests: readonly { readonly id: number; readonly request: HttpRequest }[];
  readonly cancelled: readonly number[];
  /** Writes in order; null removes. */
  readonly store: readonly (readonly [key: string, value: string | null])[];
  readonly log: readonly (readonly [level: LogLevel, message: string])[];
}
