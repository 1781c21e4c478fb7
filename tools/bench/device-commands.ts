/** What device-in-xs.ts is told, step by step. */
import type { Playback } from '../../device/spotify/playback.js';

/** A command of bytes that begins with it is the next piece of a body. */
export const PIECE_TAG = 2;
/** A link of the chain that takes slots is an object and its property. */
export const SLOTS_A_LINK = 2;

export const DECODERS = Object.freeze([
  'ours',
  'JSON.parse',
  'JSON.parse, named keys',
  '@streamparser/json',
] as const);
export type DecoderName = (typeof DECODERS)[number];

export type DeviceCommand =
  /** Makes what a device at rest has: display and spelling. */
  | { readonly prepare: true }
  /** Takes so much of the heap that only a known room is left. */
  | { readonly take: { readonly slots: number; readonly bytes: number } }
  | { readonly begin: DecoderName }
  | { readonly end: true }
  | { readonly spell: string; readonly artist: string }
  /** Puts it on the display and lets it be there. */
  | { readonly show: Playback; readonly forMs: number };
