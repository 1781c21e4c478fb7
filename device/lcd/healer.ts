/** Heals the display now and then, and whenever asked: its waits are timers, so that everything else goes on meanwhile. */
import type { Cancel, Timer } from '../ports.js';
import type { LcdController } from './controller.js';

export interface HealerOptions {
  readonly lcd: LcdController;
  readonly timer: Timer;
  /** Time from the end of one healing to the next; 0 heals only when asked. */
  readonly everyMs: number;
  /** The display takes frames again. */
  readonly onHealed: () => void;
}

export class Healer {
  readonly #options: HealerOptions;
  #cancel: Cancel = nothing;
  #isHealing = false;

  constructor(options: HealerOptions) {
    this.#options = options;
  }

  /** Plans the next healing. */
  start(): void {
    const { everyMs, timer } = this.#options;
    this.#cancel();
    this.#cancel = everyMs > 0 ? timer.set(() => this.now(), everyMs) : nothing;
  }

  /** Heals at once, unless it does already. */
  now(): void {
    if (this.#isHealing) return;
    this.#isHealing = true;
    this.#cancel();
    this.#stepIn(this.#options.lcd.startHealing());
  }

  stop(): void {
    this.#cancel();
    this.#cancel = nothing;
    if (!this.#isHealing) return;
    // Half healed would be worse than ill: what is left takes some milliseconds.
    this.#isHealing = false;
    while (this.#options.lcd.heal() !== undefined);
  }

  #stepIn(us: number): void {
    this.#cancel = this.#options.timer.set(() => this.#step(), Math.ceil(us / 1000));
  }

  #step(): void {
    const waitUs = this.#options.lcd.heal();
    if (waitUs !== undefined) return this.#stepIn(waitUs);
    this.#isHealing = false;
    this.start();
    this.#options.onHealed();
  }
}

function nothing(): void {
  // There is nothing to cancel yet.
}
