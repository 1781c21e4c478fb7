/** The edges of a button's line → whether it is down, without the bounce. */
import { nothing } from '../shared/nothing.js';
import type { Cancel, Timer } from '../shared/ports.js';

/** Cheap buttons bounce for up to some 10 ms. */
const BOUNCE_MS = 30;

/** A base class, since another object would cost every device memory. */
export abstract class Debounced {
  readonly #timer: Timer;
  protected isDown = false;
  #cancel: Cancel = nothing;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  changed(isDown: boolean): void {
    this.#cancel();
    this.#cancel = this.#timer.set(() => {
      if (isDown === this.isDown) return;
      this.isDown = isDown;
      this.settled();
    }, BOUNCE_MS);
  }

  stop(): void {
    this.#cancel();
  }

  /** `isDown` has changed. */
  protected abstract settled(): void;
}
