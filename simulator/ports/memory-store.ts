/** A Store in memory, as strict about keys as the device's flash (NVS). */
import type { Store } from '../../device/shared/ports.js';

const KEY_CHARS_MAX = 15;

export class MemoryStore implements Store {
  readonly #values: Map<string, string>;
  #writeCount = 0;

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.#values = new Map(Object.entries(values));
  }

  /** Writes and removals so far: each costs a device a flash write. */
  get writeCount(): number {
    return this.#writeCount;
  }

  read(key: string): string | undefined {
    return this.#values.get(checked(key));
  }

  write(key: string, value: string): void {
    this.#writeCount += 1;
    this.#values.set(checked(key), value);
  }

  remove(key: string): void {
    this.#writeCount += 1;
    this.#values.delete(checked(key));
  }

  /** Everything that it holds, to compare or to start again with. */
  contents(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }
}

function checked(key: string): string {
  if (key.length < 1 || key.length > KEY_CHARS_MAX)
    throw new RangeError(`a store's key has 1 to ${KEY_CHARS_MAX} characters: ${key}`);
  return key;
}
