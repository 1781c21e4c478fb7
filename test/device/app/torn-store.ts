/** Flash whose power is cut during the nth write, and what it may then contain. */
import type { Store } from '../../../device/shared/ports.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';

class PowerCut extends Error {}

/** What a change leaves of the value when the power goes while it is made. */
export const TEARS: readonly {
  readonly name: string;
  readonly leave: (before: string | undefined, after: string | undefined) => string | undefined;
}[] = [
  { name: 'before it began', leave: (before) => before },
  { name: 'with the key gone', leave: () => undefined },
  { name: 'with nothing in it', leave: () => '' },
  {
    name: 'with half of it written',
    leave: (_before, after = '') => after.slice(0, after.length >> 1),
  },
  { name: 'but for its last character', leave: (_before, after = '') => after.slice(0, -1) },
  {
    name: 'over half of the old one',
    leave: (before = '', after = '') =>
      after.slice(0, after.length >> 1) + before.slice(after.length >> 1),
  },
  { name: 'with a bit wrong', leave: (_before, after = '') => flipped(after) },
  { name: 'with bytes of anything', leave: () => '\u0000\u00ff 1 1 00000000 ' },
  { name: 'when all was done', leave: (_before, after) => after },
];

/** Flash that is worn, full or gone: the chip's own answers to any call. */
export const DEAD_STORE: Store = Object.freeze({
  read: () => {
    throw new Error('nvs get fail');
  },
  write: () => {
    throw new Error('nvs set fail');
  },
  remove: () => {
    throw new Error('nvs erase fail');
  },
});

/** Changes `inner` until the change number `fatal`, counted from 0, is torn; then every call throws. */
export class TornStore implements Store {
  readonly inner: MemoryStore;
  readonly #fatal: number;
  readonly #tear: (typeof TEARS)[number];
  #changes = 0;

  constructor(inner: MemoryStore, fatal: number, tear: (typeof TEARS)[number]) {
    this.inner = inner;
    this.#fatal = fatal;
    this.#tear = tear;
  }

  /** Whether the power has gone: if not, the run had no change of that number. */
  get isDead(): boolean {
    return this.#changes > this.#fatal;
  }

  read(key: string): string | undefined {
    if (this.isDead) throw new PowerCut();
    return this.inner.read(key);
  }

  write(key: string, value: string): void {
    this.#change(key, value);
  }

  remove(key: string): void {
    this.#change(key, undefined);
  }

  #change(key: string, value: string | undefined): void {
    if (this.isDead) throw new PowerCut();
    const isFatal = this.#changes === this.#fatal;
    this.#changes += 1;
    const left = isFatal ? this.#tear.leave(this.inner.read(key), value) : value;
    if (left === undefined) this.inner.remove(key);
    else this.inner.write(key, left);
    if (isFatal) throw new PowerCut();
  }
}

function flipped(text: string): string {
  const at = text.length >> 1;
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

/**
 * Does `work` on a copy of `before` once for each change that it makes and each way of tearing it.
 * @returns the contents that a next start would find, with what was done to them
 */
export function everyPowerCut(
  before: MemoryStore,
  work: (store: Store) => void,
): { readonly where: string; readonly change: number; readonly left: MemoryStore }[] {
  const found = [];
  for (const tear of TEARS)
    for (let change = 0; ; change += 1) {
      const store = new TornStore(new MemoryStore(before.contents()), change, tear);
      try {
        work(store);
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
      }
      if (!store.isDead) break;
      found.push({ where: `change ${change}, ${tear.name}`, change, left: store.inner });
    }
  return found;
}
