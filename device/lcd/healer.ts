/** Heals the display at intervals and on request. Its waits are timers, so that everything else continues. */
import { nothing } from '../shared/nothing.js';
import type { Cancel, Timer } from '../shared/ports.js';
import type { LcdController } from './controller.js';

export interface HealerOptions {
  readonly lcd: LcdController;
  readonly timer: Timer;
  /** Time from the end of one self-heal to the next; 0 heals only on request. */
  readonly everyMs: number;
  /** The display accepts frames again. */
  readonly onHealed: () => void;
}

/** After this many intervals without a self-heal, its timer must have been lost. */
const LATE_FACTOR = 3;

export class Healer {
  readonly #options: HealerOptions;
  #cancel: Cancel = nothing;
  #isHealing = false;
  #healCount = 0;
  /** What `catchUp` last saw. */
  #seen = { wasHealing: false, healCount: -1, atMs: 0 };

  constructor(options: HealerOptions) {
    this.#options = options;
  }

  /** Schedules the next self-heal. */
  start(): void {
    const { everyMs, timer } = this.#options;
    this.#cancel();
    this.#cancel = everyMs > 0 ? timer.set(() => this.now(), everyMs) : nothing;
  }

  /** Heals at once, unless it is already doing so. */
  now(): void {
    if (this.#isHealing) return;
    this.#isHealing = true;
    this.#healCount += 1;
    this.#cancel();
    this.stepIn(this.#options.lcd.startHealing());
  }

  /** Called every few seconds: does what a lost timer should have done. */
  catchUp(nowMs: number): void {
    const { everyMs } = this.#options;
    const seen = this.#seen;
    const isStuck = this.#isHealing && seen.wasHealing;
    seen.wasHealing = this.#isHealing;
    if (this.#healCount !== seen.healCount) {
      seen.healCount = this.#healCount;
      seen.atMs = nowMs;
    }
    if (isStuck) this.step();
    else if (everyMs > 0 && nowMs - seen.atMs > LATE_FACTOR * everyMs) this.now();
  }

  stop(): void {
    this.#cancel();
    // Half healed is worse than not at all; the remaining steps take some milliseconds.
    this.#isHealing = false;
    while (this.#options.lcd.heal() !== undefined);
  }

  private stepIn(us: number): void {
    this.#cancel = this.#options.timer.set(() => this.step(), Math.ceil(us / 1000));
  }

  private step(): void {
    const waitUs = this.#options.lcd.heal();
    if (waitUs !== undefined) return this.stepIn(waitUs);
    this.#isHealing = false;
    this.start();
    this.#options.onHealed();
  }
}
