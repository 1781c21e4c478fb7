/**
 * Feeds the chip's watchdog while timers fire, and checks that the machine makes progress. A long overdue step is taken at
 * once; if that does not help, the chip restarts.
 */
import { nothing } from '../shared/nothing.js';
import type { Cancel, System, Timer } from '../shared/ports.js';

export interface SupervisorOptions {
  readonly timer: Timer;
  readonly system: System;
  /** How late the next step is. */
  readonly overdueMs: () => number;
  /** Successful steps so far. */
  readonly successCount: () => number;
  readonly nudge: () => void;
  readonly onStuck: () => void;
  /** Other checks, every few seconds. */
  readonly onTick: () => void;
}

/** Well below the chip's 60 s, so that slow work cannot delay it too much. */
const TICK_MS = 10_000;
/** Timers of a healthy device are never this late. */
const OVERDUE_MS = 30_000;
/** In a row, without a success in between. */
const NUDGES_MAX = 10;

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #tick = (): void => this.beat();
  #cancel: Cancel = nothing;
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
    // Sets the next timer first, so that an exception below does not end the ticks.
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
