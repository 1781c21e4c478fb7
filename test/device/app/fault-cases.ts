/**
 * Every known failure of Spotify and the relay, one case each: the response, what it means, who can fix it
 * and how long the device waits before it retries. Tests check the device against it, docs/screens.md shows it.
 */
import type { Fault, Origin } from '../../../device/shared/faults.js';
import type { SocketFaultKind } from '../../../device/shared/ports.js';
import type { Playback } from '../../../device/spotify/playback.js';

export type Came =
  | {
      readonly status: number;
      readonly text: string;
      /** The header as it was sent. */
      readonly retryAfter?: string;
    }
  | { readonly socket: SocketFaultKind };

/** In ms, with the jitter in its middle: after the first failure and after the tenth in a row. */
export type Wait = readonly [first: number, tenth: number];

export interface FaultCase {
  readonly name: string;
  readonly origin: Origin;
  readonly came: Came;
  readonly fault: Fault;
  readonly wait: Wait;
}

/** Not every error status is a fault. */
export interface HarmlessCase {
  readonly name: string;
  readonly came: Extract<Came, { status: number }>;
  readonly kind: Playback['kind'];
}

/** At most a heartbeat: recovery shows as soon as a change of song would. */
const BACKS_OFF: Wait = [5_000, 25_000];
/** Does not pass by itself, so the device retries less and less often. */
const BACKS_OFF_FAR: Wait = [5_000, 300_000];
/** Spotify counts over 30 s, and a request during a block may lengthen it. */
const UNTOLD: Wait = [30_000, 300_000];
/** A person is fixing it at the relay, where requests are cheap, and looks at the display meanwhile. */
const SOON: Wait = [5_000, 5_000];
/** A certificate or a clock. */
const HALF_MINUTE: Wait = [30_000, 30_000];
const HOURLY: Wait = [3_600_000, 3_600_000];
/** As told at first, then no sooner than without a time. */
const told = (seconds: number): Wait => [seconds * 1_000, Math.max(seconds * 1_000, 25_000)];

const api = (status: number, message: string, reason?: string): string =>
  JSON.stringify({ error: { status, message, ...(reason !== undefined && { reason }) } }, null, 2);
const oauth = (error: string, extra: object = {}): string => JSON.stringify({ error, ...extra });
const PORTAL = '<!doctype html><html><body>Sign in to Free WiFi</body></html>';
const GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const OWNER_TEXT =
  'Active premium subscription required for the owner of the app. When the subscription status changes, it can take a few hours before requests are allowed again.';

export const HARMLESS_CASES: readonly HarmlessCase[] = [
  { name: 'nothing plays', came: { status: 204, text: '' }, kind: 'nothing' },
  {
    name: 'the account was idle for long',
    came: { status: 404, text: api(404, 'non existing id') },
    kind: 'nothing',
  },
  {
    name: 'there is no active device',
    came: { status: 404, text: api(404, 'Player command failed', 'NO_ACTIVE_DEVICE') },
    kind: 'nothing',
  },
  {
    name: 'a local file, as of 2017',
    came: { status: 400, text: api(400, 'invalid id') },
    kind: 'unknown',
  },
];

const rejected: Fault = { kind: 'token-rejected' };
const notAllowed = (reason: Extract<Fault, { kind: 'not-allowed' }>['reason']): Fault => ({
  kind: 'not-allowed',
  reason,
});
const down = (origin: Origin, status: number, retryAfterS?: number): Fault => ({
  kind: 'unavailable',
  origin,
  status,
  ...(retryAfterS !== undefined && { retryAfterS }),
});
const limited = (origin: Origin, quota: boolean, retryAfterS?: number): Fault => ({
  kind: 'rate-limited',
  origin,
  quota,
  ...(retryAfterS !== undefined && { retryAfterS }),
});
const odd = (origin: Origin, path: string): Fault => ({ kind: 'malformed', origin, path });

type Told = readonly [name: string, came: Came, fault: Fault, wait: Wait];

