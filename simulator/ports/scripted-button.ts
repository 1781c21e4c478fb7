/** A button that does what a test or the page says, without bouncing. */
import type { Button } from '../../device/shared/ports.js';

export class ScriptedButton implements Button {
  readonly #watchers: ((isDown: boolean) => void)[] = [];

  watch(onChange: (isDown: boolean) => void): void {
    this.#watchers.push(onChange);
  }

  forgetWatchers(): void {
    this.#watchers.length = 0;
  }

  become(isDown: boolean): void {
    for (const onChange of this.#watchers) onChange(isDown);
  }
}
