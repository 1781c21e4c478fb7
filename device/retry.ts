/** How long to wait after a fault before the same question is asked again. */
import type { Fault, FaultClass } from './faults.js';
import { FAULT_CLASS } from './faults.js';
import type { Random } from './ports.js';

const FIRST_MS = 5000;
const LONGEST_MS = 300_000;
/** Devices that failed together must not come back together. */
const JITTER = 0.2;
/** What only a person can mend is looked at from time to time: the relay is cheap to ask, Spotify is not. */
const RELINK_MS = 30_000;
const OWNER_MS = 3_600_000;
/** A certificate does not become good within seconds, but a wrong clock may. */
const UNTRUSTED_MS = 60_000;
/** A 429 that names no time. */
const UNTOLD_LIMIT_MS = 60_000;
const UNTOLD_QUOTA_MS = 3_600_000;

/**
 * In ms. What a server told us (`Retry-After`) is obeyed to the second and never shortened.
 * @param failureCount in a row, from 1
 */
export function retryDelayMs(fault: Fault, failureCount: number, random: Random): number {
  const toldS = 'retryAfterS' in fault ? fault.retryAfterS : undefined;
  if (toldS !== undefined) return Math.max(1, toldS) * 1000;
  if (fault.kind === 'rate-limited') return fault.quota ? UNTOLD_QUOTA_MS : UNTOLD_LIMIT_MS;
  if (fault.kind === 'unreachable' && fault.cause === 'untrusted') return UNTRUSTED_MS;
  // Mended at the relay, like a missing consent.
  if (fault.kind === 'not-allowed' && fault.reason === 'app-rejected') return RELINK_MS;
  const steady = STEADY_MS[FAULT_CLASS[fault.kind]];
  if (steady !== undefined) return steady;
  const backedOffMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failureCount - 1, 16));
  return backedOffMs * (1 + JITTER * (2 * random() - 1));
}

const STEADY_MS: Readonly<Partial<Record<FaultClass, number>>> = Object.freeze({
  'needs-relink': RELINK_MS,
  'needs-owner': OWNER_MS,
});
