/**
 * The device's own pulse: feeds the chip's watchdog as long as timers fire, and sees to it that there is always a next
 * step. A step that is long overdue is taken now; where that does not help, the chip starts anew.
 */
import type { Cancel, System, Timer } from '../shared/ports.js';

export interface VigilOptions {
  readonly timer: Timer;
  readonly system: System;
  /** How late the next step is. */
  readonly overdueMs: () => number;
  /** Of the steps so far. */
  readonly successCount: () => number;
  readonly nudge: () => void;
  readonly onStuck: () => void;
  /** Whatever else is looked at now and then. */
  readonly onTick: () => void;
}

/** Far below the chip's 60 s, so that a slow answer or a long healing starves nobody. */
const TICK_MS = 10_000;
/** More than any timer is ever late on a device that is well. */
const OVERDUE_MS = 30_000;
/** Without a success in between: five minutes in which nothing came of anything. */
const NUDGES_MAX = 10;

export class Vigil {
  readonly #options: VigilOptions;
  readonly #tick = (): void => this.beat();
  #cancel: Cancel = () => undefined;
  #nudgeCount = 0;
  #seenSuccessCount = 0;

  constructor(options: VigilOptions) {
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
    // The next beat first: whatever throws below must not end the pulse.
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
