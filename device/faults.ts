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
