/** How late each change was seen on a day: from the change to the first poll after it. */
import type { Cause, CausedLine } from './day.js';

export type Row = 'natural' | 'skip' | 'pause' | 'resume' | 'start' | 'late start';

export interface Delays {
  /** In ms, ascending. */
  readonly byRow: Readonly<Record<Row, readonly number[]>>;
}

const HOUR_MS = 3_600_000;
const ROW_OF: Readonly<Partial<Record<Cause, Row>>> = {
  natural: 'natural',
  skip: 'skip',
  pause: 'pause',
  resume: 'resume',
};

export function delaysOf(day: readonly CausedLine[], polls: readonly number[]): Delays {
  const byRow: Record<Row, number[]> = {
    natural: [],
    skip: [],
    pause: [],
    resume: [],
    start: [],
    'late start': [],
  };
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
    const row = cause === 'start' ? (isLong ? 'late start' : 'start') : ROW_OF[cause];
    if (row) byRow[row].push(seenAtMs - line.atMs);
  }
  for (const delays of Object.values(byRow)) delays.sort((a, b) => a - b);
  return { byRow };
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
