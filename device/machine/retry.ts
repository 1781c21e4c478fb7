/** How long to wait after a fault before a retry. */
import type { Fault } from '../shared/faults.js';
import { assertNever, FAULT_CLASS } from '../shared/faults.js';
import type { Random, SocketFaultKind } from '../shared/ports.js';

const FIRST_MS = 5000;
/** With jitter, at most the usual gap between polls: a recovery is noticed as soon as a change of song. */
const LONGEST_MS = 25_000;
/** Back off from faults that do not recover by themselves. */
const LONGEST_OTHER_MS = 300_000;
/** Jitter: devices that failed together must not retry together. */
const JITTER = 0.2;
/** Faults that only a person can fix. At the relay: a person who is connecting Spotify looks at the display meanwhile. */
const RELINK_MS = 5000;
/** After a quarter of an hour no one is: a grant that ends at night goes unnoticed until morning. */
const RELINK_COUNT_MAX = 180;
const RELINK_LATER_MS = 30_000;
/** At Spotify, where requests are not cheap; the display then says that a press retries. */
const OWNER_MS = 3_600_000;
/** Certificates and TLS settings do not change within seconds, but a wrong clock may be set. */
const REFUSED_TLS_MS = 30_000;
/** For a 429 without `Retry-After`: Spotify's window is 30 s, and a request during a block may extend it. */
const LIMIT_MS = 30_000;
const LIMIT_MAX_MS = 300_000;
const QUOTA_MS = 3_600_000;

/** A server may send a `Retry-After` of 0, which is only obeyed the first time. */
const RETRY_AFTER_MIN_MS = 1000;

/**
 * The wait in ms. Never shorter than `Retry-After`; if the server fails again after it, back off.
 * @param failureCount in a row, from 1
 */
export function retryDelayMs(fault: Fault, failureCount: number, random: Random): number {
  const retryAfterS = 'retryAfterS' in fault ? fault.retryAfterS : undefined;
  if (retryAfterS === undefined) return delayWithoutTimeMs(fault, failureCount, random);
  return Math.max(retryAfterS * 1000, ownDelayMs(fault, failureCount, random));
}

/** The wait without `Retry-After`. */
function ownDelayMs(fault: Fault, failureCount: number, random: Random): number {
  if (FAULT_CLASS[fault.kind] !== 'transient')
    return delayWithoutTimeMs(fault, failureCount, random);
  return failureCount > 1 ? backedOff(LONGEST_MS, failureCount - 1, random) : RETRY_AFTER_MIN_MS;
}

function delayWithoutTimeMs(fault: Fault, failureCount: number, random: Random): number {
  if (fault.kind === 'rate-limited')
    return fault.quota ? QUOTA_MS : Math.min(LIMIT_MAX_MS, doubled(LIMIT_MS, failureCount));
  if (fault.kind === 'unreachable' && isForItsOwner(fault.cause)) return REFUSED_TLS_MS;
  const faultClass = FAULT_CLASS[fault.kind];
  // The app too is corrected at the relay, like a missing grant.
  if (
    faultClass === 'needs-relink' ||
    (fault.kind === 'not-allowed' && fault.reason === 'app-rejected')
  )
    return failureCount <= RELINK_COUNT_MAX ? RELINK_MS : RELINK_LATER_MS;
  if (faultClass === 'needs-owner') return OWNER_MS;
  const longestMs = faultClass === 'transient' ? LONGEST_MS : LONGEST_OTHER_MS;
  return backedOff(longestMs, failureCount, random);
}

/** Whether a person must fix it: a certificate, a clock, the TLS settings. */
export function isForItsOwner(cause: SocketFaultKind): boolean {
  switch (cause) {
    case 'untrusted':
    case 'other-name':
    case 'expired':
    case 'clock-wrong':
    case 'no-common-tls':
      return true;
    case 'tls-failed':
    case 'unresolved':
    case 'unreachable':
    case 'timed-out':
    case 'cut-off':
    case 'invalid':
      return false;
    default:
      return assertNever(cause);
  }
}

function backedOff(longestMs: number, failureCount: number, random: Random): number {
  const delayMs = Math.min(longestMs, doubled(FIRST_MS, failureCount));
  return delayMs * (1 + JITTER * (2 * random() - 1));
}

function doubled(firstMs: number, failureCount: number): number {
  return firstMs * 2 ** Math.min(failureCount - 1, 16);
}
