/**
 * Everything that can go wrong, as values: one union for device and relay. A bug throws; all else is a Fault.
 * Statuses and texts: developer.spotify.com/documentation/web-api/concepts/api-calls, RFC 6749 section 5.2, RFC 6750.
 */
import { frozen } from './frozen.js';
import type { SocketFaultKind } from './ports.js';

/** Which server a fault is about. */
export type Origin = 'spotify' | 'relay';

export type Fault =
  /** No readable response: the socket failed, see `cause`. */
  | { readonly kind: 'unreachable'; readonly origin: Origin; readonly cause: SocketFaultKind }
  /** The server cannot respond right now (5xx, 202, an outage page). */
  | {
      readonly kind: 'unavailable';
      readonly origin: Origin;
      readonly status: number;
      readonly retryAfterS?: number;
    }
  /** 429. `quota`: Spotify's daily quota, which blocks for hours; otherwise the rate limit, which blocks for seconds. */
  | {
      readonly kind: 'rate-limited';
      readonly origin: Origin;
      readonly retryAfterS?: number;
      readonly quota: boolean;
    }
  /** The body is invalid; `path` names the field, never its value. */
  | { readonly kind: 'malformed'; readonly origin: Origin; readonly path: string }
  /** Spotify refused the access token. */
  | { readonly kind: 'token-rejected' }
  /** The account has no valid grant: a person must connect Spotify at the relay. */
  | { readonly kind: 'relink-required'; readonly retryAfterS?: number }
  /** The relay does not know this device's token (revoked, account gone): the link starts over. */
  | { readonly kind: 'device-unknown' }
  /** Spotify refuses the app or the account until its owner changes something. */
  | {
      readonly kind: 'not-allowed';
      readonly reason: 'not-registered' | 'no-premium' | 'scope' | 'app-rejected' | 'other';
      readonly retryAfterS?: number;
    }
  /** The server rejected the request itself: a bug of ours. */
  | { readonly kind: 'refused'; readonly origin: Origin; readonly status: number };

/** Spotify understood the command and does not carry it out. */
export type CommandRefusal =
  /** Nothing that could play is open. */
  | 'no-player'
  /** The listener's account has no Premium. */
  | 'no-premium'
  /** This player takes no commands from apps. */
  | 'restricted'
  /** The grant does not include control. */
  | 'no-control'
  /** Not at this moment: during an advertisement, at the end of a list, or it is already so. */
  | 'not-now';

export type CommandFault =
  Fault | { readonly kind: 'command-refused'; readonly reason: CommandRefusal };

export type FaultClass =
  | 'transient' // retry after the wait that the server names, or back off
  | 'needs-token' // get a new access token once, then retry
  | 'needs-relink' // a person must act at the relay
  | 'needs-owner' // the owner of the Spotify app must act
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

/** A response other than a success, as far as it decides the fault; the bodies of both servers may be JSON, text or empty. */
export interface FailedResponse {
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly text: string;
}

/**
 * `reason` in the relay's errors, next to OAuth's `error` and a sentence for people. It tells apart the cases that share
 * a status. The relay writes these codes, the device reads them.
 */
export const REASONS = frozen([
  'app_rejected',
  'not_registered',
  'no_premium',
  'scope',
  'not_allowed',
  'spotify_rate_limit',
  'spotify_quota',
  'spotify_unavailable',
] as const);
export type Reason = (typeof REASONS)[number];

/** What a response means, without its status and `Retry-After`. */
type Meaning =
  | { readonly kind: 'rate-limited'; readonly quota?: boolean }
  | {
      readonly kind:
        'unavailable' | 'refused' | 'token-rejected' | 'relink-required' | 'device-unknown';
    }
  | { readonly kind: 'malformed'; readonly path: string }
  | Refusal;
type Refusal = Extract<Fault, { kind: 'not-allowed' }>;

interface Row {
  /** One status, or the first and the last of several. */
  readonly status: number | readonly [from: number, to: number];
  /** Part of the body, in lower case; absent matches any body, an empty one too. */
  readonly text?: string;
  readonly reason?: Reason;
  /** If it is not the server that has responded. */
  readonly origin?: Origin;
  readonly means: Meaning;
}

function notAllowed(reason: Refusal['reason']): Meaning {
  return { kind: 'not-allowed', reason };
}

/** The daily quota, which Spotify names in its 429 since July 2026. */
const QUOTA_TEXT = 'quota_exceeded';

