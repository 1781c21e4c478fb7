/**
 * Everything that can go wrong, as values: one union for device and relay. A bug throws; all else is a Fault.
 * Statuses and texts: developer.spotify.com/documentation/web-api/concepts/api-calls, RFC 6749 section 5.2, RFC 6750.
 */
import type { SocketFaultKind } from './ports.js';

/** Who answered, or failed to. */
export type Origin = 'spotify' | 'relay';

export type Fault =
  /** No answer that can be read: the socket failed, see `cause`. */
  | { readonly kind: 'unreachable'; readonly origin: Origin; readonly cause: SocketFaultKind }
  /** The server says that it cannot just now (5xx, 202, an outage page). */
  | {
      readonly kind: 'unavailable';
      readonly origin: Origin;
      readonly status: number;
      readonly retryAfterS?: number;
    }
  /** 429. `quota` is Spotify's daily one, of hours; else the rolling window of seconds. */
  | {
      readonly kind: 'rate-limited';
      readonly origin: Origin;
      readonly retryAfterS?: number;
      readonly quota: boolean;
    }
  /** The body is not what it should be; `path` names the field, never its value. */
  | { readonly kind: 'malformed'; readonly origin: Origin; readonly path: string }
  /** Spotify refused the access token. */
  | { readonly kind: 'token-rejected' }
  /** The account's grant has ended or was never given: a person must authorize at the relay. */
  | { readonly kind: 'relink-required' }
  /** The relay does not know this device's token (revoked, account gone): the link starts over. */
  | { readonly kind: 'device-unknown' }
  /** Spotify refuses the app or the account for as long as its owner changes nothing. */
  | {
      readonly kind: 'not-allowed';
      readonly reason: 'not-registered' | 'no-premium' | 'scope' | 'app-rejected' | 'other';
    }
  /** The server refused a request that we should never have sent. */
  | { readonly kind: 'refused'; readonly origin: Origin; readonly status: number };

export type FaultClass =
  | 'transient' // retry after a known or a backed-off, jittered wait
  | 'needs-token' // get a new access token once, then retry
  | 'needs-relink' // a person at the relay
  | 'needs-owner' // the owner of the Spotify app
  | 'fatal-bug'; // log, show, start over

export const FAULT_CLASS = Object.freeze({
  unreachable: 'transient',
  unavailable: 'transient',
  'rate-limited': 'transient',
  malformed: 'transient',
  'token-rejected': 'needs-token',
  'relink-required': 'needs-relink',
  'device-unknown': 'needs-relink',
  'not-allowed': 'needs-owner',
  refused: 'fatal-bug',
} as const satisfies Record<Fault['kind'], FaultClass>);

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** Marks a switch that must name every case; throws if the types lied. */
export function assertNever(value: never): never {
  throw new Error(`not a known case: ${JSON.stringify(value)}`);
}

/** What an answer that is no success says, by status and text; both servers' bodies may be JSON, text or nothing. */
export interface FailedAnswer {
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly text: string;
}

/** Texts of a 403 on api.spotify.com and what each means; the edge sends them plain, the API inside JSON. */
const NOT_ALLOWED = Object.freeze([
  Object.freeze({ text: 'not registered', reason: 'not-registered' } as const),
  Object.freeze({ text: 'not approved', reason: 'not-registered' } as const),
  Object.freeze({ text: 'premium', reason: 'no-premium' } as const),
  Object.freeze({ text: 'scope', reason: 'scope' } as const),
]);

/** An answer of `GET /v1/me/player` that is neither 200 nor 204. */
export function spotifyFault({ status, retryAfterS, text }: FailedAnswer): Fault {
  const origin = 'spotify';
  // 400 "Only valid bearer authentication supported" is how a mangled token is refused.
  if (status === 401 || (status === 400 && text.includes('bearer')))
    return { kind: 'token-rejected' };
  if (status === 403) {
    const lower = text.toLowerCase();
    const known = NOT_ALLOWED.find((entry) => lower.includes(entry.text));
    return { kind: 'not-allowed', reason: known?.reason ?? 'other' };
  }
  if (status === 429) return rateLimited(origin, retryAfterS, text.includes('QUOTA_EXCEEDED'));
  if (status === 202 || status >= 500) return unavailable(origin, status, retryAfterS);
  return { kind: 'refused', origin, status };
}

/** An answer of the relay's device routes that is no success: OAuth's `{error, error_description}`. */
export function relayFault({ status, retryAfterS, text }: FailedAnswer): Fault {
  const origin = 'relay';
  if (status === 401) return { kind: 'device-unknown' };
  if (status === 409)
    return text.includes('"app_rejected"')
      ? { kind: 'not-allowed', reason: 'app-rejected' }
      : { kind: 'relink-required' };
  if (status === 429) return rateLimited(origin, retryAfterS, false);
  // The relay may only be passing on that Spotify is ill.
  if (status >= 500)
    return unavailable(
      text.includes('"origin":"spotify"') ? 'spotify' : origin,
      status,
      retryAfterS,
    );
  // A page instead of our JSON: something else answers at that address.
  if (status < 400 || !text.includes('"error"')) return { kind: 'malformed', origin, path: 'body' };
  return { kind: 'refused', origin, status };
}

function rateLimited(origin: Origin, retryAfterS: number | undefined, quota: boolean): Fault {
  return retryAfterS === undefined
    ? { kind: 'rate-limited', origin, quota }
    : { kind: 'rate-limited', origin, quota, retryAfterS };
}

function unavailable(origin: Origin, status: number, retryAfterS: number | undefined): Fault {
  return retryAfterS === undefined
    ? { kind: 'unavailable', origin, status }
    : { kind: 'unavailable', origin, status, retryAfterS };
}
