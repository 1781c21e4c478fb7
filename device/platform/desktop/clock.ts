/** The Clock port on a PC, whose Moddable build counts whole milliseconds only. */
import Time from 'time';
import Timer from 'timer';
import type { Clock } from '../../shared/ports.js';

export class MillisecondClock implements Clock {
  #ticks = Time.ticks;
  #elapsedMs = 0;
  /** Never goes back; runs ahead of the real clock by the waits that it skipped. */
  #floorUs = 0;

  nowUs(): number {
    const ticks = Time.ticks;
    // `ticks` wraps after 49 days; differences between two readings do not.
    this.#elapsedMs += Time.delta(this.#ticks, ticks);
    this.#ticks = ticks;
    this.#floorUs = Math.max(this.#floorUs, this.#elapsedMs * 1000);
    return this.#floorUs;
  }

  /** Sleeps whole milliseconds only and skips the rest, or each frame would freeze the window for 50 ms. */
  waitUntilUs(deadlineUs: number): void {
    const leftMs = Math.floor((deadlineUs - this.nowUs()) / 1000);
    if (leftMs > 0) Timer.delay(leftMs);
    this.#floorUs = Math.max(this.nowUs(), deadlineUs);
  }

  epochMs(): number {
    return Date.now();
  }
}
