/**
 * A store that never throws: failed writes stay in memory, are read from there and retried. A full or worn flash must not
 * stop a working device; unwritten values are lost only at the next restart.
 */
import type { Clock, Log, Store } from '../shared/ports.js';
import { messageOf } from './guarded-ports.js';

/** A worn flash fails every time: log it once an hour. */
const LOG_AGAIN_MS = 3_600_000;

export class RetryingStore implements Store {
  readonly #store: Store;
  readonly #log: Log;
  readonly #clock: Clock;
  /** When each kind of failure was last logged. */
  readonly #loggedAtMs = new Map<string, number>();
  /** Values to write; undefined: remove the key. */
  readonly #pending = new Map<string, string | undefined>();

  constructor(store: Store, log: Log, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  read(key: string): string | undefined {
    if (this.#pending.has(key)) return this.#pending.get(key);
    try {
      return this.#store.read(key);
    } catch (error) {
      this.log(`cannot read ${key}`, error);
      return undefined;
    }
  }

  write(key: string, value: string): void {
    this.#pending.set(key, value);
    this.tryKey(key);
  }

  remove(key: string): void {
    this.#pending.set(key, undefined);
    this.tryKey(key);
  }

  /** Called every few seconds: writes what is pending. */
  retry(): void {
    for (const key of this.#pending.keys()) this.tryKey(key);
  }

  private tryKey(key: string): void {
    const value = this.#pending.get(key);
    try {
      if (value === undefined) this.#store.remove(key);
      else this.#store.write(key, value);
      this.#pending.delete(key);
    } catch (error) {
      this.log(`cannot write ${key}`, error);
    }
  }

  private log(what: string, error: unknown): void {
    const nowMs = this.#clock.nowUs() / 1000;
    if (nowMs - (this.#loggedAtMs.get(what) ?? -Infinity) < LOG_AGAIN_MS) return;
    this.#loggedAtMs.set(what, nowMs);
    this.#log.write('warn', `store: ${what}: ${messageOf(error)}`);
  }
}
