/** Whole days in virtual time: what the schedule promises of each, and what a small budget still gives. */
import { describe, expect, it } from '@jest/globals';
import { scheduleAsker } from '../../../simulator/days/askers.js';
import { playDay, type CausedLine } from '../../../simulator/days/day.js';
import { delaysOf, quantile, type Row } from '../../../simulator/days/delays.js';
import { DAY_MS, dayOf } from '../../../simulator/days/habits.js';
import { PEOPLE } from '../../../simulator/days/people.js';
import { seededRandom } from '../../../simulator/ports/seeded-random.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

function habitsOf(name: string) {
  const person = PEOPLE.find((one) => one.name === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return person.habits;
}

const linesOf = (day: readonly CausedLine[]) => day.map(({ line }) => line);

interface Seen {
  readonly calls: readonly number[];
  readonly delays: Record<Row, number[]>;
}

function play(name: string): Seen {
  const delays: Seen['delays'] = {
    natural: [],
    skip: [],
    pause: [],
    resume: [],
    start: [],
    'late start': [],
  };
  const calls = SEEDS.map((seed) => {
    const day = dayOf(habitsOf(name), seededRandom(seed));
    const questions = playDay(linesOf(day), scheduleAsker());
    for (const [row, some] of Object.entries(delaysOf(day, questions).byRow))
      delays[row as Row].push(...some);
    return questions.length;
  });
  for (const row of Object.values(delays)) row.sort((a, b) => a - b);
  return { calls, delays };
}

/** Most questions in any 24 hours. */
function mostInADay(questions: readonly number[]): number {
  let first = 0;
  return questions.reduce((most, atMs, index) => {
    while (atMs - questions[first]! >= DAY_MS) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

describe('a day of four hours of music in three sittings', () => {
  it.each(['usual', 'restless', 'jitter'])('keeps its promises: %s', (name) => {
    const { calls, delays } = play(name);
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

describe('a smaller budget', () => {
  it.each([100, 240, 400, 600, 1000])('of %d is kept in every 24 hours of four days', (budget) => {
    const day = dayOf(habitsOf('usual'), seededRandom(5), 4);
    const questions = playDay(linesOf(day), scheduleAsker(budget));
    expect(mostInADay(questions)).toBeLessThanOrEqual(budget);
  });

  it('of 400 still shows nearly every item in time: ends are asked for last', () => {
    const day = dayOf(habitsOf('usual'), seededRandom(6), 4);
    const { natural } = delaysOf(day, playDay(linesOf(day), scheduleAsker(400))).byRow;
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
  const questions = playDay(day, scheduleAsker());
  const metAtMs = questions.find((at) => at >= atMs)!;
  const after = questions.filter((at) => at > metAtMs);

  it('is met by one question, and none follows until its time has passed', () => {
    expect(after[0]).toBe(metAtMs + 3_600_000);
  });

  it('is followed by at most 0.8 of the calls that preceded it', () => {
    const before = questions.length - after.length;
    expect(after.length).toBeLessThanOrEqual(0.8 * before);
    expect(after.length).toBeGreaterThan(100);
  });
});
