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
import { DEFAULT_BUDGET, EARLY_MS, allowanceOf } from './schedule-thrift.js';
import { endWaitMs, overdueWaitMs, shortStepMs, silentWaitMs, stepMs } from './schedule-waits.js';
import type { Playback } from './playback.js';

/** Who has just skipped skips again, nearly always within half a minute. */
const TOUCHED_FOR_MS = 30_000;
/** The same position this long after it was said: it does not move. */
const STUCK_AFTER_MS = 1000;
/** Beyond this the answers were further apart than any heartbeat: a block, no network, a stretched wait. */
const HEARTBEAT_GAP_MS = HEARTBEAT_MAX_MS + 1000;
/** A 429 of the short window is over in seconds; one this long is the daily quota, whatever its text says. */
const QUOTA_FROM_MS = 600_000;
/** 429s in a row are at least this far apart, doubled with each, whatever they told. */
const BLOCK_MIN_MS = 1000;
const BLOCK_MIN_MAX_MS = 60_000;
/** Flash wears: a restart forgets at most this many calls, and a day costs some twenty writes. */
const KEEP_EVERY_CALLS = 64;
/** A shorter block is over before anybody has restarted. */
const KEEP_FROM_MS = 10_000;

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
  /** 429s since the last answer. */
  #blockCount = 0;
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
    this.#blockCount = 0;
    const answer = readAnswer(this.#last, playback, nowMs);
    const change = changeBetween(this.#last, answer);
    this.#learn(change, nowMs);
    if (this.#last && isPlaying(this.#last.playback))
      this.#budget.played(Math.min(HEARTBEAT_GAP_MS, nowMs - this.#last.atMs), nowMs);
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
    // A server that says "at once" again and again means it no more the fifth time than the first.
    const leastMs = Math.min(BLOCK_MIN_MAX_MS, BLOCK_MIN_MS * 2 ** Math.min(this.#blockCount, 16));
    this.#blockCount += 1;
    const untilMs = nowMs + Math.max(toldMs, leastMs);
    this.#block = { untilMs, toldMs, isQuota: isQuota || toldMs >= QUOTA_FROM_MS };
    if (this.#block.isQuota) this.#budget.learn(nowMs, untilMs);
    if (this.#block.isQuota || untilMs - nowMs >= KEEP_FROM_MS)
      this.#callsToKeep = KEEP_EVERY_CALLS;
    return this.waitMs(nowMs);
  }

  /** How long nothing may be asked, be it for a block or because no call is left, in ms; 0: ask. */
  waitMs(nowMs: number): number {
    const blockMs = (this.#block?.untilMs ?? nowMs) - nowMs;
    return Math.max(0, blockMs, this.#budget.leftFromMs(nowMs) - nowMs);
  }

  /** Questions of the last 24 hours, and how many there may be. */
  calls(nowMs: number): { readonly made: number; readonly allowed: number } {
    return { made: this.#budget.made(nowMs), allowed: this.#budget.limit(nowMs) };
  }

  get block(): Block | undefined {
    return this.#block;
  }

  /** What a restart must not lose, after every so many calls and at once for a block; else undefined. */
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
    // After a longer silence being late says nothing about the heartbeat.
    if (gapMs <= HEARTBEAT_GAP_MS) this.#heartbeatMs = learnHeartbeat(this.#heartbeatMs, change);
    // Whoever has just switched the display on is about to try it.
    const isFirst = this.#last === undefined;
    if (isFirst || !['none', 'natural', 'stop'].includes(change.kind)) this.#touchedAtMs = nowMs;
  }

  #nextMs({ playback, atMs: nowMs, endsAtMs }: Answer): number {
    const left = this.#budget.left(nowMs);
    const allowance = allowanceOf({
      left,
      limit: this.#budget.limit(nowMs),
      rate: this.#budget.musicRate(nowMs),
      learntMs: this.#heartbeatMs,
      itemMs: playback.kind === 'nothing' ? 0 : playback.durationMs,
    });
    if (playback.kind === 'nothing' || !playback.isPlaying) {
      const state = playback.kind === 'nothing' ? 'nothing' : 'paused';
      return (
        allowance.idleStretch * silentWaitMs(state, nowMs - this.#sinceMs, allowance.isThrifty)
      );
    }
    const isTouched = nowMs - this.#touchedAtMs < TOUCHED_FOR_MS;
    const isEarly = (playback.progressMs ?? Infinity) < EARLY_MS && !this.#isStuck;
    const shortMs = isTouched ? allowance.burstMs : allowance.earlyMs;
    const isShort = isTouched || isEarly;
    const { stretch, heartbeatMs } = allowance;
    const capMs = stretch * (isShort ? Math.min(shortMs, heartbeatMs) : heartbeatMs);
    if (endsAtMs === undefined || this.#isStuck) return capMs;
    const endMs = endWaitMs(endsAtMs - nowMs, this.#offsetMs);
    if (endMs === undefined) {
      const overdueMs = overdueWaitMs(this.#overdueCount) ?? capMs;
      this.#overdueCount += 1;
      return Math.min(capMs, stretch * overdueMs);
    }
    this.#overdueCount = 0;
    return isShort ? shortStepMs(endMs, capMs) : stepMs(endMs, capMs);
  }
}

/** Some speakers report one position for a whole song: its end cannot be told. */
function isStuck(before: Answer | undefined, { playback, atMs, endsAtMs }: Answer): boolean {
  const was = before?.playback;
  if (!before || !was || was.kind === 'nothing' || playback.kind === 'nothing') return false;
  if (endsAtMs === undefined || endsAtMs <= atMs || !was.isPlaying) return false;
  const isSame = was.itemKey === playback.itemKey && was.progressMs === playback.progressMs;
  return isSame && atMs - before.atMs > STUCK_AFTER_MS;
}

function isOtherState(before: Playback | undefined, after: Playback): boolean {
  return stateOf(before) !== stateOf(after);
}

function stateOf(playback: Playback | undefined): string {
  if (!playback || playback.kind === 'nothing') return playback ? 'nothing' : '';
  return playback.isPlaying ? 'playing' : 'paused';
}

function isPlaying(playback: Playback): boolean {
  return playback.kind !== 'nothing' && playback.isPlaying;
}
