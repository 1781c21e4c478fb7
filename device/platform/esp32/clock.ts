/** The Clock port on the ESP32's 64-bit microsecond timer. */
import Time from 'time';
import Timer from 'timer';
import { isPlausible } from '../../clock/plausible-time.js';
import type { Clock } from '../../shared/ports.js';

/**
 * Shorter waits spin: a tick of FreeRTOS is 1 ms (the SDK's sdkconfig), and a delay of n ticks may take little more than
 * n - 1, so only waits of more than two ticks yield.
 */
const SPIN_BELOW_US = 2_000;
/** @param epochMs rounded to the second, as the SDK requires */
export function setChipTime(epochMs: number): void {
  Time.set(Math.round(epochMs / 1000));
}

export class MicrosecondClock implements Clock {
  readonly #startUs: number;

  constructor() {
    if (Time.microseconds === undefined)
      throw new Error('this build has no microseconds: include modules/base/microseconds');
    this.#startUs = Time.microseconds;
  }

  nowUs(): number {
    return (Time.microseconds ?? 0) - this.#startUs;
  }

  waitUntilUs(deadlineUs: number): void {
    const leftUs = deadlineUs - this.nowUs();
    // Lets other tasks (Wi-Fi, TCP) run; one tick less, and spin for the rest.
    if (leftUs >= SPIN_BELOW_US) Timer.delay(Math.floor(leftUs / 1000) - 1);
    while (this.nowUs() < deadlineUs);
  }

  /** The chip counts from 1970 after power-on. */
  epochMs(): number | undefined {
    const now = Date.now();
    return isPlausible(now) ? now : undefined;
  }
}
