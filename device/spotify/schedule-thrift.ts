/**
 * What the budget allows: how short the short waits may be, and by how much all of them stretch as calls run out. First
 * comfort goes, then the waits grow, and the questions at items' ends are the last to be given up.
 */
import { FIRST_HEARTBEAT_MS, HEARTBEAT_MAX_MS } from './schedule-learning.js';

const HOUR_MS = 3_600_000;
/** Calls a rolling day, where the owner says nothing else. */
export const DEFAULT_BUDGET = 2000;

/** Evenly spaced questions this far apart: where less can be afforded short waits lengthen, the early ones first. */
const EARLY_FROM_MS = 20_000;
const BURSTS_FROM_MS = 22_000;
const COMFORT_TO_MS = 27_000;
const BURST_MS = 10_000;
/** Whoever does not like a song knows so within its first half minute. */
export const EARLY_MS = 36_000;
/** What its end costs beyond the question that would have come anyway. */
const END_COST = 0.5;
const EARLY_MAX_MS = 20_000;

/**
 * With this many calls left above the reserve waits begin to stretch, in inverse proportion to what is left. The default
 * budget then has met every promise of a day; what is lacking to it makes a smaller one stretch sooner.
 */
const STRETCH_BELOW = 50;
const STRETCH_BELOW_PER_LACKING = 0.15;
/** A question at each end still shows every song. But while nothing plays there are no ends, and a start must be met. */
const STRETCH_MAX = 60;
const IDLE_STRETCH_MAX = 10;
/** Below this budget even that is too much for a day of nothing. */
const IDLE_STRETCH_FROM = 240;
/** This share of the budget is kept for the ends of items. */
const RESERVE_SHARE = 0.1;
const RESERVE_MAX = 50;
/** Questions further apart than this are never planned. */
const EVEN_MAX_MS = 60_000;

export interface Allowance {
  /** Just after somebody did something, in ms; as the two below, before it is stretched. */
  readonly burstMs: number;
  /** In an item's first half minute. */
  readonly earlyMs: number;
  /** Else, while something plays. */
  readonly heartbeatMs: number;
  /** Less can be afforded than would be pleasant. */
  readonly isThrifty: boolean;
  /** 1 or more: by what those waits are multiplied. */
  readonly stretch: number;
  /** The same while nothing plays. */
  readonly idleStretch: number;
}

export interface Means {
  /** Calls that the rolling day still has. */
  readonly left: number;
  /** Of them all. */
  readonly limit: number;
  /** Questions an hour of music that it can afford. */
  readonly rate: number;
  /** The heartbeat that this person's habits ask for. */
  readonly learntMs: number;
  /** How long the item is; 0 where that is not known. */
  readonly itemMs: number;
}

export function allowanceOf({ left, limit, rate, learntMs, itemMs }: Means): Allowance {
  const evenMs = rate > 0 ? Math.min(EVEN_MAX_MS, HOUR_MS / rate) : EVEN_MAX_MS;
  // Where heartbeats may be long, most changes are met in time, and the first waits of an item may be longer too.
  const ease = shareOf(learntMs, FIRST_HEARTBEAT_MS, HEARTBEAT_MAX_MS);
  const earlyMs = Math.max(
    shortItemMs(evenMs, itemMs),
    between(
      between(BURST_MS, EARLY_MAX_MS, ease),
      HEARTBEAT_MAX_MS,
      shareOf(evenMs, EARLY_FROM_MS, COMFORT_TO_MS),
    ),
  );
  const burstMs = between(
    BURST_MS,
    HEARTBEAT_MAX_MS,
    shareOf(evenMs, BURSTS_FROM_MS, COMFORT_TO_MS),
  );
  const heartbeatMs = Math.min(
    HEARTBEAT_MAX_MS,
    Math.max(learntMs, laterMs(evenMs, earlyMs, itemMs)),
  );
  const stretch = stretchOf(left, limit);
  const idleStretchMax = IDLE_STRETCH_MAX * Math.max(1, IDLE_STRETCH_FROM / limit);
  return {
    burstMs,
    earlyMs,
    heartbeatMs,
    isThrifty: evenMs > BURSTS_FROM_MS,
    stretch,
    idleStretch: Math.min(idleStretchMax, stretch),
  };
}

/** The early part of a short item must leave half of its questions for what follows. */
function shortItemMs(evenMs: number, itemMs: number): number {
  return itemMs <= 0 ? 0 : Math.min(HEARTBEAT_MAX_MS, (2 * EARLY_MS * evenMs) / itemMs);
}

/** How far apart the later questions of an item must be, so that all of them are as many as evenly spaced ones. */
function laterMs(evenMs: number, earlyMs: number, itemMs: number): number {
  if (itemMs <= EARLY_MS || earlyMs >= evenMs) return evenMs;
  const later = itemMs / evenMs - EARLY_MS / earlyMs - END_COST;
  return later <= 0 ? HEARTBEAT_MAX_MS : (itemMs - EARLY_MS) / later;
}

function stretchOf(left: number, limit: number): number {
  const spare = left - Math.min(RESERVE_MAX, RESERVE_SHARE * limit);
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
