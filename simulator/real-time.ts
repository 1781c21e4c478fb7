/** Real time for the simulated device, without blocking for the display's waits. */
import type { Cancel, Clock, Timer } from '../device/shared/ports.js';

/**
 * Waiting moves this clock ahead of real time, by at most the 60 ms of the display's initialisation; it then stops until
 * real time has caught up. So the driver's timing is exact, and the process never spins.
 */
export class RealClock implements Clock {
  readonly #startedAtMs = performance.now();
  #floorUs = 0;

  nowUs(): number {
    return Math.max(this.#floorUs, (performance.now() - this.#startedAtMs) * 1000);
  }

  waitUntilUs(deadlineUs: number): void {
    this.#floorUs = Math.max(this.#floorUs, deadlineUs);
  }

  epochMs(): number {
    return Date.now();
  }
}

/** Longer delays would wrap in Node's own timers. */
const DELAY_MAX_MS = 2 ** 31 - 1;

export class RealTimer implements Timer {
  set(callback: () => void, delayMs: number): Cancel {
    const timeout = setTimeout(callback, Math.min(delayMs, DELAY_MAX_MS));
    return () => clearTimeout(timeout);
  }
}
