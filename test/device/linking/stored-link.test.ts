/** A link is whole or it is none, whenever the power went. */
import { describe, expect, it } from '@jest/globals';
import { readLink, removeLink, writeLink } from '../../../device/linking/stored-link.js';
import type { Store } from '../../../device/ports.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';

const OLD = { uid: 'old', deviceToken: 'old-token' };
const NEW = { uid: 'new', deviceToken: 'new-token' };

/** The power goes before the nth change of the store. */
function dyingStore(inner: Store, changes: number): Store {
  let left = changes;
  const change = (work: () => void): void => {
    if (left === 0) throw new Error('no power');
    left -= 1;
    work();
  };
  return {
    read: (key) => inner.read(key),
    write: (key, value) => change(() => inner.write(key, value)),
    remove: (key) => change(() => inner.remove(key)),
  };
}

describe('the stored link', () => {
  it('is read back as it was written, and gone once removed', () => {
    const store = new MemoryStore();
    expect(readLink(store)).toBe(undefined);
    writeLink(store, NEW);
    expect(readLink(store)).toEqual(NEW);
    removeLink(store);
    expect(readLink(store)).toBe(undefined);
    expect(store.contents()).toEqual({});
  });

  it.each([0, 1, 2, 3])('is never a mixture when power goes before change %i', (changes) => {
    const store = new MemoryStore();
    writeLink(store, OLD);
    try {
      writeLink(dyingStore(store, changes), NEW);
    } catch {
      // The power went: what counts is what the next start finds.
    }
    expect([undefined, OLD, NEW]).toContainEqual(readLink(store));
  });
});
