/** Counts restarts, records their causes, and makes the device wait so that it does not restart in a tight loop. */
import type { RestartCause, StartReason, Store, System } from '../shared/ports.js';
import { eraseRecord, readRecord, writeRecord } from './stored-record.js';

export interface Start {
  readonly why: StartReason | RestartCause;
  /** Restarts in a row, each within an hour of the one before; 0 after power on. */
  readonly count: number;
  /** How long to wait before doing anything else. */
  readonly pauseMs: number;
}

const RECORD = 'restarts';
/** By restarts in a row: first long enough to read the reason, then long enough to do no harm. */
const PAUSES_MS = Object.freeze([3000, 10_000, 60_000, 300_000, 1_800_000]);
/** Restarts on request that are not delayed, in a row: people who set up a network may try twice. */
const WANTED_MAX = 2;
/** A run this long resets the count. */
export const GOOD_RUN_MS = 3_600_000;

/** Reads the record and counts this start. Writes only if something went wrong, now or before. */
export function readStart(system: System, store: Store): Start {
  const [countText = '', cause] = readRecord(store, RECORD)?.split(' ') ?? [];
  const before = /^\d{1,4}$/.test(countText) ? Number(countText) : 0;
  const reason = system.startReason;
  if (reason === 'power') {
    eraseRecord(store, RECORD);
    return { why: 'power', count: 0, pauseMs: 0 };
  }
  // The recorded cause counts even if the watchdog did the restart.
  const isOwn = reason !== 'brown-out' && (cause === 'stuck' || cause === 'error');
  const count = before + 1;
  writeRecord(store, RECORD, `${count}`);
  // A person may have requested one or two; more in a row are a loop.
  const isWanted =
    (reason === 'requested' || reason === 'unknown') && !isOwn && count <= WANTED_MAX;
  const pauseMs = isWanted ? 0 : (PAUSES_MS[Math.min(count, PAUSES_MS.length) - 1] ?? 0);
  return { why: isOwn ? cause : reason, count, pauseMs };
}

/** Called before the device restarts itself, so that the next start can show why. */
export function recordCause(store: Store, { count }: Start, cause: RestartCause): void {
  writeRecord(store, RECORD, `${count} ${cause}`);
}

/** Called after a long run. */
export function forgetRestarts(store: Store): void {
  eraseRecord(store, RECORD);
}
