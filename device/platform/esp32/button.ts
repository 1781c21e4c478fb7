/** The Button port on GPIOs that a button pulls to ground; most boards have one at GPIO 0, called BOOT. */
import Digital from 'embedded:io/digital';
import type { Button, Log, PlayerButton } from '../../shared/ports.js';

export class GpioButton implements Button {
  readonly #pins: readonly (number | undefined)[];
  readonly #log: Log;

  /** @param pins undefined ones are left out */
  constructor(pins: readonly (number | undefined)[], log: Log) {
    this.#pins = pins;
    this.#log = log;
  }

  watch(onChange: (isDown: boolean) => void): void {
    for (const pin of this.#pins) if (pin !== undefined) this.watchPin(pin, onChange);
  }

  private watchPin(pin: number, onChange: (isDown: boolean) => void): void {
    try {
      new Digital({
        pin,
        // GPIO 34 to 39 have no internal pull-up and need an external one.
        mode: Digital.InputPullUp,
        edge: Digital.Rising | Digital.Falling,
        onReadable(this: Digital): void {
          onChange(this.read() === 0);
        },
      });
    } catch (error) {
      // The device also works without its button.
      const why = error instanceof Error ? error.message : '';
      this.#log.write('error', `button on GPIO ${pin}: ${why}`);
    }
  }
}

/** @returns undefined if there are none */
export function buttonsOn(
  pins: Readonly<Partial<Record<PlayerButton, number>>>,
  log: Log,
): Partial<Record<PlayerButton, Button>> | undefined {
  const { play, next, previous } = pins;
  if ((play ?? next ?? previous) === undefined) return undefined;
  const on = (pin: number | undefined): Button => new GpioButton([pin], log);
  return { play: on(play), next: on(next), previous: on(previous) };
}
