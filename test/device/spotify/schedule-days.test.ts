/** Whole days in virtual time: what the schedule promises for each, also with a small budget. */
import { describe, expect, it } from '@jest/globals';
import { schedulePoller } from '../../../tools/days/pollers.js';
import { playDay, type CausedLine } from '../../../tools/days/day.js';
import { delaysOf, playDays, quantile, type Days } from '../../../tools/days/delays.js';
import { dayOf, type Habits } from '../../../tools/days/habits.js';
import { PEOPLE } from '../../../tools/days/people.js';
import { mostInADay, sittingsAnywhere } from './rolling-days.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { count } from '../../support/counts.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const ANYWHERE_SEEDS = SEEDS.slice(0, count(2, 8));

function habitsOf(name: string) {
  const person = PEOPLE.find((one) => one.name === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return person.habits;
}

const linesOf = (day: readonly CausedLine[]) => day.map(({ line }) => line);

function play(name: string): Days {
  return playDays(SEEDS, (seed) => dayOf(habitsOf(name), seededRandom(seed)), schedulePoller);
}

describe('a day of four hours of music in three sittings', () => {
  it.each(['usual', 'restless', 'jitter'])('keeps its promises: %s', (name) => {
    const { calls, byRow: delays } = play(name);
    expect(Math.max(...calls)).toBeLessThanOrEqual(1600);
    // A pause that began and ended unseen moves an end by up to half a minute: one change in a hundred.
    expect(quantile(delays.natural, 0.99)).toBeLessThanOrEqual(2000);
    const touches = [...delays.skip, ...delays.pause].sort((a, b) => a - b);
    expect(quantile(touches, 0.5)).toBeLessThanOrEqual(10_000);
    expect(quantile(touches, 1)).toBeLessThanOrEqual(30_000);
    expect(quantile([0, ...delays.start], 1)).toBeLessThanOrEqual(45_000);
    expect(quantile(delays['late start'], 1)).toBeLessThanOrEqual(120_000);
  });
});

const ANYWHERE: readonly (readonly [string, readonly number[], Partial<Habits>])[] = [
  ['a bit of everything', [2, 3, 4, 5, 6], {}],
  ['hardly touched', [2, 3, 5], { burstChance: 0, skipsPerHour: 0.2, pausesPerHour: 0.4 }],
  ['skipping', [3, 5], { burstChance: 0.25, burstLength: 8, skipsPerHour: 2 }],
  [
    'pauses alone',
    [2, 3],
    { burstChance: 0, skipsPerHour: 0, pausesPerHour: 3, pauseS: [15, 400] },
  ],
  ['podcasts', [3], { itemS: [1500, 5400], burstChance: 0, skipsPerHour: 0.3, pausesPerHour: 3 }],
  ['left paused', [2, 3], { endsPausedChance: 1 }],
];

describe('a day of four hours of music in sittings that lie anywhere', () => {
  const days = ANYWHERE.flatMap(([name, counts, change]) =>
    counts.flatMap((sittingCount) =>
      ANYWHERE_SEEDS.map((seed) => ({ name, sittingCount, seed, change })),
    ),
  ).map(({ name, sittingCount, seed, change }) => {
    const random = seededRandom(100 * seed + sittingCount);
    const sittings = sittingsAnywhere(sittingCount, 4, random);
    const day = dayOf({ ...habitsOf('usual'), ...change, sittings }, random);
    const polls = playDay(linesOf(day), schedulePoller());
    const byRow = delaysOf(day, polls);
    return { name, day: `${name}, ${sittingCount} sittings, seed ${seed}`, polls, byRow };
  });
  const worst = (delays: readonly number[]): number => Math.max(0, ...delays);

  it('costs at most 1,600 polls in any 24 hours', () => {
    const over = days.filter(({ polls }) => mostInADay(polls) > 1600);
    expect(over.map(({ day, polls }) => [day, mostInADay(polls)])).toEqual([]);
  });

  it('shows a skip or a pause within 30 s, a start within 45 s, after an hour within 2 min', () => {
    const late = days.filter(
      ({ byRow }) =>
        worst(byRow.skip) > 30_000 ||
        worst(byRow.pause) > 30_000 ||
        worst(byRow.start) > 45_000 ||
        worst(byRow['late start']) > 120_000,
    );
    expect(late.map(({ day }) => day)).toEqual([]);
  });

  it('shows natural changes within 2 s, except those that an unseen pause moved', () => {
    const natural = days.flatMap(({ byRow }) => byRow.natural).sort((a, b) => a - b);
    expect(quantile(natural, 0.99)).toBeLessThanOrEqual(2000);
  });

  it('shows skips and pauses together within 10 s at the median', () => {
    const touches = days.flatMap(({ byRow }) => [...byRow.skip, ...byRow.pause]);
    touches.sort((a, b) => a - b);
    expect(touches.length).toBeGreaterThan(300);
    expect(quantile(touches, 0.5)).toBeLessThanOrEqual(10_000);
  });
});

describe('a smaller budget', () => {
  it.each([100, 240, 400, 600, 1000])('of %d is kept in every 24 hours of four days', (budget) => {
    const day = dayOf(habitsOf('usual'), seededRandom(5), 4);
    const polls = playDay(linesOf(day), schedulePoller(budget));
    expect(mostInADay(polls)).toBeLessThanOrEqual(budget);
  });

  it('of 400 still shows nearly every item in time: polls at ends are the last to go', () => {
    const day = dayOf(habitsOf('usual'), seededRandom(6), 4);
    const { natural } = delaysOf(day, playDay(linesOf(day), schedulePoller(400)));
    expect(natural.length).toBeGreaterThan(150);
    expect(quantile(natural, 0.95)).toBeLessThanOrEqual(2000);
  });
});

describe('a block', () => {
  const atMs = 13.5 * 3_600_000;
  const usual = dayOf(habitsOf('usual'), seededRandom(2));
  const day = [
    ...linesOf(usual).filter((line) => line.atMs < atMs),
    { atMs, state: 'blocked', retryAfterS: 3600 } as const,
    ...linesOf(usual).filter((line) => line.atMs > atMs + 60_000),
  ];
  const polls = playDay(day, schedulePoller());
  const metAtMs = polls.find((at) => at >= atMs)!;
  const after = polls.filter((at) => at > metAtMs);

  it('gets one poll, and none follows until its time has passed', () => {
    expect(after[0]).toBe(metAtMs + 3_600_000);
  });

  it('is followed by at most 0.8 of the calls that preceded it', () => {
    const before = polls.length - after.length;
    expect(after.length).toBeLessThanOrEqual(0.8 * before);
    expect(after.length).toBeGreaterThan(100);
  });
});