const OF_SPOTIFY: readonly Told[] = [
  [
    'the token has expired',
    { status: 401, text: api(401, 'The access token expired') },
    rejected,
    BACKS_OFF_FAR,
  ],
  [
    'the token is no token',
    { status: 401, text: api(401, 'Invalid access token') },
    rejected,
    BACKS_OFF_FAR,
  ],
  [
    'the token is missing',
    { status: 401, text: api(401, 'No token provided') },
    rejected,
    BACKS_OFF_FAR,
  ],
  [
    'the header is mangled',
    { status: 400, text: api(400, 'Only valid bearer authentication supported') },
    rejected,
    BACKS_OFF_FAR,
  ],
  [
    'the user is not on the list of the app, told as text',
    { status: 403, text: 'User not registered in the Developer Dashboard' },
    notAllowed('not-registered'),
    HOURLY,
  ],
  [
    'the user is not on the list of the app, told as JSON',
    { status: 403, text: api(403, 'User not registered in the Developer Dashboard') },
    notAllowed('not-registered'),
    HOURLY,
  ],
  [
    'the user is not on the list of the app, in older words',
    { status: 403, text: 'User not approved for app' },
    notAllowed('not-registered'),
    HOURLY,
  ],
  [
    'the owner of the app has no Premium',
    { status: 403, text: OWNER_TEXT },
    notAllowed('no-premium'),
    HOURLY,
  ],
  [
    'the consent is too narrow',
    { status: 403, text: api(403, 'Insufficient client scope') },
    notAllowed('scope'),
    HOURLY,
  ],
  [
    'the endpoint is closed to the app',
    { status: 403, text: api(403, 'Forbidden') },
    notAllowed('other'),
    HOURLY,
  ],
  ['a 403 without a body', { status: 403, text: '' }, notAllowed('other'), HOURLY],
  [
    'the rolling limit, with its seconds',
    { status: 429, text: api(429, 'API rate limit exceeded'), retryAfter: '3' },
    limited('spotify', false, 3),
    told(3),
  ],
  [
    'the rolling limit, without a time',
    { status: 429, text: api(429, 'API rate limit exceeded') },
    limited('spotify', false),
    UNTOLD,
  ],
  [
    'a limit of hours, told as text',
    { status: 429, text: 'Too many requests', retryAfter: '19056' },
    limited('spotify', false, 19_056),
    told(19_056),
  ],
  [
    'a limit until a date',
    { status: 429, text: 'Too many requests', retryAfter: 'Wed, 25 Nov 2026 19:00:00 GMT' },
    limited('spotify', false),
    UNTOLD,
  ],
  [
    'the daily quota, with its hours',
    { status: 429, text: api(429, 'Too many requests', 'QUOTA_EXCEEDED'), retryAfter: '48925' },
    limited('spotify', true, 48_925),
    told(48_925),
  ],
  [
    'the daily quota, without a time',
    { status: 429, text: api(429, 'Too many requests', 'QUOTA_EXCEEDED') },
    limited('spotify', true),
    HOURLY,
  ],
  ['accepted, but not ready', { status: 202, text: '' }, down('spotify', 202), BACKS_OFF],
  ['a proxy’s "not modified"', { status: 304, text: '' }, down('spotify', 304), BACKS_OFF],
  ['the edge’s time is up', { status: 408, text: '' }, down('spotify', 408), BACKS_OFF],
  ['too early', { status: 425, text: '' }, down('spotify', 425), BACKS_OFF],
  [
    'a server error',
    { status: 500, text: api(500, 'Server error.') },
    down('spotify', 500),
    BACKS_OFF,
  ],
  [
    'a bad gateway, told as JSON',
    { status: 502, text: api(502, 'Bad gateway.') },
    down('spotify', 502),
    BACKS_OFF,
  ],
  [
    'a bad gateway, told as a page',
    { status: 502, text: GATEWAY },
    down('spotify', 502),
    BACKS_OFF,
  ],
  ['an outage without a body', { status: 503, text: '' }, down('spotify', 503), BACKS_OFF],
  [
    'an outage, told as text',
    { status: 503, text: 'upstream connect error or disconnect/reset before headers' },
    down('spotify', 503),
    BACKS_OFF,
  ],
  [
    'an outage with an end',
    { status: 503, text: '', retryAfter: '20' },
    down('spotify', 503, 20),
    told(20),
  ],
  [
    'a gateway’s time is up',
    { status: 504, text: api(504, 'Gateway timeout') },
    down('spotify', 504),
    BACKS_OFF,
  ],
  ['the network wants a sign-in', { status: 511, text: PORTAL }, down('spotify', 511), BACKS_OFF],
  ['a portal redirects', { status: 302, text: PORTAL }, odd('spotify', 'redirect'), BACKS_OFF],
  [
    'a portal answers for Spotify',
    { status: 200, text: PORTAL },
    odd('spotify', 'body'),
    BACKS_OFF,
  ],
  ['a body of nothing', { status: 200, text: '' }, odd('spotify', 'body'), BACKS_OFF],
  ['a list', { status: 200, text: '[ ]' }, odd('spotify', 'body'), BACKS_OFF],
  [
    'a body that ends too early',
    { status: 200, text: '{"is_playing":true,"item":{"name":"Paper La' },
    odd('spotify', 'item.name'),
    BACKS_OFF,
  ],
  [
    'bytes after the body',
    { status: 200, text: '{"is_playing":false,"item":null} {}' },
    odd('spotify', 'body'),
    BACKS_OFF,
  ],
  [
    'a field of a wrong type',
    { status: 200, text: '{"is_playing":true,"item":{"artists":{"name":"x"}}}' },
    odd('spotify', 'item.artists'),
    BACKS_OFF,
  ],
  [
    'somebody else’s JSON',
    { status: 200, text: '{"status":"ok"}' },
    odd('spotify', 'is_playing'),
    BACKS_OFF,
  ],
  [
    'an invalid request of ours',
    { status: 405, text: '' },
    { kind: 'refused', origin: 'spotify', status: 405 },
    BACKS_OFF_FAR,
  ],
];

