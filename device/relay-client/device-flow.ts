/** RFC 8628 as pure steps: the requests to the relay, and what its responses mean. No timers, no sockets. */
import type { Fault, Result } from '../shared/faults.js';
import type { HttpOutcome } from '../http/exchange.js';
import { FieldReader, shapeOf } from '../http/fields.js';
import { formBody, malformed, relayRequest, responseFault } from './relay-request.js';
import type { HttpRequest } from '../shared/ports.js';

const CLIENT_ID = 'sixteen-by-two';
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** RFC 8628: what slow_down adds (section 3.5), and the default interval (section 3.2). */
export const SLOW_DOWN_S = 5;
const DEFAULT_INTERVAL_S = 5;

/** A user code that is still to be entered. */
export interface PendingLink {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInS: number;
  readonly intervalS: number;
}

const PENDING = shapeOf({
  device_code: 'string',
  user_code: 'string',
  verification_uri: 'string',
  expires_in: 'number',
  interval: 'number',
});

/** What a linked device stores: the token authenticates it, and `uid` names its account. */
export interface Link {
  readonly uid: string;
  readonly deviceToken: string;
}

const LINKED = shapeOf({ access_token: 'string', token_type: 'string', uid: 'string' });

export type LinkStep =
  | { readonly kind: 'linked'; readonly link: Link }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down' }
  /** The code is no longer valid: request another. */
  | { readonly kind: 'over'; readonly why: 'expired' | 'denied' };

/** Section 3.1. */
export function codeRequest(relayUrl: string, deviceName: string): HttpRequest {
  return relayRequest(
    `${relayUrl}/device_authorization`,
    formBody({ client_id: CLIENT_ID, device_name: deviceName }),
  );
}

export function codeReader(): FieldReader {
  return new FieldReader(PENDING);
}

/** Section 3.2. */
export function readCode(response: HttpOutcome, fields: FieldReader): Result<PendingLink> {
  const fault = responseFault(response, fields);
  if (fault) return { ok: false, fault };
  const deviceCode = fields.text('device_code');
  const userCode = fields.text('user_code');
  const verificationUri = fields.text('verification_uri');
  const expiresInS = fields.number('expires_in');
  if (!deviceCode) return malformed('device_code');
  if (!userCode) return malformed('user_code');
  if (!verificationUri) return malformed('verification_uri');
  if (expiresInS === undefined || expiresInS <= 0) return malformed('expires_in');
  // With an interval longer than the code's life, still poll once before the code expires.
  const requestedS = Math.min(fields.number('interval') ?? DEFAULT_INTERVAL_S, expiresInS / 2);
  const intervalS = Math.max(1, requestedS);
  return { ok: true, value: { deviceCode, userCode, verificationUri, expiresInS, intervalS } };
}

/** Section 3.4. */
export function pollRequest(relayUrl: string, deviceCode: string): HttpRequest {
  return relayRequest(
    `${relayUrl}/token`,
    formBody({ grant_type: GRANT_TYPE, device_code: deviceCode, client_id: CLIENT_ID }),
  );
}

export function linkReader(): FieldReader {
  return new FieldReader(LINKED);
}

/** Section 3.5. */
export function readPoll(response: HttpOutcome, fields: FieldReader): Result<LinkStep> {
  if (response.kind === 'responded' && response.status === 400) {
    const step = STEP_OF_ERROR.find(({ error }) => response.text.includes(`"${error}"`));
    if (step) return { ok: true, value: step.step };
  }
  const fault = responseFault(response, fields);
  if (fault) return { ok: false, fault: unlinked(fault) };
  const deviceToken = fields.text('access_token');
  const uid = fields.text('uid');
  if (!deviceToken) return malformed('access_token');
  if (!uid) return malformed('uid');
  return { ok: true, value: { kind: 'linked', link: { uid, deviceToken } } };
}

const PENDING_STEP: LinkStep = Object.freeze({ kind: 'pending' });
const SLOW_DOWN_STEP: LinkStep = Object.freeze({ kind: 'slow-down' });
const EXPIRED_STEP: LinkStep = Object.freeze({ kind: 'over', why: 'expired' } as const);
const DENIED_STEP: LinkStep = Object.freeze({ kind: 'over', why: 'denied' } as const);

/** Deeply frozen: otherwise it costs RAM on the device. */
const STEP_OF_ERROR = Object.freeze([
  Object.freeze({ error: 'authorization_pending', step: PENDING_STEP }),
  Object.freeze({ error: 'slow_down', step: SLOW_DOWN_STEP }),
  Object.freeze({ error: 'expired_token', step: EXPIRED_STEP }),
  Object.freeze({ error: 'access_denied', step: DENIED_STEP }),
  // A relay that lost its database no longer knows the code.
  Object.freeze({ error: 'invalid_grant', step: EXPIRED_STEP }),
]);

/** There is no link to lose yet. */
function unlinked(fault: Fault): Fault {
  return fault.kind === 'device-unknown'
    ? { kind: 'refused', origin: 'relay', status: 401 }
    : fault;
}
