/** The System port on a PC, where the program's end is the simulator's to see: nothing restarts it. */
import type { Log, StartReason, System } from '../../shared/ports.js';

export class ProcessSystem implements System {
  readonly startReason: StartReason = 'power';
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** A stuck program stands in front of whoever simulates. */
  feedWatchdog(): void {
    return;
  }

  restart(): void {
    this.#log.write('error', 'would restart here');
  }
}
