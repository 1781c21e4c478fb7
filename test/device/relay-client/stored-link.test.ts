/** A link is complete or absent, whenever the power is cut. */
import { describe, expect, it } from '@jest/globals';
import { readLink, removeLink, writeLink } from '../../../device/relay-client/stored-link.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { everyPowerCut } from '../app/torn-store.js';

const RELAY = 'https://relay.example.org';
const OLD = { uid: 'old', deviceToken: 'old-token' };
const NEW = { uid: 'new', deviceToken: 'new-token' };

function holding(link?: typeof OLD): MemoryStore {
  const store = new MemoryStore();
  if (link) writeLink(store, link, RELAY);
  return store;
}

describe('the stored link', () => {
  it('is read back as it was written, and gone once removed', () => {
    const store = holding();
    expect(readLink(store, RELAY)).toBe(undefined);
    writeLink(store, NEW, RELAY);
    expect(readLink(store, RELAY)).toEqual(NEW);
    removeLink(store);
    expect(readLink(store, RELAY)).toBe(undefined);
    expect(store.contents()).toEqual({});
  });

  it.each(['https://other.example.org', 'http://relay.example.org', ''])(
    'is none for %j, which did not give it',
    (other) => {
      expect(readLink(holding(OLD), other)).toBe(undefined);
    },
  );

  it('keeps an account’s name with any characters', () => {
    const odd = { uid: 'a b  é', deviceToken: 't' };
    expect(readLink(holding(odd), RELAY)).toEqual(odd);
  });

  it('starts linked after a cut in any write but the first', () => {
    const cuts = everyPowerCut(holding(OLD), (store) => writeLink(store, NEW, RELAY));
    for (const { left } of cuts) expect([OLD, NEW]).toContainEqual(readLink(left, RELAY));
  });

  it('starts linked or unlinked after a cut in the very first write, and can link again', () => {
    for (const { left } of everyPowerCut(holding(), (store) => writeLink(store, NEW, RELAY))) {
      expect([undefined, NEW]).toContainEqual(readLink(left, RELAY));
      writeLink(left, NEW, RELAY);
      expect(readLink(left, RELAY)).toEqual(NEW);
    }
  });

  it('is never a mixture after a cut while it is removed', () => {
    for (const { left } of everyPowerCut(holding(OLD), removeLink))
      expect([undefined, OLD]).toContainEqual(readLink(left, RELAY));
  });
});
