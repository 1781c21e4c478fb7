/**
 * What the budget allows: how short the short waits may be, and by how much all of them stretch as calls run out. First
 * comfort goes, then the waits grow, and the questions at items' ends are the last to be given up.
 */
import { FIRST_HEARTBEAT_MS, HEARTBEAT_MAX_MS } from './schedule-learning.js';

/** Calls a rolling day, where the owner says nothing else. */
export const DEFAULT_BUDGET = 2000;

/** From this share of the budget on the short waits lengthen, up to a promise's limit: heartbeats first, then bursts. */
const COMFORT = Object.freeze({ from: 0.56, to: 0.7, burstsFrom: 0.62, burstsTo: 0.72 });
const BURST_MS = 10_000;
const EARLY_MAX_MS = 20_000;

/**
 * With this many calls left above the reserve waits begin to stretch, in inverse proportion to what is left. The default
 * budget then has met every promise of a day; what is lacking to it makes a smaller one stretch sooner.
 */
const STRETCH_BELOW = 200;
const STRETCH_BELOW_PER_LACKING = 0.15;
/** A question at each end still shows every song. But while nothing plays there are no ends, and a start must be met. */
const STRETCH_MAX = 60;
const IDLE_STRETCH_MAX = 10;
/** Below this budget even that is too much for a day of nothing. */
const IDLE_STRETCH_FROM = 240;
/** This share of the budget is kept for the ends of items. */
const RESERVE_SHARE = 0.1;

export interface Allowance {
  /** Just after somebody did something, in ms; as the two below, before it is stretched. */
  readonly burstMs: number;
  /** In an item's first half minute. */
  readonly earlyMs: number;
  /** Else, while something plays. */
  readonly heartbeatMs: number;
  /** 1 or more: by what those waits are multiplied. */
  readonly stretch: number;
  /** The same while nothing plays. */
  readonly idleStretch: number;
}

/**
 * @param left calls that the rolling day still has
 * @param limit of them all
 * @param learntMs the heartbeat that this person's habits ask for
 */
export function allowanceOf(left: number, limit: number, learntMs: number): Allowance {
  const usedShare = 1 - left / limit;
  const comfort = shareOf(usedShare, COMFORT.from, COMFORT.to);
  const burstComfort = shareOf(usedShare, COMFORT.burstsFrom, COMFORT.burstsTo);
  // Where heartbeats may be long, most changes are met in time, and the first waits of an item may be longer too.
  const ease = shareOf(learntMs, FIRST_HEARTBEAT_MS, HEARTBEAT_MAX_MS);
  const stretch = stretchOf(left, limit);
  const idleStretchMax = IDLE_STRETCH_MAX * Math.max(1, IDLE_STRETCH_FROM / limit);
  return {
    burstMs: between(BURST_MS, HEARTBEAT_MAX_MS, burstComfort),
    earlyMs: between(between(BURST_MS, EARLY_MAX_MS, ease), HEARTBEAT_MAX_MS, comfort),
    heartbeatMs: between(learntMs, HEARTBEAT_MAX_MS, comfort),
    stretch,
    idleStretch: Math.min(idleStretchMax, stretch),
  };
}

function stretchOf(left: number, limit: number): number {
  const spare = left - RESERVE_SHARE * limit;
  if (spare <= 0) return STRETCH_MAX;
  const below = STRETCH_BELOW + STRETCH_BELOW_PER_LACKING * Math.max(0, DEFAULT_BUDGET - limit);
  return Math.min(STRETCH_MAX, Math.max(1, below / spare));
}

/** How far `at` is on its way from `from` to `to`, as 0 to 1. */
function shareOf(at: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

function between(low: number, high: number, share: number): number {
  return low + (high - low) * share;
}
