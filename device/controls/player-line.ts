/** One of the buttons that control: each press counts, as soon as it is sure. */
import type { Timer } from '../shared/ports.js';
import { Debounced } from './debounced.js';

export class PlayerLine extends Debounced {
  readonly #onPress: () => void;

  constructor(timer: Timer, onPress: () => void) {
    super(timer);
    this.#onPress = onPress;
  }

  protected override settled(): void {
    if (this.isDown) this.#onPress();
  }
}
