/** No 24 hours exceed the budget, and a block lowers it. */
import { describe, expect, it } from '@jest/globals';
import { Budget } from '../../../device/spotify/schedule-budget.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function spend(budget: Budget, calls: number, fromMs: number, everyMs = 1000): number {
  for (let call = 0; call < calls; call += 1) budget.take(fromMs + call * everyMs);
  return fromMs + calls * everyMs;
}

describe('Budget', () => {
  it('counts a call for a day, and drops it within a quarter of an hour after', () => {
    const budget = new Budget(100);
    budget.take(10 * HOUR);
    expect(budget.left(10 * HOUR + DAY)).toBe(99);
    expect(budget.left(10 * HOUR + DAY + HOUR / 4)).toBe(100);
  });

  it('returns when a call will be left, if none is now', () => {
    const budget = new Budget(10);
    spend(budget, 10, HOUR);
    const fromMs = budget.leftFromMs(2 * HOUR);
    expect(budget.left(fromMs - 1)).toBe(0);
    expect(budget.left(fromMs)).toBeGreaterThan(0);
    expect(fromMs).toBeGreaterThanOrEqual(HOUR + DAY);
  });

  it('allows calls at once while some are left', () => {
    const budget = new Budget(2);
    budget.take(0);
    expect(budget.leftFromMs(500)).toBe(500);
  });

  it('limits the budget after a block to four fifths of the calls before it', () => {
    const budget = new Budget(2000);
    const nowMs = spend(budget, 1000, 0);
    budget.learn(nowMs, nowMs + HOUR);
    expect(budget.limit(nowMs)).toBe(800);
  });

  it('counts all calls before a second block, although the first one started a new count', () => {
    const budget = new Budget(3000);
    budget.learn(spend(budget, 1000, 0), HOUR);
    expect(budget.left(HOUR)).toBe(800);
    const nowMs = spend(budget, 300, HOUR);
    expect(budget.left(nowMs)).toBe(500);
    budget.learn(nowMs, nowMs + HOUR);
    expect(budget.limit(nowMs)).toBe(800); // 0.8 of 1,300 is more than was known already
  });

  it('counts every request towards the set budget, block or not', () => {
    const budget = new Budget(1000);
    budget.learn(spend(budget, 900, 0), HOUR);
    expect(budget.limit(HOUR)).toBe(720);
    expect(budget.left(HOUR)).toBe(100);
    expect(budget.left(HOUR + DAY)).toBe(720);
  });

  it('keeps a minimum if another program used up the quota', () => {
    const budget = new Budget(2000);
    budget.learn(spend(budget, 20, 0), HOUR);
    expect(budget.limit(HOUR)).toBe(240);
  });

  it('never exceeds the set budget', () => {
    const budget = new Budget(100);
    budget.learn(spend(budget, 90, 0), HOUR);
    expect(budget.limit(HOUR)).toBe(100);
  });

  it('restores the budget after two weeks without a block', () => {
    const budget = new Budget(2000);
    budget.learn(spend(budget, 1000, 0), HOUR);
    expect(budget.limit(13 * DAY)).toBe(800);
    expect(budget.limit(15 * DAY)).toBe(2000);
  });

  it.each([
    [2000, 1000, 1],
    [2000, 1900, 1],
    [2000, 1925, 2],
    [2000, 1949, 50],
    [2000, 1950, 60],
    [2000, 1990, 60],
    [600, 0, 1],
    [600, 450, 2.5],
    [250, 0, 4 / 3],
  ])('stretches waits as calls run out: of %i calls %i are used', (limit, used, factor) => {
    const budget = new Budget(limit);
    spend(budget, used, 0);
    expect(budget.stretch(HOUR)).toBeCloseTo(factor, 10);
  });

  it.each([
    ['nothing', 0, 4, 19_641],
    ['an hour of music as planned', 45, 4, 19_641],
    ['an hour with more calls', 60, 4, 20_358],
    ['an hour of calls, but hardly any music', 30, 4, 22_389],
    ['three hours with more calls', 60, 12, 28_762],
    ['a day’s calls', 120, 12, 30_000],
    ['more than a day’s calls at once', 1600, 1, 30_000],
  ])(
    'spreads the calls that are left over the music to come, after %s',
    (_name, calls, quarters, gapMs) => {
      const budget = new Budget(2000);
      for (let quarter = 0; quarter < quarters; quarter += 1)
        spend(budget, calls, 100 * DAY + (quarter * HOUR) / 4);
      expect(Math.round(budget.gapMs(100 * DAY + (quarters * HOUR) / 4))).toBe(gapMs);
    },
  );

  it('continues counting after a restart, on a clock that starts from zero', () => {
    const before = new Budget(2000);
    spend(before, 500, 5 * HOUR);
    const shiftMs = 6 * HOUR;
    const after = new Budget(2000);
    after.restore(before.memory(6 * HOUR), 6 * HOUR - shiftMs, 0);
    expect(after.left(1000)).toBe(1500);
    expect(after.left(5 * HOUR + DAY - shiftMs)).toBe(1500);
    expect(after.left(7 * HOUR + DAY - shiftMs)).toBe(2000);
  });

  it('ignores a memory older than a day', () => {
    const before = new Budget(2000);
    spend(before, 500, 0);
    const after = new Budget(2000);
    after.restore(before.memory(HOUR), HOUR - 2 * DAY, HOUR);
    expect(after.left(HOUR)).toBe(2000);
  });

  it('restores the budget two weeks after a block, also if it restarted meanwhile', () => {
    const before = new Budget(2000);
    const learntAtMs = spend(before, 1000, 0);
    before.learn(learntAtMs, HOUR);
    const after = new Budget(2000);
    after.restore(before.memory(DAY), 0, 0);
    expect(after.limit(learntAtMs + 13 * DAY)).toBe(800);
    expect(after.limit(learntAtMs + 13 * DAY + 1)).toBe(2000);
  });
});
