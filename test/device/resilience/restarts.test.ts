/** Why the device started, and how long it waits, so that it never restarts in a loop. */
import { describe, expect, it } from '@jest/globals';
import { forgetRestarts, readStart, recordCause } from '../../../device/resilience/restarts.js';
import type { RestartCause, StartReason } from '../../../device/shared/ports.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';

function start(store: MemoryStore, startReason: StartReason) {
  return readStart({ startReason, feedWatchdog: () => undefined, restart: () => undefined }, store);
}

/** Starts in a row, each of which ends in a restart for this cause. */
function pauses(cause: RestartCause, count: number): number[] {
  const store = new MemoryStore();
  let current = start(store, 'power');
  return Array.from({ length: count }, () => {
    recordCause(store, current, cause);
    current = start(store, 'requested');
    return current.pauseMs / 1000;
  });
}

describe('readStart', () => {
  it('does not wait after power-on, and writes nothing', () => {
    const store = new MemoryStore();
    expect(start(store, 'power')).toEqual({ why: 'power', count: 0, pauseMs: 0 });
    expect(store.writeCount).toBe(0);
  });

  it('waits longer after each restart of its own, up to half an hour', () => {
    expect(pauses('stuck', 6)).toEqual([3, 10, 60, 300, 1800, 1800]);
  });

  it.each<[StartReason, number]>([
    ['crash', 3],
    ['watchdog', 3],
    ['brown-out', 3],
    ['requested', 0],
    ['unknown', 0],
  ])('after %s waits %i s', (reason, seconds) => {
    const { why, pauseMs } = start(new MemoryStore(), reason);
    expect([why, pauseMs / 1000]).toEqual([reason, seconds]);
  });

  it('treats many requested restarts in a row as a loop', () => {
    const store = new MemoryStore();
    const waits = Array.from({ length: 4 }, () => start(store, 'requested').pauseMs);
    expect(waits).toEqual([0, 0, 60_000, 300_000]);
  });

  it('resets the delay after a long good run, and after power-on', () => {
    const store = new MemoryStore();
    start(store, 'crash');
    start(store, 'crash');
    forgetRestarts(store);
    expect(start(store, 'crash').count).toBe(1);
    start(store, 'power');
    expect(start(store, 'crash').count).toBe(1);
  });

  it.each(['nonsense', '', '-3 stuck', '99999 error'])('makes nothing of a record %j', (text) => {
    const store = new MemoryStore({ restarts: text, 'restarts.a': text });
    expect(start(store, 'crash').count).toBe(1);
  });
});
