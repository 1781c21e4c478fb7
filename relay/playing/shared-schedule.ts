/**
 * The device's schedule, kept in the database so that all instances ask as one. What it knows goes there as the memory
 * that it gives now and then and the calls since; an instance that finds another's questions there starts from those.
 */
import { Schedule } from '../../device/spotify/schedule.js';
import type { Playback } from '../../device/spotify/playback.js';

/** Another release may remember otherwise: then nothing is known, as on the first day. */
const FORM = 2;

interface Kept {
  readonly memory: NonNullable<ReturnType<Schedule['memoryIfDue']>>;
  readonly atMs: number;
}

interface Stored {
  readonly form: number;
  readonly kept?: Kept;
  readonly callsSince: readonly number[];
}

export class SharedSchedule {
  readonly #schedule = new Schedule();
  #kept: Kept | undefined;
  #callsSince: number[] = [];

  /** @param text as `text` gave it; what is not understood is forgotten */
  constructor(text: string | undefined) {
    const stored = text === undefined ? undefined : parse(text);
    if (!stored) return;
    const { kept, callsSince } = stored;
    this.#kept = kept;
    // As of then: calls are forgotten a day after they were made, not after they were read.
    if (kept) this.#schedule.recall(kept.memory, kept.atMs, kept.atMs);
    for (const atMs of callsSince) this.asked(atMs);
  }

  asked(nowMs: number): void {
    this.#schedule.polled(nowMs);
    this.#callsSince.push(nowMs);
  }

  /** @returns time to the next question, in ms */
  answered(playback: Playback, nowMs: number): number {
    return this.#schedule.observed(playback, nowMs).waitMs;
  }

  /** A 429 or a 503 that wants us to wait. @returns time to the next question, in ms */
  blocked(retryAfterMs: number, isQuota: boolean, nowMs: number): number {
    return this.#schedule.blocked(retryAfterMs, isQuota, nowMs);
  }

  waitMs(nowMs: number): number {
    return this.#schedule.waitMs(nowMs);
  }

  text(nowMs: number): string {
    const memory = this.#schedule.memoryIfDue(nowMs);
    if (memory) {
      this.#kept = { memory, atMs: nowMs };
      this.#callsSince = [];
    }
    return JSON.stringify({ form: FORM, kept: this.#kept, callsSince: this.#callsSince });
  }
}

function parse(text: string): Stored | undefined {
  const stored = JSON.parse(text) as Stored;
  return stored.form === FORM ? stored : undefined;
}
