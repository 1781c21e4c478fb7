/** The System port on the ESP32: why it started, a watchdog for a program that runs and does nothing, the restart. */
import getResetReason from 'resetReason';
import Time from 'time';
import Timer from 'timer';
import type { Log, StartReason, Store, System } from '../../shared/ports.js';
import { noteRestart, takeStartReason, type RestartCause } from './start-reason.js';

/** The SDK's, made by modules/io/system. */
declare const System: { restart(): void };

/** For who has no System port, or not yet. Does not return. */
export function restartChip(): void {
  System.restart();
}

/**
 * Of a program that no longer turns its loop at all the chip's own watchdog takes care (sdkconfig), which the loop
 * feeds; this one is for a loop that turns while the device's work has come to a stop.
 */
const HUNGRY_AFTER_MS = 60_000;
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
    // Ticks alone are noted: a timer at each feeding would be garbage every second.
    if (this.#fedAtTicks === undefined) Timer.repeat(() => this.look(), LOOK_EVERY_MS);
    this.#fedAtTicks = Time.ticks;
  }

  restart(): void {
    this.#restart('asked');
  }

  private look(): void {
    if (this.#fedAtTicks === undefined || Time.delta(this.#fedAtTicks) < HUNGRY_AFTER_MS) return;
    this.#log.write('error', `nothing has happened for ${HUNGRY_AFTER_MS} ms`);
    this.#restart('watchdog');
  }

  #restart(cause: RestartCause): void {
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
