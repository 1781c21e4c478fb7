/** Fault → what a device is told (design: errors of device routes). The status lives here, at the edge. */
import { assertNever, type Fault, type Origin } from '../../device/shared/faults.js';
import { Refusal } from './refusal.js';

/** For faults that name no time. */
const RETRY_AFTER_S = 5;
/** Where only a change of ours helps, asking soon again is useless. */
const LONG_RETRY_AFTER_S = 60;

const NOT_ALLOWED = Object.freeze({
  'not-registered':
    "The Spotify user is not registered in the app. Add the account's e-mail under User Management in Spotify's dashboard, or authorize again with an account that is listed there.",
  'no-premium':
    "The owner of the Spotify app has no Premium, which Spotify's rules want. Renew it at Spotify; it may take hours until the app works again.",
  scope: 'The permission given at Spotify is too narrow; authorize again at the relay.',
  'app-rejected': '',
  other: 'Spotify does not allow this app or user to ask.',
});

/** @param publicUrl of the relay, for the address at which a person can help */
export function refusalOf(fault: Fault, publicUrl: string): Refusal {
  switch (fault.kind) {
    case 'relink-required':
      return relink(
        publicUrl,
        'Spotify has not given permission, or has ended it; authorize at the relay.',
      );
    case 'not-allowed':
      return fault.reason === 'app-rejected'
        ? new Refusal({
            status: 409,
            error: 'relink_required',
            description:
              "Spotify refuses the app's id or secret; sign in at the relay with the right ones.",
            extra: { verification_uri: `${publicUrl}/admin`, reason: 'app_rejected' },
          })
        : new Refusal({
            status: 403,
            error: 'access_denied',
            description: NOT_ALLOWED[fault.reason],
            extra: { api_response: 403 },
          });
    case 'device-unknown':
      return invalidToken();
    case 'rate-limited':
      return new Refusal({
        status: 429,
        error: 'slow_down',
        description: 'Spotify wants no questions for a while.',
        retryAfterS: fault.retryAfterS ?? LONG_RETRY_AFTER_S,
        extra: { api_response: 429 },
      });
    case 'unreachable':
    case 'unavailable':
    case 'malformed':
    case 'token-rejected': {
      const retryAfterS = 'retryAfterS' in fault ? fault.retryAfterS : undefined;
      const origin = 'origin' in fault ? fault.origin : 'spotify';
      return unavailable(retryAfterS ?? RETRY_AFTER_S, origin);
    }
    case 'refused':
      return unavailable(LONG_RETRY_AFTER_S, fault.origin);
    default:
      return assertNever(fault);
  }
}

/** A 429 of the token endpoint is not the device's doing: to it Spotify is busy. */
export function refreshRefusalOf(fault: Fault, publicUrl: string): Refusal {
  return fault.kind === 'rate-limited'
    ? unavailable(fault.retryAfterS ?? LONG_RETRY_AFTER_S, fault.origin)
    : refusalOf(fault, publicUrl);
}

/** The same for an unknown uid and for a wrong token. */
export function invalidToken({ isAnonymous = false } = {}): Refusal {
  return new Refusal({
    isAnonymous,
    status: 401,
    error: 'invalid_token',
    description: 'The device is not linked (any more); link it again.',
  });
}

function relink(publicUrl: string, description: string): Refusal {
  return new Refusal({
    status: 409,
    error: 'relink_required',
    description,
    extra: { verification_uri: `${publicUrl}/authorize` },
  });
}

const UNAVAILABLE = Object.freeze({
  spotify: 'Spotify cannot be asked just now.',
  relay: 'The relay cannot answer just now.',
} as const satisfies Record<Origin, string>);

/** @param origin who is ill: a display that blames the relay sends its owner to the wrong place */
function unavailable(retryAfterS: number, origin: Origin): Refusal {
  return new Refusal({
    status: 503,
    error: 'temporarily_unavailable',
    description: UNAVAILABLE[origin],
    retryAfterS,
    extra: { origin },
  });
}
