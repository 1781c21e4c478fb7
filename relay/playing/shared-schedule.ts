/**
 * The device's schedule, kept in the database so that all instances poll as one. Stored are its memory, now and then,
 * and the calls since; an instance that finds another's calls there starts from those.
 */
import { Schedule } from '../../device/spotify/schedule.js';

/** Another release may store another form: then it starts with nothing, as on the first day. */
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

export class SharedSchedule extends Schedule {
  #kept: Kept | undefined;
  #callsSince: number[] = [];

  /** @param text as `text` gave it; what is not understood is forgotten */
  constructor(text: string | undefined) {
    super();
    const stored = text === undefined ? undefined : parse(text);
    if (!stored) return;
    const { kept, callsSince } = stored;
    this.#kept = kept;
    // As of then: calls are forgotten a day after they were made, not after they were read.
    if (kept) this.recall(kept.memory, kept.atMs, kept.atMs);
    for (const atMs of callsSince) this.polled(atMs);
  }

  override polled(nowMs: number): void {
    super.polled(nowMs);
    this.#callsSince.push(nowMs);
  }

  text(nowMs: number): string {
    const memory = this.memoryIfDue(nowMs);
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
