/**
 * When to poll Spotify next. Its development mode has a hidden daily quota, so requests are scarce.
 * Pure: events with their times in, the next wait out.
 *
 * | what plays                            | next poll                                                          |
 * | ------------------------------------- | ------------------------------------------------------------------ |
 * | an item                               | 1 s after its end; before that every 10 to 30 s, by `Budget.gapMs` |
 * | an item that a person just chose      | every 10 s for half a minute: people skip in bursts                |
 * | an item past its end                  | after 1, 2, 2, 2, 4, 8 and 15 s, then as usual                     |
 * | a response that contradicts the item  | after 3 s, and 4 s after that; then it is believed                 |
 * | a response that misses our command    | after 2 s; then it is believed                                     |
 * | a paused item                         | every 15 s, after 45 s every 30 s, after half an hour every 45 s   |
 * | nothing, or an item long past its end | every 45 s                                                         |
 * | any of these two for an hour          | every 2 min                                                        |
 *
 * As the budget runs out all of these waits stretch; those at the ends of items stretch last.
 */
import { Budget } from './schedule-budget.js';
import type { Observation, Change } from './schedule-changes.js';
import { changeBetween, isDoubtful, isPlaying, observe } from './schedule-changes.js';
import type { Playback } from './playback.js';

/** Requests in a rolling day, unless the settings say otherwise. */
export const DEFAULT_BUDGET = 2000;
const HOUR_MS = 3_600_000;
const TOUCHED_FOR_MS = 30_000;
const BURST_MS = 10_000;
/** When the budget's gap is longer than this, there are no bursts. */
const BURST_UP_TO_MS = 27_000;
/** The next item may take a moment to load. */
const AFTER_END_MS = 1000;
/** The least time between two polls, so that no bug can cause a storm of requests. */
const FLOOR_MS = 1000;
const OVERDUE_MS = Object.freeze([1000, 2000, 2000, 2000, 4000, 8000, 15_000]);
const DOUBT_MS = Object.freeze([3000, 4000]);
/** Spotify's caches rarely lag longer behind a command. */
const EXPECTED_AFTER_MS = 2000;
/** This long after its end an item no longer plays, even if Spotify says so. */
const OVER_AFTER_MS = 180_000;
/** While nothing plays no calls are reserved for ends, and a start must be noticed. */
const IDLE_STRETCH_MAX = 10;
/** Two end offsets this close come from the same player; their difference is noise and is mostly smoothed out. */
const SAME_OFFSET_MS = 1500;
const NOISE_SHARE = 0.25;
/** A rate limit is over in seconds; a 429 this long is the daily quota, whatever its text says. */
const QUOTA_FROM_MS = 600_000;
/** Consecutive 429s are at least FLOOR_MS apart, doubled each time up to this, whatever their `Retry-After`. */
const BLOCK_MIN_MAX_MS = 60_000;
/** A longer block is taken for a mistake: one request then checks. */
const BLOCK_MAX_MS = 48 * HOUR_MS;
/** Flash wears: a restart loses at most this many calls, and a day takes about twenty writes. */
const KEEP_EVERY_CALLS = 64;
/** A shorter block is over before a restart is. */
const KEEP_FROM_MS = 10_000;

/** `retryAfterMs`: its length when Spotify sent it. */
export type Block = Readonly<{ untilMs: number; retryAfterMs: number; isQuota: boolean }>;

/**
 * What to make of a response, when to poll next, and how fast the item plays. `doubt`: keep showing what was there before.
 * `stuck`: its position does not move. `over`: it no longer plays.
 */
export type Verdict = Readonly<{
  kind: 'believed' | 'doubt' | 'stuck' | 'over';
  waitMs: number;
  rate?: number | undefined;
}>;

export class Schedule {
  readonly #budget: Budget;
  #last: Observation | undefined;
  #doubtCount = 0;
  #isExpected: ((playback: Playback) => boolean) | undefined;
  #state: 'playing' | 'paused' | 'nothing' | undefined;
  #sinceMs = 0;
  #touchedAtMs = -Infinity;
  #overdueCount = 0;
  /** How much later than computed the player's items end. */
  #offsetMs = 0;
  #block: Block | undefined;
  /** 429s in a row. */
  #blockCount = 0;
  #callsToKeep = 0;

  constructor(limit = DEFAULT_BUDGET) {
    this.#budget = new Budget(limit);
  }

  /** A poll is sent. */
  polled(nowMs: number): void {
    this.#budget.take(nowMs);
    this.#callsToKeep += 1;
  }

  /** A command was carried out: the next response is believed if it shows that, and otherwise the one after it. */
  expect(isExpected: (playback: Playback) => boolean): void {
    this.#isExpected = isExpected;
  }

