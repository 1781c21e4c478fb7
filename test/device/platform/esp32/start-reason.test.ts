/** Distinguishes a crash from a requested restart, which look alike to the chip. */
import { describe, expect, it } from '@jest/globals';
import { noteRestart, takeStartReason } from '../../../../device/platform/esp32/start-reason.js';
import { MemoryStore } from '../../../../simulator/ports/memory-store.js';
import { DEAD_STORE } from '../../app/torn-store.js';

describe('takeStartReason', () => {
  it.each([
    [1, 'power'],
    [2, 'power'],
    [3, 'crash'],
    [4, 'crash'],
    [5, 'watchdog'],
    [6, 'watchdog'],
    [9, 'brown-out'],
    [0, 'unknown'],
    [42, 'unknown'],
  ])('reads code %i without a note as %s', (code, reason) => {
    expect(takeStartReason(new MemoryStore(), code)).toBe(reason);
  });

  it.each(['requested', 'watchdog'] as const)(
    'takes a restart by software for what was noted: %s',
    (cause) => {
      const store = new MemoryStore();
      noteRestart(store, cause);
      expect([takeStartReason(store, 3), store.contents()]).toEqual([cause, {}]);
    },
  );

  it('deletes the note, so that it counts for one start', () => {
    const store = new MemoryStore();
    noteRestart(store, 'requested');
    expect([takeStartReason(store, 1), takeStartReason(store, 3)]).toEqual(['power', 'crash']);
  });

  it('uses only the chip’s reason if the store throws', () => {
    expect([1, 3].map((code) => takeStartReason(DEAD_STORE, code))).toEqual(['power', 'crash']);
  });

  it('reads a note that cannot be removed', () => {
    const store = { ...DEAD_STORE, read: () => 'requested' };
    expect(takeStartReason(store, 3)).toBe('requested');
  });

  it('ignores a note of anything else', () => {
    expect(takeStartReason(new MemoryStore({ restart: 'by magic' }), 3)).toBe('crash');
  });
});