const OF_RELAY: readonly Told[] = [
  [
    'the link was removed',
    { status: 401, text: oauth('invalid_token') },
    { kind: 'device-unknown' },
    SOON,
  ],
  [
    'a proxy wants a password',
    { status: 401, text: 'Unauthorized' },
    odd('relay', 'body'),
    BACKS_OFF,
  ],
  [
    'consent is missing, or has ended',
    { status: 409, text: oauth('relink_required', { verification_uri: 'https://x/authorize' }) },
    { kind: 'relink-required' },
    SOON,
  ],
  [
    'the app’s id or secret is wrong',
    { status: 409, text: oauth('relink_required', { reason: 'app_rejected' }) },
    notAllowed('app-rejected'),
    SOON,
  ],
  [
    'too many requests to the relay',
    { status: 429, text: oauth('slow_down'), retryAfter: '7' },
    limited('relay', false, 7),
    told(7),
  ],
  [
    'Spotify’s limit, handed on',
    { status: 429, text: oauth('slow_down', { reason: 'spotify_rate_limit' }), retryAfter: '60' },
    limited('spotify', false, 60),
    told(60),
  ],
  [
    'Spotify’s daily quota, handed on',
    { status: 429, text: oauth('slow_down', { reason: 'spotify_quota' }), retryAfter: '48925' },
    limited('spotify', true, 48_925),
    told(48_925),
  ],
  [
    'Spotify’s outage, handed on',
    {
      status: 503,
      text: oauth('temporarily_unavailable', { reason: 'spotify_unavailable' }),
      retryAfter: '5',
    },
    down('spotify', 503, 5),
    told(5),
  ],
  [
    'Spotify’s "not registered", handed on',
    { status: 403, text: oauth('access_denied', { reason: 'not_registered' }) },
    notAllowed('not-registered'),
    HOURLY,
  ],
  [
    'Spotify’s "no Premium", handed on',
    { status: 403, text: oauth('access_denied', { reason: 'no_premium' }) },
    notAllowed('no-premium'),
    HOURLY,
  ],
  [
    'Spotify’s "wrong scope", handed on',
    { status: 403, text: oauth('access_denied', { reason: 'scope' }) },
    notAllowed('scope'),
    HOURLY,
  ],
  [
    'Spotify’s bare 403, handed on',
    { status: 403, text: oauth('access_denied', { reason: 'not_allowed' }) },
    notAllowed('other'),
    HOURLY,
  ],
  [
    'a sentence in which the words of other cases stand',
    {
      status: 403,
      text: oauth('access_denied', {
        error_description: 'No premium, no scope: "reason":"no_premium" in the dashboard.',
      }),
    },
    { kind: 'refused', origin: 'relay', status: 403 },
    BACKS_OFF_FAR,
  ],
  [
    'the database is away',
    { status: 503, text: oauth('temporarily_unavailable'), retryAfter: '5' },
    down('relay', 503, 5),
    told(5),
  ],
  [
    'the relay has a bug',
    { status: 500, text: oauth('server_error') },
    down('relay', 500),
    BACKS_OFF,
  ],
  ['a proxy before a dead relay', { status: 502, text: GATEWAY }, down('relay', 502), BACKS_OFF],
  ['a proxy’s time is up', { status: 408, text: '' }, down('relay', 408), BACKS_OFF],
  ['the address wants https', { status: 301, text: '' }, odd('relay', 'redirect'), BACKS_OFF],
  ['another server’s page', { status: 404, text: 'Not Found' }, odd('relay', 'body'), BACKS_OFF],
  [
    'a portal answers for the relay',
    { status: 200, text: PORTAL },
    odd('relay', 'body'),
    BACKS_OFF,
  ],
  ['a response of nothing', { status: 204, text: '' }, odd('relay', 'body'), BACKS_OFF],
  [
    'an invalid request of ours to the relay',
    { status: 400, text: oauth('invalid_request') },
    { kind: 'refused', origin: 'relay', status: 400 },
    BACKS_OFF_FAR,
  ],
];

