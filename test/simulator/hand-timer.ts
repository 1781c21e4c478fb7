/** A timer and its clock, advanced by hand. */
import type { Cancel, Timer } from '../../device/shared/ports.js';

export class HandTimer implements Timer {
  #nowMs = 0;
  #due: { atMs: number; callback: () => void }[] = [];
  readonly nowMs = (): number => this.#nowMs;

  readonly set = (callback: () => void, delayMs: number): Cancel => {
    const entry = { atMs: this.#nowMs + delayMs, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  };

  get pendingCount(): number {
    return this.#due.length;
  }

  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#due
        .filter(({ atMs }) => atMs <= untilMs)
        .sort((one, other) => one.atMs - other.atMs);
      if (!next) break;
      this.#due = this.#due.filter((entry) => entry !== next);
      this.#nowMs = next.atMs;
      next.callback();
    }
    this.#nowMs = untilMs;
  }
}
