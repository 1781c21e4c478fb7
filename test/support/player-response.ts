/** One response of Spotify through the device's player, cut in pieces. Runs in Node, and in XS through player-response-in-xs.ts. */
import type { Result } from '../../device/shared/faults.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { Playback } from '../../device/spotify/playback.js';
import { requestPlayer } from '../../device/spotify/player.js';
import { VirtualTime } from '../../tools/virtual/virtual-clock.js';
import { VirtualNetwork } from '../../simulator/ports/virtual-network.js';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Longer than the player's own deadline. */
const PATIENCE_US = 60e6;

/** What the player makes of it. @throws Error unless it judges exactly once */
export function judged({ status, headers, body }: Answered, pieceBytes: number): Result<Playback> {
  const time = new VirtualTime();
  const http = new VirtualNetwork({
    timer: time.timer,
    answer: () => ({ status, headers, body }),
    chunkBytes: pieceBytes,
  });
  const results: Result<Playback>[] = [];
  requestPlayer(
    { http, clock: time.clock },
    'https://api.test',
    'token',
    (result) => void results.push(result),
  );
  time.advanceUs(PATIENCE_US);
  const [result] = results;
  if (!result || results.length > 1)
    throw new Error(`${results.length} judgements of one response`);
  return result;
}

export function decoded(...pieces: readonly Uint8Array[]): Result<Playback> {
  const decoder = new PlaybackDecoder();
  for (const piece of pieces) decoder.push(piece);
  return decoder.end();
}

/**
 * Cuts the body in two at each of `cuts`.
 * @returns those at which the halves gave something else than the whole, or the first half alone gave a playback
 */
export function wrongCuts(body: Uint8Array, cuts: readonly number[]): number[] {
  const whole = JSON.stringify(decoded(body));
  return cuts.filter((cut) => {
    const first = body.subarray(0, cut);
    const rest = body.subarray(cut);
    if (JSON.stringify(decoded(first, rest)) !== whole) return true;
    // The last bytes may be a line's end, without which the body is whole.
    return decoded(first).ok && !rest.every((byte) => byte === 0x0a);
  });
}
