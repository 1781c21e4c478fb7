/** `npm run bench -- schedule`: requests a day, and how late each change is seen, next to other ways of polling. */
import { fixedPoller, nearEndPoller, schedulePoller } from '../days/pollers.js';
import type { CausedLine, Poller } from '../days/day.js';
import { playDays, quantile, ROWS, type Days } from '../days/delays.js';
import { dayOf } from '../days/habits.js';
import { PEOPLE } from '../days/people.js';
import { seededRandom } from '../virtual/seeded-random.js';
import type { BenchResult, Ratio, Table } from './table.js';

/** Days for each person, each with its own seed. */
const DAY_COUNT = 40;

const OURS = 'this schedule';
/** Those of the ratios: a usual way, and the fixed one that sees a pause about as late. */
const PEERS = ['every 30 s and 1 s near the end', 'every 30 s'] as const;
const POLLERS: readonly { readonly name: string; readonly make: () => Poller }[] = [
  { name: OURS, make: () => schedulePoller() },
  { name: PEERS[0], make: () => nearEndPoller() },
  { name: PEERS[1], make: () => fixedPoller(30_000) },
  { name: 'every 10 s', make: () => fixedPoller(10_000) },
  { name: 'every 5 s', make: () => fixedPoller(5000) },
];

export function benchSchedule(isQuick: boolean): BenchResult {
  const dayCount = isQuick ? 2 : DAY_COUNT;
  const seeds = Array.from({ length: dayCount }, (_, index) => index + 1);
  const tables: Table[] = [];
  const ratios: Ratio[] = [];
  const measured: unknown[] = [];
  for (const person of PEOPLE) {
    const requests = new Map<string, number>();
    const rows = POLLERS.map(({ name, make }) => {
      const dayWith = (seed: number): CausedLine[] => dayOf(person.habits, seededRandom(seed));
      const { calls, byRow } = playDays(seeds, dayWith, make);
      measured.push({
        person: person.name,
        poller: name,
        calls: spread(calls),
        delays: spreads(byRow),
      });
      requests.set(name, quantile(calls, 0.5));
      return [
        name,
        `${quantile(calls, 0.5)}`,
        `${quantile(calls, 1)}`,
        ...ROWS.map((row) => seconds(byRow[row])),
      ];
    });
    for (const peer of PEERS)
      ratios.push({
        ...{ measure: `requests a day, ${person.name}`, peer: `polls ${peer}` },
        ...{ ours: requests.get(OURS) ?? NaN, theirs: requests.get(peer) ?? NaN },
      });
    tables.push({
      title: `${person.name}: ${person.reason}`,
      head: ['polls by', 'requests a day', 'most', ...ROWS],
      rows,
    });
  }
  const notes = [
    `${dayCount} seeded days a person. Delays in s from a change to the first poll after it: median / p95 / worst.`,
    'A late start comes after an hour of nothing or more.',
  ];
  return { notes, ratios, tables, json: measured };
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
