/** A record is the old or the new one, whenever the power is cut and whatever is half written. */
import { describe, expect, it } from '@jest/globals';
import { eraseRecord, readRecord, writeRecord } from '../../../device/resilience/stored-record.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { everyPowerCut, TEARS } from '../app/torn-store.js';

const NAME = 'thing';

function holding(...texts: readonly string[]): MemoryStore {
  const store = new MemoryStore();
  for (const text of texts) writeRecord(store, NAME, text);
  return store;
}

describe('a stored record', () => {
  it.each([['plain'], ['with spaces, "quotes"\nand lines'], ['東京 😀'], ['7'], ['x'.repeat(500)]])(
    'is read back as it was written: %j',
    (text) => {
      expect(readRecord(holding('before', text), NAME)).toBe(text);
    },
  );

  it('does not exist before the first write, and leaves nothing behind when erased', () => {
    const store = holding('one', 'two', 'three');
    eraseRecord(store, NAME);
    expect([
      readRecord(new MemoryStore(), NAME),
      readRecord(store, NAME),
      store.contents(),
    ]).toEqual([undefined, undefined, {}]);
  });

  it('costs one write to flash, and none if unchanged', () => {
    const store = holding('one');
    const counts = ['one', 'two', 'two'].map((text) => {
      writeRecord(store, NAME, text);
      return store.writeCount;
    });
    expect(counts).toEqual([1, 2, 2]);
  });

  it('keeps records of two names apart', () => {
    const store = holding('one');
    writeRecord(store, 'other', 'two');
    eraseRecord(store, NAME);
    expect(readRecord(store, 'other')).toBe('two');
  });

  it.each([0, 1, 2, 3])('is old or new after a cut in a write, with %i writes before', (writes) => {
    const texts = Array.from({ length: writes }, (_, index) => `text ${index}`);
    const old = texts.at(-1);
    const cuts = everyPowerCut(holding(...texts), (store) => writeRecord(store, NAME, 'new'));
    const wrong = cuts.filter(({ left }) => ![old, 'new'].includes(readRecord(left, NAME)));
    expect([cuts.length, wrong.map(({ where }) => where)]).toEqual([TEARS.length, []]);
  });

  it.each([1, 2, 3])('is whole or gone after a cut while it is erased, %i writes old', (writes) => {
    const texts = Array.from({ length: writes }, (_, index) => `text ${index}`);
    const cuts = everyPowerCut(holding(...texts), (store) => eraseRecord(store, NAME));
    const wrong = cuts.filter(
      ({ left }) => ![texts.at(-1), undefined].includes(readRecord(left, NAME)),
    );
    expect([cuts.length > TEARS.length, wrong.map(({ where }) => where)]).toEqual([true, []]);
  });

  it('can be written after any cut, and is erased by any second try', () => {
    const cuts = [
      ...everyPowerCut(holding('one'), (store) => writeRecord(store, NAME, 'two')),
      ...everyPowerCut(holding('one', 'two'), (store) => eraseRecord(store, NAME)),
    ];
    const ends = cuts.map(({ left }) => {
      writeRecord(left, NAME, 'three');
      const written = readRecord(left, NAME);
      eraseRecord(left, NAME);
      return [written, readRecord(left, NAME)];
    });
    expect(ends).toEqual(cuts.map(() => ['three', undefined]));
  });

  it('rejects a record with another version, number or checksum', () => {
    const [[key, stored] = ['', '']] = Object.entries(holding('text').contents());
    const forgeries = [
      stored.replace(/^1/, '2'),
      stored.replace(/^1 1/, '1 2'),
      stored.replace('text', 'test'),
      stored.toUpperCase(),
      ` ${stored}`,
    ];
    expect(
      forgeries.map((forgery) => readRecord(new MemoryStore({ [key]: forgery }), NAME)),
    ).toEqual(forgeries.map(() => undefined));
  });
});
