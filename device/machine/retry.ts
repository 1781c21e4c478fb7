/** How long to wait after a fault before the same question is asked again. */
import type { Fault, FaultClass } from '../shared/faults.js';
import { assertNever, FAULT_CLASS } from '../shared/faults.js';
import type { Random, SocketFaultKind } from '../shared/ports.js';

const FIRST_MS = 5000;
/** With the jitter no longer than a heartbeat of 30 s: who is back is noticed as soon as a change of song would be. */
const LONGEST_MS = 25_000;
/** What nobody's recovery mends is asked ever less often. */
const LONGEST_OTHER_MS = 300_000;
/** Devices that failed together must not come back together. */
const JITTER = 0.2;
/** What only a person can mend is looked at from time to time: the relay is cheap to ask, Spotify is not. */
const RELINK_MS = 30_000;
const OWNER_MS = 3_600_000;
/** A certificate does not become good within seconds, nor a server's TLS another one, but a wrong clock is set. */
const REFUSED_TLS_MS = 30_000;
/** A 429 that names no time: Spotify's window is 30 s. Whoever asks into a block may lengthen it. */
const UNTOLD_LIMIT_MS = 30_000;
const UNTOLD_LIMIT_MAX_MS = 300_000;
const UNTOLD_QUOTA_MS = 3_600_000;

/** However often a server says "at once": one such promise is taken at its word. */
const TOLD_MIN_MS = 1000;

/**
 * In ms. What a server told us (`Retry-After`) is obeyed to the second and never shortened; whoever breaks his word is
 * asked as seldom as one who gave none.
 * @param failureCount in a row, from 1
 */
export function retryDelayMs(fault: Fault, failureCount: number, random: Random): number {
  const toldS = 'retryAfterS' in fault ? fault.retryAfterS : undefined;
  if (toldS === undefined) return untoldDelayMs(fault, failureCount, random);
  return Math.max(toldS * 1000, ownDelayMs(fault, failureCount, random));
}

/** Beside what was told. */
function ownDelayMs(fault: Fault, failureCount: number, random: Random): number {
  if (FAULT_CLASS[fault.kind] !== 'transient') return untoldDelayMs(fault, failureCount, random);
  return failureCount > 1 ? backedOff(LONGEST_MS, failureCount - 1, random) : TOLD_MIN_MS;
}

function untoldDelayMs(fault: Fault, failureCount: number, random: Random): number {
  if (fault.kind === 'rate-limited')
    return fault.quota
      ? UNTOLD_QUOTA_MS
      : Math.min(UNTOLD_LIMIT_MAX_MS, doubled(UNTOLD_LIMIT_MS, failureCount));
  if (fault.kind === 'unreachable' && isForItsOwner(fault.cause)) return REFUSED_TLS_MS;
  // Mended at the relay, like a missing consent.
  if (fault.kind === 'not-allowed' && fault.reason === 'app-rejected') return RELINK_MS;
  const steady = STEADY_MS[FAULT_CLASS[fault.kind]];
  if (steady !== undefined) return steady;
  const longestMs = FAULT_CLASS[fault.kind] === 'transient' ? LONGEST_MS : LONGEST_OTHER_MS;
  return backedOff(longestMs, failureCount, random);
}

/** Whether somebody has to mend it: a certificate, a clock, what TLS is spoken. */
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

const STEADY_MS: Readonly<Partial<Record<FaultClass, number>>> = Object.freeze({
  'needs-relink': RELINK_MS,
  'needs-owner': OWNER_MS,
});
