/**
 * When to ask Spotify next. Its development mode has a hidden daily quota an owner, so that questions are the scarcest
 * thing we have: they go where a change is likeliest, at an item's end and shortly after somebody did something. Pure:
 * it is told what happened and when, and answers with a time.
 */
import { Budget } from './schedule-budget.js';
import type { Answer, Change } from './schedule-changes.js';
import { changeBetween, readAnswer } from './schedule-changes.js';
import {
  FIRST_HEARTBEAT_MS,
  HEARTBEAT_MAX_MS,
  heartbeatWithin,
  learnHeartbeat,
  learnOffset,
} from './schedule-learning.js';
import type { Block, Memory } from './schedule-memory.js';
import type { Playback } from './playback.js';

/** Calls a rolling day, where the owner says nothing else. */
export const DEFAULT_BUDGET = 2000;

/** A natural change is asked for this long after it should have come: the next item may take a moment to load. */
const AFTER_END_MS = 1000;
/** Whatever else is wrong, never a storm. */
const FLOOR_MS = 1000;
/** The item should have ended and has not: within 2 s of one that is late, then ever less. */
const OVERDUE_MS = Object.freeze([1000, 2000, 2000, 2000, 4000, 8000, 15_000]);
/** Who has just skipped skips again, nearly always within half a minute. */
const TOUCHED_MS = 10_000;
const TOUCHED_FOR_MS = 30_000;
/** And whoever does not like a song knows so within its first half minute. */
const EARLY_MS = 36_000;
const EARLY_MAX_MS = 20_000;
/** An end this near takes the place of a question on the way to it. */
const NEAR_END_MS = 5000;

/** Positions wander a little from answer to answer; without this slack that would cost another step. */
const STEP_SLACK_MS = 1500;

interface Wait {
  /** It holds while the state is younger than this. */
  readonly untilMs: number;
  readonly waitMs: number;
}
const HOUR_MS = 3_600_000;
/** Most pauses are short: the door, the phone. One of half an hour is no pause any more. */
const PAUSED: readonly Wait[] = Object.freeze([
  Object.freeze({ untilMs: 45_000, waitMs: 15_000 }),
  Object.freeze({ untilMs: HOUR_MS / 2, waitMs: 30_000 }),
  Object.freeze({ untilMs: HOUR_MS, waitMs: 45_000 }),
]);
const IDLE: readonly Wait[] = Object.freeze([Object.freeze({ untilMs: HOUR_MS, waitMs: 45_000 })]);
const LONG_IDLE_MS = 120_000;

/** A 429 of the short window is over in seconds; one this long is the daily quota, whatever its text says. */
const QUOTA_FROM_S = 600;

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
/** From this share of the budget on the comfort goes, before any promise does: first short heartbeats, then bursts. */
const THRIFT = Object.freeze({
  heartbeatFrom: 0.54,
  heartbeatTo: 0.7,
  burstFrom: 0.66,
  burstTo: 0.77,
});

/** Flash wears: a restart forgets at most this many calls, and a day costs some twenty writes. */
const KEEP_EVERY_CALLS = 64;

export class Schedule {
  readonly #budget: Budget;
  #last: Answer | undefined;
  /** Since when it has been as it is: another kind of playback, a pause, a start. */
  #sinceMs = 0;
  #touchedAtMs = -Infinity;
  #overdueCount = 0;
  #isStuck = false;
  #offsetMs = 0;
  #heartbeatMs = FIRST_HEARTBEAT_MS;
  #block: Block | undefined;
  #callsToKeep = 0;

  constructor(limit = DEFAULT_BUDGET) {
    this.#budget = new Budget(limit);
  }

  /** A question goes out, whoever wanted it. */
  asked(nowMs: number): void {
    this.#budget.take(nowMs);
    this.#callsToKeep += 1;
  }

