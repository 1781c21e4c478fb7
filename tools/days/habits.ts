/** Listeners as numbers: from habits and a seed, a day of listening with every change and its cause. */
import type { Random } from '../../device/shared/ports.js';
import type { Cause, CausedLine } from './day.js';

export interface Sitting {
  /** Hours since midnight. */
  readonly atH: number;
  readonly hours: number;
}

export interface Habits {
  readonly sittings: readonly Sitting[];
  /** Shortest and longest item, in s. */
  readonly itemS: readonly [number, number];
  /** Chance that an item is skipped early, which starts a burst. */
  readonly burstChance: number;
  /** Skips in a burst, at most, and seconds from one to the next. */
  readonly burstLength: number;
  readonly burstGapS: readonly [number, number];
  /** Skips, and pauses, an hour, at random moments. */
  readonly skipsPerHour: number;
  readonly pausesPerHour: number;
  readonly pauseS: readonly [number, number];
  /** How long after its computed end the next item starts, in ms (crossfade: negative), and how much that varies. */
  readonly endOffsetMs: number;
  readonly endJitterMs: number;
  /** Chance that an item plays once more. */
  readonly repeatChance: number;
  /** Chance of an advertisement, which has no known duration, after an item. */
  readonly adChance: number;
  /** Chance that a sitting ends paused and not with nothing. */
  readonly endsPausedChance: number;
}

export const DAY_MS = 86_400_000;

/** @param days how many such days in a row */
export function dayOf(habits: Habits, random: Random, days = 1): CausedLine[] {
  const teller = new Teller(habits, random);
  for (let day = 0; day < days; day += 1)
    for (const { atH, hours } of habits.sittings) {
      const startMs = day * DAY_MS + atH * 3_600_000 + random() * 60_000;
      teller.sit(startMs, startMs + hours * 3_600_000);
    }
  return teller.end(days * DAY_MS);
}

class Teller {
  readonly #habits: Habits;
  readonly #random: Random;
  readonly #lines: CausedLine[] = [{ line: { atMs: 0, state: 'nothing' }, cause: 'other' }];
  #itemCount = 0;
  #burstLeft = 0;

  constructor(habits: Habits, random: Random) {
    this.#habits = habits;
    this.#random = random;
  }

  sit(startMs: number, endMs: number): void {
    let nowMs = startMs;
    let cause: Cause = 'start';
    let item = this.#newItem();
    while (nowMs < endMs) {
      const isRepeat = cause === 'natural' && this.#random() < this.#habits.repeatChance;
      if (!isRepeat) item = this.#newItem();
      ({ nowMs, cause } = this.#play(item, nowMs, cause, endMs));
      if (cause === 'natural' && this.#random() < this.#habits.adChance) {
        this.#tell('playing', nowMs, { key: 'ad', durationMs: 0 }, 0, 'natural');
        nowMs += this.#between([15, 30]);
      }
    }
    const isPaused = this.#random() < this.#habits.endsPausedChance;
    if (isPaused) this.#tell('paused', nowMs, item, item.durationMs / 2, 'pause');
    else this.#lines.push({ line: { atMs: nowMs, state: 'nothing' }, cause: 'other' });
  }

  end(atMs: number): CausedLine[] {
    return [...this.#lines, { line: { atMs, state: 'end' }, cause: 'other' }];
  }

  /** One item from its start to its end, or to where it is skipped. */
  #play(item: Item, startMs: number, cause: Cause, endMs: number): { nowMs: number; cause: Cause } {
    const { endOffsetMs, endJitterMs, burstChance, burstLength, burstGapS } = this.#habits;
    this.#tell('playing', startMs, item, 0, cause);
    if (this.#burstLeft === 0 && this.#random() < burstChance)
      this.#burstLeft = 1 + Math.floor(this.#random() * burstLength);
    if (this.#burstLeft > 0) {
      this.#burstLeft -= 1;
      return { nowMs: startMs + this.#between(burstGapS), cause: 'skip' };
    }
    const jitterMs = Math.round((2 * this.#random() - 1) * endJitterMs);
    // It cannot end before it started.
    const playMs = Math.max(1000, item.durationMs + endOffsetMs + jitterMs);
    const skipMs = this.#after(this.#habits.skipsPerHour);
    // A sitting may end in the middle of an episode, but not before the item has started.
    const untilMs = Math.min(playMs, skipMs, Math.max(1000, endMs - startMs));
    const pausedForMs = this.#pauseWithin(item, startMs, untilMs);
    return {
      nowMs: startMs + untilMs + pausedForMs,
      cause: skipMs < playMs ? 'skip' : 'natural',
    };
  }

  /** @returns how long was paused, in ms */
  #pauseWithin(item: Item, startMs: number, playMs: number): number {
    const pauseMs = this.#after(this.#habits.pausesPerHour);
    if (pauseMs >= playMs) return 0;
    const forMs = this.#between(this.#habits.pauseS);
    this.#tell('paused', startMs + pauseMs, item, pauseMs, 'pause');
    this.#tell('playing', startMs + pauseMs + forMs, item, pauseMs, 'resume');
    return forMs;
  }

  /** Exponentially distributed: the time to the next random event, in ms. */
  #after(perHour: number): number {
    return perHour === 0
      ? Infinity
      : Math.round((-Math.log(1 - this.#random()) * 3_600_000) / perHour);
  }

  #newItem(): Item {
    this.#itemCount += 1;
    return { key: `item-${this.#itemCount}`, durationMs: this.#between(this.#habits.itemS) };
  }

  #between([low, high]: readonly [number, number]): number {
    return Math.round((low + (high - low) * this.#random()) * 1000);
  }

  #tell(
    state: 'playing' | 'paused',
    atMs: number,
    { key, durationMs }: Item,
    progressMs: number,
    cause: Cause,
  ): void {
    const line = { atMs: Math.round(atMs), state, item: key, durationMs, progressMs } as const;
    this.#lines.push({ line, cause });
  }
}

interface Item {
  readonly key: string;
  readonly durationMs: number;
}
