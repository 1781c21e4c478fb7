/** `npm run bench -- schedule`: requests a day, and how late each change is seen, next to other ways of polling. */
import { fixedPoller, nearEndPoller, schedulePoller } from '../days/pollers.js';
import type { CausedLine, Poller } from '../days/day.js';
import { playDays, quantile, ROWS, type Days } from '../days/delays.js';
import { dayOf } from '../days/habits.js';
import { PEOPLE } from '../days/people.js';
import { seededRandom } from '../virtual/seeded-random.js';
import type { BenchResult, Table } from './table.js';

/** Days for each person, each with its own seed. */
const DAY_COUNT = 40;
const SEEDS = Array.from({ length: DAY_COUNT }, (_, index) => index + 1);

const POLLERS: readonly { readonly name: string; readonly make: () => Poller }[] = [
  { name: 'this schedule', make: () => schedulePoller() },
  { name: '30 s and 1 s near the end', make: () => nearEndPoller() },
  { name: 'every 30 s', make: () => fixedPoller(30_000) },
  { name: 'every 10 s', make: () => fixedPoller(10_000) },
  { name: 'every 5 s', make: () => fixedPoller(5000) },
];

export function benchSchedule(): BenchResult {
  const tables: Table[] = [];
  const measured: unknown[] = [];
  for (const person of PEOPLE) {
    const rows = POLLERS.map(({ name, make }) => {
      const dayWith = (seed: number): CausedLine[] => dayOf(person.habits, seededRandom(seed));
      const { calls, byRow } = playDays(SEEDS, dayWith, make);
      measured.push({
        person: person.name,
        poller: name,
        calls: spread(calls),
        delays: spreads(byRow),
      });
      return [
        name,
        `${quantile(calls, 0.5)}`,
        `${quantile(calls, 1)}`,
        ...ROWS.map((row) => seconds(byRow[row])),
      ];
    });
    tables.push({
      title: `${person.name}: ${person.reason}`,
      head: ['polls by', 'requests a day', 'most', ...ROWS],
      rows,
    });
  }
  const notes = [
    `${DAY_COUNT} seeded days a person. Delays in s from a change to the first poll after it: median / p95 / worst.`,
    'A late start comes after an hour of nothing or more.',
  ];
  return { notes, tables, json: measured };
}

function seconds(ascending: readonly number[]): string {
  if (ascending.length === 0) return '-';
  const { median, p95, worst } = spread(ascending);
  return [median, p95, worst].map((value) => (value / 1000).toFixed(1)).join(' / ');
}

function spread(ascending: readonly number[]): { median: number; p95: number; worst: number } {
  return {
    median: quantile(ascending, 0.5),
    p95: quantile(ascending, 0.95),
    worst: quantile(ascending, 1),
  };
}

function spreads(byRow: Days['byRow']): Record<string, unknown> {
  const measuredRows = ROWS.filter((row) => byRow[row].length > 0);
  return Object.fromEntries(
    measuredRows.map((row) => [row, { count: byRow[row].length, ...spread(byRow[row]) }]),
  );
}
