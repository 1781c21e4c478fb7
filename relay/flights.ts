/**
 * Work that is done once for all concurrent callers: one flight per key in this process, and the attempt's lease in
 * the database for all processes.
 */
import type { Clock } from './clock.js';

/** A device waits 10 s for a response; after this long it is told to come back. */
const WAIT_MAX_MS = 8_000;
/** How often another instance's work is looked at; each look is one keyed read. */
const WAIT_STEP_MS = 50;

export class Flights<T> {
  readonly #clock: Clock;
  readonly #flying = new Map<string, Promise<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Joins the flight under way, or starts one.
   * @param attempt returns undefined while another instance holds the lease and has no result yet
   */
  join(key: string, attempt: () => Promise<T | undefined>, gaveUp: T): Promise<T> {
    const flying = this.#flying.get(key);
    if (flying) return flying;
    const flight = this.#fly(attempt, gaveUp).finally(() => this.#flying.delete(key));
    this.#flying.set(key, flight);
    return flight;
  }

  async #fly(attempt: () => Promise<T | undefined>, gaveUp: T): Promise<T> {
    const deadlineMs = this.#clock.nowMs() + WAIT_MAX_MS;
    while (this.#clock.nowMs() < deadlineMs) {
      const done = await attempt();
      if (done !== undefined) return done;
      await this.#clock.sleep(WAIT_STEP_MS);
    }
    return gaveUp;
  }
}
