/** A button's edges → gestures, debounced. */
import { nothing } from '../shared/nothing.js';
import type { Cancel, Clock, Timer } from '../shared/ports.js';
import { Debounced } from './debounced.js';

export type Gesture =
  /** Pressed and released. */
  | 'press'
  /** The second of two presses in a row. */
  | 'double press'
  /** Held: from here on, releasing it is not a press. */
  | 'hold'
  /** Held longer: the last chance to release it. */
  | 'long hold'
  /** Held to the end. */
  | 'longest hold'
  /** Released after a hold, but before the end. */
  | 'let go';

export interface GesturesOptions {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly onGesture: (gesture: Gesture) => void;
}

const DOUBLE_WITHIN_MS = 500;
const HOLD_MS = 1500;
export const LONG_HOLD_MS = 3000;
export const LONGEST_HOLD_MS = 8000;

export class Gestures extends Debounced {
  readonly #options: GesturesOptions;
  #cancelHold: Cancel = nothing;
  #isHold = false;
  #pressedAtMs = -Infinity;

  constructor(options: GesturesOptions) {
    super(options.timer);
    this.#options = options;
  }

  override stop(): void {
    super.stop();
    this.#cancelHold();
  }

  protected override settled(): void {
    this.#cancelHold();
    if (this.isDown) return this.holdFrom(0, HOLD_MS, 'hold');
    if (this.#isHold) {
      this.#isHold = false;
      this.#options.onGesture('let go');
      return;
    }
    const nowMs = this.#options.clock.nowUs() / 1000;
    const isDouble = nowMs - this.#pressedAtMs < DOUBLE_WITHIN_MS;
    // A third press starts another pair.
    this.#pressedAtMs = isDouble ? -Infinity : nowMs;
    this.#options.onGesture(isDouble ? 'double press' : 'press');
  }

  private holdFrom(
    fromMs: number,
    toMs: number,
    gesture: 'hold' | 'long hold' | 'longest hold',
  ): void {
    this.#cancelHold = this.#options.timer.set(() => {
      // After the longest hold, releasing it does nothing.
      this.#isHold = gesture !== 'longest hold';
      if (gesture === 'longest hold') this.isDown = false;
      if (gesture === 'hold') this.holdFrom(toMs, LONG_HOLD_MS, 'long hold');
      if (gesture === 'long hold') this.holdFrom(toMs, LONGEST_HOLD_MS, 'longest hold');
      this.#options.onGesture(gesture);
    }, toMs - fromMs);
  }
}
