/** The System port on the ESP32, as far as it is known here: why the chip started is not. */
import type { Log, StartReason, System } from '../../ports.js';

export class ChipSystem implements System {
  readonly startReason: StartReason = 'unknown';
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Without a watchdog there is nothing to feed. */
  feedWatchdog(): void {
    return;
  }

  restart(): void {
    this.#log.write('error', 'asked to restart, and cannot');
    throw new Error('asked to restart');
  }
}
