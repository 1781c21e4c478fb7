/** How late each change was seen on a day: from the change to the first poll after it. */
import { playDay, type CausedLine, type Poller } from './day.js';

export const ROWS = Object.freeze([
  'natural',
  'skip',
  'pause',
  'resume',
  'start',
  'late start',
] as const);
type Row = (typeof ROWS)[number];
/** In ms, ascending. */
type ByRow = Record<Row, number[]>;

export interface Days {
  /** Polls, one number for each day, ascending. */
  readonly calls: readonly number[];
  /** Of all days together. */
  readonly byRow: ByRow;
}

const HOUR_MS = 3_600_000;

export function delaysOf(day: readonly CausedLine[], polls: readonly number[]): ByRow {
  const byRow = noDelays();
  let next = 0;
  let silentFromMs = 0;
  let musicFromMs = 0;
  for (const [index, { line, cause }] of day.entries()) {
    while ((polls[next] ?? Infinity) < line.atMs) next += 1;
    const seenAtMs = polls[next];
    const before = day[index - 1]?.line;
    if (line.state === 'nothing' || (line.state === 'paused' && before?.state === 'playing'))
      silentFromMs = line.atMs;
    // Nothing may be polled during a block, so a change in it is not late.
    if (seenAtMs === undefined || wasBlocked(day, index, line.atMs)) continue;
    // Nor is a change before the music itself was seen: that counts as the start's delay.
    if (cause === 'start' || cause === 'resume') musicFromMs = line.atMs;
    else if ((polls[next - 1] ?? -1) < musicFromMs) continue;
    const isLong = line.atMs - silentFromMs > HOUR_MS;
    const row = cause === 'start' && isLong ? 'late start' : cause;
    if (row !== 'other') byRow[row].push(seenAtMs - line.atMs);
  }
  return sorted(byRow);
}

/** A day for each seed, with a poller of its own. */
export function playDays(
  seeds: readonly number[],
  dayWith: (seed: number) => readonly CausedLine[],
  poller: () => Poller,
): Days {
  const byRow = noDelays();
  const calls = seeds.map((seed) => {
    const day = dayWith(seed);
    const lines = day.map(({ line }) => line);
    const polls = playDay(lines, poller());
    const delays = delaysOf(day, polls);
    for (const row of ROWS) byRow[row].push(...delays[row]);
    return polls.length;
  });
  return { calls: calls.sort((a, b) => a - b), byRow: sorted(byRow) };
}

function noDelays(): ByRow {
  return { natural: [], skip: [], pause: [], resume: [], start: [], 'late start': [] };
}

function sorted(byRow: ByRow): ByRow {
  for (const delays of Object.values(byRow)) delays.sort((a, b) => a - b);
  return byRow;
}

function wasBlocked(day: readonly CausedLine[], index: number, atMs: number): boolean {
  return day.slice(0, index).some(({ line }, earlier) => {
    if (line.state !== 'blocked') return false;
    // The poll that met it came at the end of its span at the latest.
    const spanEndMs = day[earlier + 1]?.line.atMs ?? Infinity;
    return spanEndMs + line.retryAfterS * 1000 > atMs;
  });
}

/** The value below which `share` of the ascending values lie; NaN of none. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? NaN;
}
