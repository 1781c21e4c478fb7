/** Commands for device-in-xs.ts, one per step. */
import type { Playback } from '../../device/spotify/playback.js';

/** The first byte of a binary command that holds the next piece of a body. */
export const PIECE_TAG = 2;
/** Each link of the chain that fills slots is an object and its property. */
export const SLOTS_A_LINK = 2;

export const DECODERS = Object.freeze([
  'ours',
  'JSON.parse',
  'JSON.parse, named keys',
  '@streamparser/json',
] as const);
export type DecoderName = (typeof DECODERS)[number];

export type DeviceCommand =
  /** Creates what a device at rest has: display and transliterator. */
  | { readonly prepare: true }
  /** Fills the heap until only a known room is left. */
  | { readonly take: { readonly slots: number; readonly bytes: number } }
  | { readonly begin: DecoderName }
  | { readonly end: true }
  | { readonly spell: string; readonly artist: string }
  /** Shows it on the display for a while. */
  | { readonly show: Playback; readonly forMs: number };
