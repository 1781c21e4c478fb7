/** Why the device started, how often it has restarted, and how long it waits so that it never does so in a loop. */
import type { RestartCause, StartReason, Store, System } from '../shared/ports.js';
import { eraseRecord, readRecord, writeRecord } from './stored-record.js';

export interface Start {
  readonly why: StartReason | RestartCause;
  /** Restarts in a row, each within an hour of the one before; 0 after power on. */
  readonly count: number;
  /** To wait before anything else is done. */
  readonly pauseMs: number;
}

const RECORD = 'restarts';
/** By restarts in a row, from the first: long enough to be read, then long enough to do no harm. */
const PAUSES_MS = Object.freeze([3000, 10_000, 60_000, 300_000, 1_800_000]);
/** Within an hour: people who set up a network may try twice. */
const WANTED_MAX = 2;
/** After so long a run the next restart is a first one again. */
export const GOOD_RUN_MS = 3_600_000;

/** Reads and counts this start. Writes only where something went wrong, now or before. */
export function readStart(system: System, store: Store): Start {
  const [countText = '', cause] = readRecord(store, RECORD)?.split(' ') ?? [];
  const before = /^\d{1,4}$/.test(countText) ? Number(countText) : 0;
  const reason = system.startReason;
  if (reason === 'power') {
    eraseRecord(store, RECORD);
    return { why: 'power', count: 0, pauseMs: 0 };
  }
  // The watchdog may have done it, where the program could not restart itself.
  const isOwn = reason !== 'brown-out' && (cause === 'stuck' || cause === 'error');
  const count = before + 1;
  writeRecord(store, RECORD, `${count}`);
  // A person may have requested it, once or twice; more in a row is a loop.
  const isWanted = (reason === 'asked' || reason === 'unknown') && !isOwn && count <= WANTED_MAX;
  const pauseMs = isWanted ? 0 : (PAUSES_MS[Math.min(count, PAUSES_MS.length) - 1] ?? 0);
  return { why: isOwn ? cause : reason, count, pauseMs };
}

/** Before it restarts itself: so that the next start can say why. */
export function recordCause(store: Store, { count }: Start, cause: RestartCause): void {
  writeRecord(store, RECORD, `${count} ${cause}`);
}

/** After a long run without a fault. */
export function forgetRestarts(store: Store): void {
  eraseRecord(store, RECORD);
}
