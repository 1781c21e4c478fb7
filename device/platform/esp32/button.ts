/** The Button port on a GPIO that a button pulls to ground; most boards have one at GPIO 0, called BOOT. */
import Digital from 'embedded:io/digital';
import type { Button, Log, PlayerButton } from '../../shared/ports.js';

export class GpioButton implements Button {
  readonly #pin: number | undefined;
  readonly #log: Log;

  /** @param pin undefined: there is none */
  constructor(pin: number | undefined, log: Log) {
    this.#pin = pin;
    this.#log = log;
  }

  watch(onChange: (isDown: boolean) => void): void {
    const pin = this.#pin;
    if (pin === undefined) return;
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
  const on = (pin: number | undefined): Button => new GpioButton(pin, log);
  return { play: on(play), next: on(next), previous: on(previous) };
}
