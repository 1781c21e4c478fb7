/** Fault → the error that a device gets (the contract for errors of device routes). */
import { assertNever, type Fault, type Origin } from '../../device/shared/faults.js';
import { Refusal } from './refusal.js';

/** For faults without a Retry-After. */
const RETRY_AFTER_S = 5;
/** Where only a change on our side helps, retrying soon is useless. */
const LONG_RETRY_AFTER_S = 60;

/** @param publicUrl of the relay, for the address at which a person can help */
export function refusalOf(fault: Fault, publicUrl: string): Refusal {
  switch (fault.kind) {
    case 'relink-required':
      return new Refusal('relink-required', {
        extra: { verification_uri: `${publicUrl}/authorize` },
      });
    case 'not-allowed':
      return fault.reason === 'app-rejected'
        ? new Refusal('app-rejected', {
            extra: { verification_uri: `${publicUrl}/admin` },
          })
        : new Refusal(fault.reason, { extra: { api_response: 403 } });
    case 'device-unknown':
      return new Refusal('device-unknown');
    case 'rate-limited':
      return new Refusal(fault.quota ? 'quota-exceeded' : 'rate-limited', {
        retryAfterS: fault.retryAfterS ?? LONG_RETRY_AFTER_S,
        extra: { api_response: 429 },
      });
    case 'unreachable':
    case 'malformed':
      return unavailable(RETRY_AFTER_S, fault.origin);
    case 'unavailable':
      return unavailable(fault.retryAfterS ?? RETRY_AFTER_S, fault.origin);
    case 'token-rejected':
      return unavailable(RETRY_AFTER_S, 'spotify');
    case 'refused':
      return unavailable(LONG_RETRY_AFTER_S, fault.origin);
    default:
      return assertNever(fault);
  }
}

/** A 429 of the token endpoint is not the device's doing: to the device, Spotify is busy. */
export function refreshRefusalOf(fault: Fault, publicUrl: string): Refusal {
  if (fault.kind === 'rate-limited' && fault.origin === 'relay')
    return new Refusal('too-many-refreshes', { retryAfterS: fault.retryAfterS ?? 1 });
  return fault.kind === 'rate-limited'
    ? unavailable(fault.retryAfterS ?? LONG_RETRY_AFTER_S, fault.origin)
    : refusalOf(fault, publicUrl);
}

/** @param origin of the fault: a display that blames the wrong server misleads its user */
function unavailable(retryAfterS: number, origin: Origin): Refusal {
  return new Refusal(`${origin}-unavailable`, { retryAfterS });
}