  observed(playback: Playback, nowMs: number): Verdict {
    this.#blockCount = 0;
    const isEarly = this.#isExpected?.(playback) === false;
    this.#isExpected = undefined;
    if (isEarly) return { kind: 'doubt', waitMs: Math.max(this.waitMs(nowMs), EXPECTED_AFTER_MS) };
    const doubtMs = DOUBT_MS[this.#doubtCount];
    if (doubtMs !== undefined && isDoubtful(this.#last, playback, nowMs)) {
      this.#doubtCount += 1;
      return { kind: 'doubt', waitMs: Math.max(this.waitMs(nowMs), doubtMs) };
    }
    this.#doubtCount = 0;
    const observation = observe(this.#last, playback, nowMs);
    this.learn(changeBetween(this.#last, observation), nowMs);
    const isOver = nowMs - (observation.endsAtMs ?? nowMs) > OVER_AFTER_MS;
    const isPaused = playback.kind !== 'nothing' && !playback.isPlaying;
    const state = isPaused ? 'paused' : isPlaying(playback) && !isOver ? 'playing' : 'nothing';
    if (state !== this.#state) this.#sinceMs = nowMs;
    this.#state = state;
    this.#last = observation;
    const waitMs = state === 'playing' ? this.playingMs(observation) : this.idleMs(nowMs);
    const kind = isOver ? 'over' : observation.isStuck ? 'stuck' : 'believed';
    return { kind, waitMs: Math.max(this.waitMs(nowMs), waitMs), rate: observation.speed.rate };
  }

  /** A 429 with a `Retry-After` of `retryAfterMs`. @returns time to the next poll, in ms */
  blocked(retryAfterMs: number, isQuota: boolean, nowMs: number): number {
    // A server may keep sending a `Retry-After` of 0: back off from it.
    const leastMs = Math.min(BLOCK_MIN_MAX_MS, FLOOR_MS * 2 ** Math.min(this.#blockCount, 16));
    this.#blockCount += 1;
    const forMs = Math.min(BLOCK_MAX_MS, Math.max(retryAfterMs, leastMs));
    const isDaily = isQuota || forMs >= QUOTA_FROM_MS;
    this.#block = { untilMs: nowMs + forMs, retryAfterMs: forMs, isQuota: isDaily };
    if (isDaily) this.#budget.learn(nowMs, nowMs + forMs);
    if (isDaily || forMs >= KEEP_FROM_MS) this.#callsToKeep = KEEP_EVERY_CALLS;
    return this.waitMs(nowMs);
  }

  /** Time until polls are allowed, in ms: during a block, or when no call is left. 0: now. */
  waitMs(nowMs: number): number {
    const blockMs = (this.#block?.untilMs ?? nowMs) - nowMs;
    return Math.max(0, blockMs, this.#budget.leftFromMs(nowMs) - nowMs);
  }

  get block(): Block | undefined {
    return this.#block;
  }

  /** Requests in the last 24 hours, and how many are allowed. */
  calls(nowMs: number): { readonly made: number; readonly allowed: number } {
    return { made: this.#budget.made(nowMs), allowed: this.#budget.limit(nowMs) };
  }

  /** What a restart must not lose, as whole numbers; undefined if it need not be saved yet. Times in ms after now. */
  memoryIfDue(nowMs: number): readonly number[] | undefined {
    if (this.#callsToKeep < KEEP_EVERY_CALLS) return undefined;
    this.#callsToKeep = 0;
    const { untilMs = nowMs, retryAfterMs = 0, isQuota = false } = this.#block ?? {};
    const own = [untilMs - nowMs, retryAfterMs, Number(isQuota), this.#offsetMs];
    return [...own.map(Math.round), ...this.#budget.memory(nowMs)];
  }

  /** Restores an earlier run's memory. @param takenAtMs when it was saved, on this run's clock */
  recall(memory: readonly number[], takenAtMs: number, nowMs: number): void {
    const [blockMs = 0, retryAfterMs = 0, isQuota = 0, offsetMs = 0, ...budget] = memory;
    if (budget.length !== this.#budget.memory(nowMs).length) return;
    // A wrong clock, then or now, may date it after now: the block and the reduced budget must not last longer for that.
    const atMs = Math.min(takenAtMs, nowMs);
    this.#budget.restore(budget, atMs, nowMs);
    const untilMs = Math.min(atMs + blockMs, nowMs + retryAfterMs);
    if (retryAfterMs > 0) this.#block = { untilMs, retryAfterMs, isQuota: isQuota === 1 };
    this.#offsetMs = offsetMs;
  }

  private learn(change: Change, nowMs: number): void {
    // Crossfade, gapless lists and slow speakers shift every end by about the same time.
    if (typeof change === 'object') {
      const stepMs = change.endOffsetMs - this.#offsetMs;
      this.#offsetMs += Math.abs(stepMs) <= SAME_OFFSET_MS ? NOISE_SHARE * stepMs : stepMs;
    }
    // The user of a device that was just switched on is about to start music.
    if (!this.#last || change === 'touch') this.#touchedAtMs = nowMs;
  }

  private idleMs(nowMs: number): number {
    const ageMs = nowMs - this.#sinceMs;
    let waitMs = ageMs < HOUR_MS ? 45_000 : 120_000;
    // Most pauses are short.
    if (this.#state === 'paused' && ageMs < HOUR_MS / 2) waitMs = ageMs < 45_000 ? 15_000 : 30_000;
    return waitMs * Math.min(IDLE_STRETCH_MAX, this.#budget.stretch(nowMs));
  }

  private playingMs({ atMs: nowMs, endsAtMs, isStuck }: Observation): number {
    const stretch = this.#budget.stretch(nowMs);
    const gapMs = this.#budget.gapMs(nowMs);
    const isBurst = nowMs - this.#touchedAtMs < TOUCHED_FOR_MS && gapMs <= BURST_UP_TO_MS;
    const capMs = stretch * (isBurst ? Math.min(BURST_MS, gapMs) : gapMs);
    if (endsAtMs === undefined || isStuck) return capMs;
    const leftMs = endsAtMs - nowMs;
    // The learned offset may be wrong this time: then try the computed end.
    const ends = [leftMs + this.#offsetMs + AFTER_END_MS, leftMs + AFTER_END_MS];
    const endMs = ends.find((waitMs) => waitMs >= FLOOR_MS);
    this.#overdueCount = endMs === undefined ? this.#overdueCount + 1 : 0;
    if (endMs === undefined)
      return Math.min(capMs, stretch * (OVERDUE_MS[this.#overdueCount - 1] ?? capMs));
    return endMs <= capMs || endMs >= 2 * capMs ? Math.min(endMs, capMs) : endMs / 2;
  }
}