  /** @returns time to the next question, in ms */
  answered(playback: Playback, nowMs: number): number {
    const answer = readAnswer(this.#last, playback, nowMs);
    const change = changeBetween(this.#last, answer);
    this.#learn(change, nowMs);
    if (isOtherState(this.#last?.playback, playback)) this.#sinceMs = nowMs;
    this.#isStuck = isStuck(this.#last, answer);
    this.#last = answer;
    return Math.max(this.waitMs(nowMs), this.#nextMs(answer));
  }

  /**
   * A 429.
   * @param toldMs how long Spotify wants no questions
   * @returns time to the next question, in ms
   */
  blocked(toldMs: number, isQuota: boolean, nowMs: number): number {
    const untilMs = nowMs + toldMs;
    this.#block = { untilMs, toldMs, isQuota: isQuota || toldMs >= QUOTA_FROM_S * 1000 };
    if (this.#block.isQuota) {
      this.#budget.learn(nowMs, untilMs);
      this.#callsToKeep = KEEP_EVERY_CALLS;
    }
    return toldMs;
  }

  /** How long nothing may be asked, be it for a block or because no call is left, in ms; 0: ask. */
  waitMs(nowMs: number): number {
    const blockMs = (this.#block?.untilMs ?? nowMs) - nowMs;
    return Math.max(0, blockMs, this.#budget.leftFromMs(nowMs) - nowMs);
  }

  get block(): Block | undefined {
    return this.#block;
  }

  /** What a restart must not lose, after every so many calls and at once for a block of hours; else undefined. */
  memoryIfDue(nowMs: number): Memory | undefined {
    if (this.#callsToKeep < KEEP_EVERY_CALLS) return undefined;
    this.#callsToKeep = 0;
    return {
      budget: this.#budget.memory(nowMs),
      block: this.#block,
      offsetMs: this.#offsetMs,
      heartbeatMs: this.#heartbeatMs,
    };
  }

  /** Takes up what an earlier run knew; times are on this run's clock. */
  recall({ budget, block, offsetMs, heartbeatMs }: Memory, nowMs: number): void {
    this.#budget.restore(budget, nowMs);
    // A clock that was wrong then or is now must not silence us for longer than Spotify wanted.
    if (block) this.#block = { ...block, untilMs: Math.min(block.untilMs, nowMs + block.toldMs) };
    this.#offsetMs = offsetMs;
    this.#heartbeatMs = heartbeatWithin(heartbeatMs);
  }

  #learn(change: Change, nowMs: number): void {
    const gapMs = this.#last ? nowMs - this.#last.atMs : Infinity;
    if (change.kind === 'natural' && change.offsetMs !== undefined)
      this.#offsetMs = learnOffset(this.#offsetMs, change.offsetMs);
    // After a longer silence (a block, no network) being late says nothing about the heartbeat.
    if (gapMs <= HEARTBEAT_MAX_MS + FLOOR_MS)
      this.#heartbeatMs = learnHeartbeat(this.#heartbeatMs, change);
    // Whoever has just switched the display on is about to try it.
    const isFirst = this.#last === undefined;
    if (isFirst || !['none', 'natural', 'stop'].includes(change.kind)) this.#touchedAtMs = nowMs;
  }

  #nextMs({ playback, atMs: nowMs, endsAtMs }: Answer): number {
    const left = this.#budget.left(nowMs);
    const limit = this.#budget.limit(nowMs);
    const stretch = stretchOf(left, limit);
    const ageMs = nowMs - this.#sinceMs;
    if (playback.kind === 'nothing' || !playback.isPlaying) {
      const waits = playback.kind === 'nothing' ? IDLE : PAUSED;
      const mostStretch = IDLE_STRETCH_MAX * Math.max(1, IDLE_STRETCH_FROM / limit);
      return Math.min(mostStretch, stretch) * waitOf(waits, ageMs);
    }

    const usedShare = 1 - left / limit;
    const usualMs = thriftyMs(this.#heartbeatMs, usedShare);
    const isTouched = nowMs - this.#touchedAtMs < TOUCHED_FOR_MS;
    const isEarly = (playback.progressMs ?? Infinity) < EARLY_MS && !this.#isStuck;
    const shortMs = isTouched ? burstMs(usedShare) : earlyMs(this.#heartbeatMs, usedShare);
    const isShort = isTouched || isEarly;
    const capMs = stretch * (isShort ? Math.min(shortMs, usualMs) : usualMs);
    if (endsAtMs === undefined || this.#isStuck) return capMs;
    const learntMs = endsAtMs - nowMs + this.#offsetMs + AFTER_END_MS;
    // What was learnt may be wrong this time: then the plain end is next.
    const endMs = learntMs >= FLOOR_MS ? learntMs : endsAtMs - nowMs + AFTER_END_MS;
    if (endMs >= FLOOR_MS) {
      this.#overdueCount = 0;
      return stepTo(endMs, capMs, isShort);
    }
    const overdueMs = OVERDUE_MS[this.#overdueCount] ?? capMs;
    this.#overdueCount += 1;
    return Math.min(capMs, stretch * overdueMs);
  }
}

/** Some speakers report one position for a whole song: its end cannot be told. */
function isStuck(before: Answer | undefined, { playback, atMs, endsAtMs }: Answer): boolean {
  const was = before?.playback;
  if (!before || !was || was.kind === 'nothing' || playback.kind === 'nothing') return false;
  if (endsAtMs === undefined || endsAtMs <= atMs || !was.isPlaying) return false;
  const isSame = was.itemKey === playback.itemKey && was.progressMs === playback.progressMs;
  return isSame && atMs - before.atMs > FLOOR_MS;
}

/**
 * One step on the way to an item's end, in as few steps as the cap allows. What is left over shortens the first of them:
 * people skip early in an item.
 */
function stepTo(endMs: number, capMs: number, isShort: boolean): number {
  if (endMs <= capMs) return endMs;
  if (isShort) return endMs <= capMs + NEAR_END_MS ? endMs : capMs;
  const steps = Math.ceil(endMs / capMs);
  const shorterMs = endMs - (steps - 1) * capMs + STEP_SLACK_MS;
  return Math.min(capMs, Math.max(TOUCHED_MS, shorterMs));
}

function stretchOf(left: number, limit: number): number {
  const spare = left - RESERVE_SHARE * limit;
  if (spare <= 0) return STRETCH_MAX;
  const below = STRETCH_BELOW + STRETCH_BELOW_PER_LACKING * Math.max(0, DEFAULT_BUDGET - limit);
  return Math.min(STRETCH_MAX, Math.max(1, below / spare));
}

function burstMs(usedShare: number): number {
  return between(TOUCHED_MS, HEARTBEAT_MAX_MS, usedShare, THRIFT.burstFrom, THRIFT.burstTo);
}

/** Where heartbeats may be long, because most changes are met in time, the first ones of an item may be longer too. */
function earlyMs(usualMs: number, usedShare: number): number {
  const comfort = [FIRST_HEARTBEAT_MS, HEARTBEAT_MAX_MS] as const;
  const earlyMs = between(TOUCHED_MS, EARLY_MAX_MS, usualMs, ...comfort);
  return between(earlyMs, HEARTBEAT_MAX_MS, usedShare, THRIFT.heartbeatFrom, THRIFT.heartbeatTo);
}

function thriftyMs(usualMs: number, usedShare: number): number {
  return between(usualMs, HEARTBEAT_MAX_MS, usedShare, THRIFT.heartbeatFrom, THRIFT.heartbeatTo);
}

/** From `low` to `high` while `at` goes from `from` to `to`. */
function between(low: number, high: number, at: number, from: number, to: number): number {
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return low + (high - low) * share;
}

function waitOf(waits: readonly Wait[], ageMs: number): number {
  return waits.find(({ untilMs }) => ageMs < untilMs)?.waitMs ?? LONG_IDLE_MS;
}

function isOtherState(before: Playback | undefined, after: Playback): boolean {
  return stateOf(before) !== stateOf(after);
}

function stateOf(playback: Playback | undefined): string {
  if (!playback || playback.kind === 'nothing') return playback ? 'nothing' : '';
  return playback.isPlaying ? 'playing' : 'paused';
}