/** By kind, so that none can be forgotten. */
const SOCKETS: Readonly<Record<SocketFaultKind, readonly [string, Wait]>> = {
  unresolved: ['the name has no address', BACKS_OFF],
  unreachable: ['nobody answers at the address', BACKS_OFF],
  untrusted: ['the certificate is not trusted', HALF_MINUTE],
  'other-name': ['the certificate is for another host', HALF_MINUTE],
  expired: ['the certificate has expired', HALF_MINUTE],
  'clock-wrong': ['the certificate is not valid yet', HALF_MINUTE],
  'no-common-tls': ['no TLS version or cipher is common to both', HALF_MINUTE],
  'tls-failed': ['TLS fails', BACKS_OFF],
  'timed-out': ['the response does not come', BACKS_OFF],
  'cut-off': ['the response is cut off', BACKS_OFF],
  invalid: ['what comes is no HTTP', BACKS_OFF],
};
export const SOCKET_FAULTS = Object.keys(SOCKETS) as readonly SocketFaultKind[];

const casesOf = (origin: Origin, rows: readonly Told[]): FaultCase[] =>
  rows.map(([name, came, fault, wait]) => ({ name, origin, came, fault, wait }));
const socketCasesOf = (origin: Origin): FaultCase[] =>
  SOCKET_FAULTS.map((socket) => ({
    name: SOCKETS[socket][0],
    origin,
    came: { socket },
    fault: { kind: 'unreachable', origin, cause: socket },
    wait: SOCKETS[socket][1],
  }));

export const FAULT_CASES: readonly FaultCase[] = [
  ...casesOf('spotify', OF_SPOTIFY),
  ...socketCasesOf('spotify'),
  ...casesOf('relay', OF_RELAY),
  ...socketCasesOf('relay'),
];
