/**
 * A store that never throws: what could not be written stays in memory, is read from there, and is tried again. A full or
 * worn flash must not stop a device that plays; what it loses by it is lost at the next restart, not now.
 */
import type { Log, Store } from '../ports.js';
import { messageOf } from './guarded-ports.js';

export class PatientStore implements Store {
  readonly #store: Store;
  readonly #log: Log;
  /** Undefined is to be removed. */
  readonly #pending = new Map<string, string | undefined>();

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  read(key: string): string | undefined {
    if (this.#pending.has(key)) return this.#pending.get(key);
    try {
      return this.#store.read(key);
    } catch (error) {
      this.#log.write('warn', `store: cannot read ${key}: ${messageOf(error)}`);
      return undefined;
    }
  }

  write(key: string, value: string): void {
    this.#pending.set(key, value);
    this.#tryKey(key);
  }

  remove(key: string): void {
    this.#pending.set(key, undefined);
    this.#tryKey(key);
  }

  /** Now and then: what is still to be written. */
  retry(): void {
    for (const key of this.#pending.keys()) this.#tryKey(key);
  }

  #tryKey(key: string): void {
    const value = this.#pending.get(key);
    try {
      if (value === undefined) this.#store.remove(key);
      else this.#store.write(key, value);
      this.#pending.delete(key);
    } catch (error) {
      this.#log.write('warn', `store: cannot keep ${key}: ${messageOf(error)}`);
    }
  }
}
