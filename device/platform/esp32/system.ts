/** The System port on the ESP32: start reason, restart, and a watchdog for a program that runs but makes no progress. */
import getResetReason from 'resetReason';
import Time from 'time';
import Timer from 'timer';
import type { Log, StartReason, Store, System } from '../../shared/ports.js';
import { noteRestart, takeStartReason, type RestartCause } from './start-reason.js';

/** The SDK's, made by modules/io/system. */
declare const System: { restart(): void };

/** For code without a System port. Does not return. */
export function restartChip(): void {
  System.restart();
}

/**
 * The event loop feeds the chip's own watchdog (sdkconfig), which catches a blocked loop. This one catches a loop that
 * runs while the device's work has stopped.
 */
const FEED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 10_000;

export class ChipSystem implements System {
  readonly startReason: StartReason;
  readonly #store: Store;
  readonly #log: Log;
  #fedAtTicks: number | undefined;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
    this.startReason = takeStartReason(store, getResetReason().reason);
    log.write('info', `started: ${this.startReason}`);
  }

  feedWatchdog(): void {
    // Only stores the ticks: setting a timer at each feeding would create garbage.
    if (this.#fedAtTicks === undefined) Timer.repeat(() => this.look(), LOOK_EVERY_MS);
    this.#fedAtTicks = Time.ticks;
  }

  restart(): void {
    this.restartFor('requested');
  }

  private look(): void {
    if (this.#fedAtTicks === undefined || Time.delta(this.#fedAtTicks) < FEED_WITHIN_MS) return;
    this.#log.write('error', `nothing has happened for ${FEED_WITHIN_MS} ms`);
    this.restartFor('watchdog');
  }

  private restartFor(cause: RestartCause): void {
    this.#log.write('warn', `restarting: ${cause}`);
    try {
      noteRestart(this.#store, cause);
    } catch (error) {
      // The next start then calls it a crash.
      this.#log.write('warn', `store: ${String(error)}`);
    }
    System.restart();
  }
}
