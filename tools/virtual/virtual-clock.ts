/**
 * Time that moves only on request: the device's Clock and Timer in tests, in simulations and inside XS. Pure. Two timers
 * due at the same instant fire in the order in which they were set, so that runs are repeatable.
 */
import type { Cancel, Clock, Timer } from '../../device/shared/ports.js';

interface Alarm {
  readonly deadlineUs: number;
  readonly callback: () => void;
}

/** Callbacks at one instant: a device that exceeds this would hang, and the test with it. */
const CALLBACKS_PER_INSTANT_MAX = 10_000;

export class VirtualTime {
  readonly clock: Clock;
  readonly timer: Timer;
  /** By deadline, then by the order of setting. */
  readonly #alarms: Alarm[] = [];
  #nowUs = 0;
  #isAdvancing = false;
  /** Wall clock minus `nowUs`, in ms; undefined until it is set. */
  #epochOffsetMs: number | undefined;

  constructor({ startEpochMs }: { readonly startEpochMs?: number } = {}) {
    this.#epochOffsetMs = startEpochMs;
    this.clock = {
      nowUs: () => this.#nowUs,
      waitUntilUs: (deadlineUs) => {
        // As on the device, no timer fires while it waits for the display.
        if (deadlineUs > this.#nowUs) this.#nowUs = deadlineUs;
      },
      epochMs: () =>
        this.#epochOffsetMs === undefined ? undefined : this.#epochOffsetMs + this.#nowUs / 1000,
    };
    this.timer = { set: (callback, delayMs) => this.#set(callback, delayMs) };
  }

  /** As SNTP does; undefined unsets the wall clock. */
  setEpochMs(epochMs: number | undefined): void {
    this.#epochOffsetMs = epochMs === undefined ? undefined : epochMs - this.#nowUs / 1000;
  }

  nextDeadlineUs(): number | undefined {
    return this.#alarms[0]?.deadlineUs;
  }

  /** Moves on by `us` and fires each timer at its deadline, or later if the callback before it took longer. */
  advanceUs(us: number): void {
    if (!(us >= 0)) throw new RangeError(`time cannot move by ${us} µs`);
    if (this.#isAdvancing) throw new Error('a timer callback cannot move the time');
    this.#isAdvancing = true;
    try {
      this.#fireUntil(this.#nowUs + us);
    } finally {
      this.#isAdvancing = false;
    }
  }

  #fireUntil(targetUs: number): void {
    let atThisInstant = 0;
    for (;;) {
      const alarm = this.#alarms[0];
      if (!alarm || alarm.deadlineUs > targetUs) break;
      this.#alarms.shift();
      if (alarm.deadlineUs > this.#nowUs) {
        this.#nowUs = alarm.deadlineUs;
        atThisInstant = 0;
      }
      atThisInstant += 1;
      if (atThisInstant > CALLBACKS_PER_INSTANT_MAX)
        throw new Error(
          `time does not advance at ${this.#nowUs} µs: timers without delay keep setting each other`,
        );
      alarm.callback();
    }
    if (this.#nowUs < targetUs) this.#nowUs = targetUs;
  }

  #set(callback: () => void, delayMs: number): Cancel {
    if (Number.isNaN(delayMs)) throw new RangeError('a timer needs a delay in ms');
    const alarm: Alarm = { deadlineUs: this.#nowUs + Math.max(0, delayMs) * 1000, callback };
    let at = this.#alarms.length;
    while (at > 0 && (this.#alarms[at - 1]?.deadlineUs ?? 0) > alarm.deadlineUs) at -= 1;
    this.#alarms.splice(at, 0, alarm);
    return () => {
      const index = this.#alarms.indexOf(alarm);
      if (index >= 0) this.#alarms.splice(index, 1);
    };
  }
}
