/** The System port on a PC, where nothing restarts the program. */
import type { Log, StartReason, System } from '../../shared/ports.js';

export class ProcessSystem implements System {
  readonly startReason: StartReason = 'power';
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** No watchdog: a stuck program is visible in the simulator. */
  feedWatchdog(): void {
    return;
  }

  restart(): void {
    this.#log.write('error', 'would restart here');
  }
}
