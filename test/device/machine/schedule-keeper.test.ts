/** What the schedule must remember is stored, and is restored on another clock. */
import { describe, expect, it } from '@jest/globals';
import { ScheduleKeeper } from '../../../device/machine/schedule-keeper.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

/** 2026-11-25 12:00 UTC. */
const NOON = 1_795_608_000_000;
const HOUR = 3_600_000;

function keeperAt(
  epochMs: number | undefined,
  store: MemoryStore,
  source: 'spotify' | 'relay' = 'spotify',
) {
  const time = new VirtualTime();
  time.setEpochMs(epochMs);
  return new ScheduleKeeper({ clock: time.clock, store }, source, 2000);
}

function blocked(store: MemoryStore): void {
  const keeper = keeperAt(NOON, store);
  for (let call = 0; call < 70; call += 1) keeper.schedule.polled(0);
  keeper.schedule.blocked(10 * HOUR, true, 0);
  keeper.keep(0);
}

describe('ScheduleKeeper', () => {
  it('restores a block and the day’s requests, whatever the new clock’s time', () => {
    const store = new MemoryStore();
    blocked(store);
    const later = keeperAt(NOON + HOUR, store);
    expect(later.recall(0)).toEqual({
      fault: { kind: 'rate-limited', origin: 'spotify', quota: true, retryAfterS: 36_000 },
      retryAtMs: 9 * HOUR,
    });
    expect(later.schedule.calls(0).made).toBe(70);
  });

  it('restores them once, however often the clock is set', () => {
    const store = new MemoryStore();
    blocked(store);
    const later = keeperAt(NOON + HOUR, store);
    later.recall(0);
    expect(later.recall(0)).toBe(undefined);
    expect(later.schedule.calls(0).made).toBe(70);
  });

  it.each([
    ['of another format', '1', undefined],
    ['with a word in it', undefined, 'x'],
    ['with a number in another notation', undefined, '1e3'],
    ['with a hexadecimal number', undefined, '0x10'],
  ])('makes nothing of a record %s', (_name, form, word) => {
    const store = new MemoryStore();
    blocked(store);
    const [ownForm = '', time = '', ownWord = '', ...rest] = store.read('schedule')!.split(' ');
    store.write('schedule', [form ?? ownForm, time, word ?? ownWord, ...rest].join(' '));
    const keeper = keeperAt(NOON + HOUR, store);
    expect(keeper.recall(0)).toBe(undefined);
    expect(keeper.schedule.calls(0)).toEqual({ made: 0, allowed: 2000 });
  });

  it('stores nothing while the time is unknown', () => {
    const store = new MemoryStore();
    const keeper = keeperAt(undefined, store);
    keeper.schedule.blocked(10 * HOUR, true, 0);
    keeper.keep(0);
    expect(store.writeCount).toBe(0);
  });

  it('reports no block that ended while the device was off', () => {
    const store = new MemoryStore();
    blocked(store);
    expect(keeperAt(NOON + 10 * HOUR, store).recall(0)).toBe(undefined);
  });

  it('writes nothing before that is due', () => {
    const store = new MemoryStore();
    const keeper = keeperAt(NOON, store);
    keeper.schedule.polled(0);
    keeper.keep(0);
    expect(store.writeCount).toBe(0);
  });

  it('waits for the clock, which stored times need', () => {
    const store = new MemoryStore();
    blocked(store);
    const keeper = keeperAt(undefined, store);
    expect(keeper.recall(0)).toBe(undefined);
    expect(keeper.schedule.calls(0).made).toBe(0);
  });

  it.each(['', '1 2 3', '2', '2 x', `2 ${NOON} 1 2`, '2 1e3', 'null'])(
    'makes nothing of %j',
    (text) => {
      const store = new MemoryStore({ schedule: text });
      const keeper = keeperAt(NOON, store);
      expect(keeper.recall(0)).toBe(undefined);
      expect(keeper.schedule.calls(0)).toEqual({ made: 0, allowed: 2000 });
    },
  );

  it('stores nothing if the relay polls', () => {
    const store = new MemoryStore();
    const keeper = keeperAt(NOON, store, 'relay');
    for (let call = 0; call < 70; call += 1) keeper.schedule.polled(0);
    keeper.keep(0);
    expect(store.writeCount).toBe(0);
  });
});
