/** What the schedule knows survives a restart, and a damaged record is ignored. */
import { describe, expect, it } from '@jest/globals';
import { Schedule } from '../../../device/spotify/schedule.js';
import { NOTHING } from './responses.js';

const HOUR = 3_600_000;

/** What is kept of a schedule that was blocked after some calls, a second each. */
function blockedMemory(calls: number, retryAfterMs: number, isQuota = true): readonly number[] {
  const schedule = new Schedule();
  for (let call = 0; call < calls; call += 1) schedule.polled(call * 1000);
  const nowMs = calls * 1000;
  schedule.blocked(retryAfterMs, isQuota, nowMs);
  const memory = schedule.memoryIfDue(nowMs);
  if (!memory) throw new Error('a block must be kept at once');
  return memory;
}

describe('Schedule.recall', () => {
  it('sends nothing for the rest of a block', () => {
    const schedule = new Schedule();
    // Taken 600 s after the old clock's start; the new one began two hours after the old one.
    schedule.recall(blockedMemory(600, 10 * HOUR), 600_000 - 2 * HOUR, 5000);
    expect(schedule.waitMs(5000)).toBe(600_000 + 8 * HOUR - 5000);
    expect(schedule.block).toMatchObject({ isQuota: true });
  });

  it('never waits longer than Spotify asked, despite a wrong clock', () => {
    const schedule = new Schedule();
    schedule.recall(blockedMemory(600, HOUR), 1000 * HOUR, 0);
    expect(schedule.waitMs(0)).toBe(HOUR);
  });

  // A clock that was a year ahead while this was saved; it once left no request until that year was over.
  it.each([24, 14 * 24 + 1, 400 * 24])(
    'keeps the whole budget of a record dated %p h ahead',
    (hours) => {
      const saved = new Schedule();
      for (let call = 0; call < 64; call += 1) saved.polled(call * 1000);
      const schedule = new Schedule();
      schedule.recall(saved.memoryIfDue(64_000) ?? [], hours * HOUR, 0);
      expect(schedule.calls(0)).toEqual({ made: 64, allowed: 2000 });
      expect(schedule.waitMs(0)).toBe(0);
    },
  );

  it('forgets a reduced budget after two weeks, also one dated ahead', () => {
    const schedule = new Schedule();
    schedule.recall(blockedMemory(1000, HOUR), 400 * 24 * HOUR, 0);
    expect(schedule.calls(0).allowed).toBe(800);
    expect(schedule.calls(15 * 24 * HOUR).allowed).toBe(2000);
  });

  it('keeps the reduced budget', () => {
    const schedule = new Schedule();
    schedule.recall(blockedMemory(1000, HOUR), -23 * HOUR, 0);
    expect(schedule.calls(0).allowed).toBe(800);
  });

  it('ignores invalid numbers', () => {
    const schedule = new Schedule();
    schedule.recall(blockedMemory(1000, HOUR).slice(0, -1), 0, 0);
    expect(schedule.waitMs(0)).toBe(0);
    expect(schedule.calls(0)).toEqual({ made: 0, allowed: 2000 });
  });

  it('takes less than 500 characters of whole numbers on the busiest day', () => {
    const schedule = new Schedule(100_000);
    for (let atMs = 0; atMs < 24 * HOUR; atMs += 1000) schedule.polled(atMs);
    const memory = schedule.memoryIfDue(24 * HOUR);
    expect(memory?.every(Number.isSafeInteger)).toBe(true);
    expect(memory?.join(' ').length).toBeLessThan(500);
  });

  it('restores a block that is not the quota', () => {
    const schedule = new Schedule();
    schedule.recall(blockedMemory(1, 60_000, false), 1000, 1000);
    expect(schedule.block).toEqual({ untilMs: 61_000, retryAfterMs: 60_000, isQuota: false });
  });
});

describe('Schedule.memoryIfDue', () => {
  it.each([
    [10_000, true],
    [9999, false],
  ])('asks for a write after a block of %d ms: %s', (retryAfterMs, isDue) => {
    const schedule = new Schedule();
    schedule.blocked(retryAfterMs, false, 0);
    expect(schedule.memoryIfDue(0) !== undefined).toBe(isDue);
  });

  it('requests a write after every 64 calls while nothing special happens', () => {
    const schedule = new Schedule();
    let nowMs = 0;
    let writes = 0;
    while (nowMs < 24 * HOUR) {
      schedule.polled(nowMs);
      nowMs += schedule.observed(NOTHING, nowMs).waitMs;
      if (schedule.memoryIfDue(nowMs)) writes += 1;
    }
    // An hour at 45 s and 23 at 2 min: 770 calls.
    expect(writes).toBe(12);
  });
});