/** The first matching row counts. Texts of a 403: the edge sends them as plain text, the API as JSON, some edges nothing. */
const SPOTIFY_ROWS: readonly Row[] = frozen([
  // A missing scope: another token of the same grant would not help.
  { status: 401, text: 'permissions missing', means: notAllowed('scope') },
  { status: 401, means: { kind: 'token-rejected' } },
  // "Only valid bearer authentication supported": how a mangled token is refused.
  { status: 400, text: 'bearer', means: { kind: 'token-rejected' } },
  { status: 403, text: 'not registered', means: notAllowed('not-registered') },
  { status: 403, text: 'not approved', means: notAllowed('not-registered') },
  { status: 403, text: 'premium', means: notAllowed('no-premium') },
  { status: 403, text: 'scope', means: notAllowed('scope') },
  { status: 403, means: notAllowed('other') },
  { status: 429, text: QUOTA_TEXT, means: { kind: 'rate-limited', quota: true } },
  { status: 429, means: { kind: 'rate-limited' } },
  // Accepted, but not ready: from older versions of the API reference.
  { status: 202, means: { kind: 'unavailable' } },
  // We send no conditional requests: this comes from a proxy in between.
  { status: 304, means: { kind: 'unavailable' } },
  // Never followed, or the token would be sent there too. Spotify itself does not redirect; captive portals do.
  { status: [300, 399], means: { kind: 'malformed', path: 'redirect' } },
  // Request timeout, too early: the server wants the request again.
  { status: 408, means: { kind: 'unavailable' } },
  { status: 425, means: { kind: 'unavailable' } },
  { status: [500, 599], means: { kind: 'unavailable' } },
  { status: [100, 499], means: { kind: 'refused' } },
]);

/** The relay's device routes send OAuth's `{error, error_description}` and a `reason`. Anything else comes from another server. */
const RELAY_ROWS: readonly Row[] = frozen([
  // Only this ends a link: a proxy's own 401 must not.
  { status: 401, text: '"invalid_token"', means: { kind: 'device-unknown' } },
  { status: 409, reason: 'app_rejected', means: notAllowed('app-rejected') },
  { status: 409, text: '"relink_required"', means: { kind: 'relink-required' } },
  // Spotify's fault, passed on by the relay (POST /get).
  { status: 403, reason: 'not_registered', means: notAllowed('not-registered') },
  { status: 403, reason: 'no_premium', means: notAllowed('no-premium') },
  { status: 403, reason: 'scope', means: notAllowed('scope') },
  { status: 403, reason: 'not_allowed', means: notAllowed('other') },
  { status: 429, reason: 'spotify_rate_limit', origin: 'spotify', means: { kind: 'rate-limited' } },
  {
    status: 429,
    reason: 'spotify_quota',
    origin: 'spotify',
    means: { kind: 'rate-limited', quota: true },
  },
  { status: 429, means: { kind: 'rate-limited' } },
  // The relay may only be passing on a fault of Spotify's.
  { status: 503, reason: 'spotify_unavailable', origin: 'spotify', means: { kind: 'unavailable' } },
  { status: [500, 599], means: { kind: 'unavailable' } },
  { status: 408, means: { kind: 'unavailable' } },
  { status: 425, means: { kind: 'unavailable' } },
  // Often http if a proxy requires https.
  { status: [300, 399], means: { kind: 'malformed', path: 'redirect' } },
  { status: [400, 499], text: '"error"', means: { kind: 'refused' } },
  { status: [100, 499], means: { kind: 'malformed', path: 'body' } },
]);

/** A failed response of `GET /v1/me/player`. */
export function spotifyFault(response: FailedResponse): Fault {
  return faultOf('spotify', SPOTIFY_ROWS, response);
}

/** A failed response of the relay's device routes. */
export function relayFault(response: FailedResponse): Fault {
  return faultOf('relay', RELAY_ROWS, response);
}

function faultOf(server: Origin, rows: readonly Row[], response: FailedResponse): Fault {
  const { status, retryAfterS } = response;
  const text = response.text.toLowerCase();
  const row = rows.find((one) => isIn(one.status, status) && isSaid(one, text));
  // Not a status of HTTP.
  if (!row) return { kind: 'malformed', origin: server, path: 'status' };
  const { means, origin = server } = row;
  const retryAfter = retryAfterS === undefined ? {} : { retryAfterS };
  switch (means.kind) {
    case 'unavailable':
      return { kind: means.kind, origin, status, ...retryAfter };
    case 'rate-limited':
      return { kind: means.kind, origin, quota: means.quota ?? false, ...retryAfter };
    case 'refused':
      return { kind: means.kind, origin, status };
    case 'malformed':
      return { kind: means.kind, origin, path: means.path };
    case 'not-allowed':
      return { ...means, ...retryAfter };
    case 'relink-required':
      return { kind: means.kind, ...retryAfter };
    case 'token-rejected':
    case 'device-unknown':
      return { kind: means.kind };
    default:
      return assertNever(means);
  }
}

/** Quotes inside a JSON string are escaped, so no sentence can match a code. */
function isSaid({ text = '', reason }: Row, body: string): boolean {
  return body.includes(reason === undefined ? text : `"reason":"${reason}"`);
}

function isIn(wanted: Row['status'], status: number): boolean {
  return typeof wanted === 'number'
    ? status === wanted
    : status >= wanted[0] && status <= wanted[1];
}
