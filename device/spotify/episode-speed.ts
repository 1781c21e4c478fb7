/** How fast an episode plays: people choose 0.5 to 3.5 times its speed in steps of 0.1, and Spotify does not report it. */
import type { Item } from './playback.js';

export interface Speed {
  /** Undefined while it is not known. */
  readonly rate?: number | undefined;
  /** What the last two responses said. */
  readonly seen?: number | undefined;
}

const RATE_MIN = 0.5;
const RATE_MAX = 3.5;
/** Positions wander too much for a shorter time to tell. */
const TELLS_FROM_MS = 5000;

/** From two responses of one item. A seek may look like another speed, but not twice in a row. */
export function speedBetween(before: Speed, was: Item, is: Item, elapsedMs: number): Speed {
  const seen = rateBetween(was, is, elapsedMs);
  const isSure = before.rate === undefined || seen === before.seen;
  return { rate: isSure ? (seen ?? before.rate) : before.rate, seen };
}

function rateBetween(was: Item, is: Item, elapsedMs: number): number | undefined {
  if (is.kind !== 'episode' || was.progressMs === undefined || is.progressMs === undefined)
    return undefined;
  const rate = Math.round((10 * (is.progressMs - was.progressMs)) / elapsedMs) / 10;
  return elapsedMs >= TELLS_FROM_MS && rate >= RATE_MIN && rate <= RATE_MAX ? rate : undefined;
}
