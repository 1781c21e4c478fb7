/**
 * Every error that a person or a device is told, by name: the status, OAuth's `error` (RFC 6749 section 5.2, RFC 6750
 * section 3.1, RFC 8628 section 3.5), what is wrong and what to do. Never holds what was sent.
 */
import type { Reason } from '../../device/shared/faults.js';
import type { Html } from './html.js';

export interface RefusalDetails {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  /** Tells a device which of several cases it is. */
  readonly reason?: Reason;
  readonly retryAfterS?: number;
  /** No credentials came at all. */
  readonly isAnonymous?: boolean;
  /** Further members of the JSON. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** On a page: how to fix it. */
  help?: Html;
}

const as =
  (error: string, usualStatus: number) =>
  /** @param other its own status, or the reason sent to a device */
  (description: string, other?: number | Reason): RefusalDetails => ({
    status: typeof other === 'number' ? other : usualStatus,
    error,
    description,
    ...(typeof other === 'string' ? { reason: other } : {}),
  });
const invalid = as('invalid_request', 400);
const denied = as('access_denied', 403);
const notFound = as('not_found', 404);
const tooMany = as('slow_down', 429);
const unavailable = as('temporarily_unavailable', 503);
const broken = as('server_error', 500);
const relink = as('relink_required', 409);
const unauthorized = as('invalid_token', 401);

const INVITATION = 'You need an invitation code to register here. Ask the operator of this relay.';

