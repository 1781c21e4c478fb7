/** Why the device started, how often it had to start anew, and how long it waits so that it never does so in a loop. */
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
/** By restarts in a row, from the first: long enough to be read, and then long enough to hurt nobody. */
const PAUSES_MS = Object.freeze([3000, 10_000, 60_000, 300_000, 1_800_000]);
/** Within an hour: somebody who sets up a network tries twice. */
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
  // Where it was too ill to ask for its restart, the watchdog did it.
  const isOwn = reason !== 'brown-out' && (cause === 'stuck' || cause === 'error');
  const count = before + 1;
  writeRecord(store, RECORD, `${count}`);
  // Somebody may have asked for it, once or twice; a loop that looks so to the chip is one all the same.
  const isWanted = (reason === 'asked' || reason === 'unknown') && !isOwn && count <= WANTED_MAX;
  const pauseMs = isWanted ? 0 : (PAUSES_MS[Math.min(count, PAUSES_MS.length) - 1] ?? 0);
  return { why: isOwn ? cause : reason, count, pauseMs };
}

/** Before it restarts itself: so that the next start can say why. */
export function noteCause(store: Store, { count }: Start, cause: RestartCause): void {
  writeRecord(store, RECORD, `${count} ${cause}`);
}

/** It has run well for long. */
export function forgiveRestarts(store: Store): void {
  eraseRecord(store, RECORD);
}
