/**
 * Feeds the chip's watchdog as long as timers fire, and makes sure that there is always a next step. A step that is long
 * overdue is taken at once; where that does not help, the chip restarts.
 */
import type { Cancel, System, Timer } from '../shared/ports.js';

export interface SupervisorOptions {
  readonly timer: Timer;
  readonly system: System;
  /** How late the next step is. */
  readonly overdueMs: () => number;
  /** Of the steps so far. */
  readonly successCount: () => number;
  readonly nudge: () => void;
  readonly onStuck: () => void;
  /** What else is checked every few seconds. */
  readonly onTick: () => void;
}

/** Far below the chip's 60 s, so that neither a slow response nor a long heal delays it too much. */
const TICK_MS = 10_000;
/** No timer of a healthy device is ever this late. */
const OVERDUE_MS = 30_000;
/** Without a success in between: five minutes in which no step led anywhere. */
const NUDGES_MAX = 10;

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #tick = (): void => this.beat();
  #cancel: Cancel = () => undefined;
  #nudgeCount = 0;
  #seenSuccessCount = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  start(): void {
    const { timer, system } = this.#options;
    system.feedWatchdog();
    this.#cancel = timer.set(this.#tick, TICK_MS);
  }

  stop(): void {
    this.#cancel();
  }

  private beat(): void {
    // The next one first, so that an exception below does not end them.
    this.start();
    const { overdueMs, successCount, nudge, onStuck, onTick } = this.#options;
    onTick();
    const count = successCount();
    if (count !== this.#seenSuccessCount) this.#nudgeCount = 0;
    this.#seenSuccessCount = count;
    if (overdueMs() < OVERDUE_MS) return;
    this.#nudgeCount += 1;
    if (this.#nudgeCount > NUDGES_MAX) onStuck();
    else nudge();
  }
}