export const REFUSALS = Object.freeze({
  'not-found': notFound('This page does not exist.'),
  'wrong-method': invalid('This address does not accept this method.', 405),
  'foreign-form': denied(
    "This form came from another site. Open the relay's own page and try again.",
  ),
  busy: { ...unavailable('The relay is busy. Please try again in a few seconds.'), retryAfterS: 5 },
  internal: broken(
    'Something went wrong, and it was logged. If it happens again, tell the operator of this relay.',
  ),
  'grant-unreadable': broken(
    'The stored connection to Spotify can no longer be read. Reconnect Spotify at /authorize; if that does not help, tell the operator of this relay.',
  ),
  'metrics-private': unauthorized(
    'Metrics are for the operator: from loopback, or with METRICS_TOKEN.',
  ),

  'not-a-form': invalid('The body must be form-encoded (application/x-www-form-urlencoded).'),
  'invalid-field': invalid('A field is invalid.'),
  'too-many-fields': invalid('There are too many fields.'),
  'body-too-large': invalid('The body is larger than 16 KB.', 413),
  'body-cut-off': invalid('The body ended early.'),

  'too-many-attempts': tooMany('Too many attempts. Please try again later.'),
  'wrong-credentials': denied('Wrong name or password.', 401),
  'wrong-or-not-invited': denied(`Wrong name or password. ${INVITATION}`, 401),
  // Not 401: the person stays signed in.
  'wrong-password': denied('The current password is wrong. Nothing was changed.'),
  'common-password': invalid(
    'That password is too common, or is your name. Choose another: three or four random words work well.',
  ),
  'name-taken': denied('That name is taken. Choose another, or sign in.', 409),
  'registration-closed': denied('This relay is closed to new accounts.'),
  'not-invited': denied(INVITATION),
  'app-missing': invalid("Client ID is missing. Use the client ID from Spotify's dashboard."),

  'app-needed': invalid(
    'This relay has no Spotify app of its own, so your account needs one.',
    409,
  ),
  declined: denied('You chose not to connect Spotify. Nothing was changed.'),
  'wrong-state': invalid(
    'This sign-in at Spotify was not started in this browser in the last ten minutes, or it was used already (wrong state).',
  ),
  'code-refused': invalid(
    'Spotify no longer accepts this code. It works once, and for ten minutes.',
  ),
  'client-refused': invalid(
    "Spotify does not know your app's client ID. Copy it again from Spotify's dashboard.",
  ),
  'secret-refused': invalid(
    "Spotify does not accept your app's client secret. Copy it again from Spotify's dashboard.",
  ),
  'redirect-refused': invalid(
    "The redirect URI in Spotify's dashboard differs from this relay's. Register it exactly as it stands below.",
  ),
  'operator-app-refused': invalid(
    "Spotify rejects this relay's own app. Its operator has to correct SPOTIFY_CLIENT_ID or SPOTIFY_CLIENT_SECRET.",
  ),
  'secret-unreadable': invalid(
    "The client secret of your Spotify app can no longer be read here. Enter it again, with the client ID, from Spotify's dashboard.",
    409,
  ),
  'spotify-error': invalid('Spotify returned an error.'),

  'not-a-code': invalid(
    'That is not a code. A code has eight letters, such as BCDF-GHJK, without vowels or digits.',
  ),
  'unknown-code': invalid(
    "That code isn't on any waiting display. Compare it with your display, letter by letter.",
  ),
  'old-code': invalid(
    'That code has expired: codes last 15 minutes. Your display shows a new one, or will in a few seconds.',
  ),
  'used-code': invalid(
    'That code was used already. If a display still shows a code, type that one.',
  ),
  'too-many-devices': invalid(
    'Your account has 50 devices, and no more can be linked. Unlink one first.',
    409,
  ),
  'unknown-device': notFound('No such device is linked to your account.'),
  'too-many-codes': tooMany('Too many devices are waiting to be linked from this network.'),
  pending: as('authorization_pending', 400)('The device is waiting to be approved.'),
  'polled-too-soon': tooMany('Polled too soon. Wait 5 seconds longer each time.', 400),
  'code-expired': as('expired_token', 400)('The code has expired. Request a new one.'),
  denied: denied('The device was not approved.', 400),
  'unsupported-grant': as('unsupported_grant_type', 400)('This grant type is not supported.'),

  'device-unknown': unauthorized('This device is not linked. Link it again.'),
  'relink-required': relink("Spotify isn't connected. Connect it on the relay's home page."),
  'app-rejected': relink(
    "Spotify rejects this app's ID or secret. Sign in at the relay and correct them.",
    'app_rejected',
  ),
  'not-registered': denied(
    "This Spotify account isn't registered with the app. Add its e-mail under User Management in Spotify's dashboard, or reconnect with an account that is.",
    'not_registered',
  ),
  'no-premium': denied(
    'The Spotify app is paused, since its owner has no Premium. After renewing, it can take hours to work again.',
    'no_premium',
  ),
  scope: denied(
    'Spotify was connected without a permission that is needed. Reconnect Spotify.',
    'scope',
  ),
  other: denied('Spotify does not allow requests from this app or account.', 'not_allowed'),
  'rate-limited': tooMany('Spotify is rate limiting this account.', 'spotify_rate_limit'),
  'quota-exceeded': tooMany("Spotify's daily quota for this app is used up.", 'spotify_quota'),
  'spotify-unavailable': unavailable(
    'Spotify is not available at the moment.',
    'spotify_unavailable',
  ),
  // No reason: a device waits, as for any 429 of ours.
  'too-many-refreshes': tooMany('This account refreshed its access token too often.'),
  'relay-unavailable': unavailable('The relay is not available at the moment.'),
});
export type RefusalName = keyof typeof REFUSALS;

/** How a rule rejects if its caller may handle that. */
export interface Refused {
  readonly refused: RefusalName;
  readonly retryAfterS?: number;
}

/** Thrown to end a request: devices get it as OAuth's JSON, people as a page. */
export class Refusal extends Error {
  /** Undefined for one that is not in the table. */
  readonly kind: RefusalName | undefined;
  readonly details: RefusalDetails;

  constructor(what: RefusalName | RefusalDetails, more: Partial<RefusalDetails> = {}) {
    const isNamed = typeof what === 'string';
    const details = { ...(isNamed ? REFUSALS[what] : what), ...more };
    super(details.description);
    this.name = 'Refusal';
    this.kind = isNamed ? what : undefined;
    this.details = details;
  }

  static of({ refused, retryAfterS }: Refused): Refusal {
    if (retryAfterS === undefined) return new Refusal(refused);
    if (refused !== 'too-many-attempts') return new Refusal(refused, { retryAfterS });
    const minutes = Math.ceil(retryAfterS / 60);
    const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
    const description = `Too many attempts. Please try again in ${wait}.`;
    return new Refusal(refused, { retryAfterS, description });
  }
}
