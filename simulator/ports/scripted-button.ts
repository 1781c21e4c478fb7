/** A button that does what the test says; without a bounce of its own, which a test may add by pressing twice. */
import type { Button } from '../../device/shared/ports.js';

export class ScriptedButton implements Button {
  readonly #watchers: ((isDown: boolean) => void)[] = [];

  watch(onChange: (isDown: boolean) => void): void {
    this.#watchers.push(onChange);
  }

  become(isDown: boolean): void {
    for (const onChange of this.#watchers) onChange(isDown);
  }
}
