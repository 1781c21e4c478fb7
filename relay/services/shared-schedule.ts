/**
 * The device's schedule, kept in the database so that all instances ask as one. What it knows goes there as the memory
 * that it gives each half hour and the calls since; an instance that finds another's questions there starts from those.
 */
import { Schedule } from '../../device/spotify/schedule.js';
import type { Playback } from '../../device/spotify/playback.js';

/** Another release may remember otherwise: then nothing is known, as on the first day. */
const FORM = 1;

type Memory = NonNullable<ReturnType<Schedule['memoryIfDue']>>;

export class SharedSchedule {
  readonly #schedule = new Schedule();
  #memory: Memory | undefined;
  #callsSince: number[];

  /** @param text as `text` gave it; what is not understood is forgotten */
  constructor(text: string | undefined, nowMs: number) {
    const stored = text === undefined ? undefined : parse(text);
    this.#memory = stored?.memory;
    this.#callsSince = stored?.callsSince ?? [];
    if (this.#memory) this.#schedule.recall(this.#memory, nowMs);
    for (const atMs of this.#callsSince) this.#schedule.asked(atMs);
  }

  asked(nowMs: number): void {
    this.#schedule.asked(nowMs);
    this.#callsSince.push(nowMs);
  }

  /** @returns time to the next question, in ms */
  answered(playback: Playback, nowMs: number): number {
    return this.#schedule.answered(playback, nowMs);
  }

  /** A 429 or a 503 that wants us to wait. @returns time to the next question, in ms */
  blocked(toldMs: number, isQuota: boolean, nowMs: number): number {
    return this.#schedule.blocked(toldMs, isQuota, nowMs);
  }

  waitMs(nowMs: number): number {
    return this.#schedule.waitMs(nowMs);
  }

  text(nowMs: number): string {
    const memory = this.#schedule.memoryIfDue(nowMs);
    if (memory) {
      this.#memory = memory;
      this.#callsSince = [];
    }
    return JSON.stringify({ form: FORM, memory: this.#memory, callsSince: this.#callsSince });
  }
}

/** JSON knows no infinity and writes null for it. */
function parse(
  text: string,
): { readonly memory: Memory; readonly callsSince: number[] } | undefined {
  const stored = JSON.parse(text) as {
    readonly form: number;
    readonly memory?: Memory & { readonly budget: { readonly openFromMs: number | null } };
    readonly callsSince: number[];
  };
  if (stored.form !== FORM || !stored.memory) return undefined;
  const { memory, callsSince } = stored;
  const openFromMs = memory.budget.openFromMs as number | null;
  return {
    memory: { ...memory, budget: { ...memory.budget, openFromMs: openFromMs ?? -Infinity } },
    callsSince,
  };
}
