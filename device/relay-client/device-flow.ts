/** RFC 8628 as pure steps: the requests to the relay, and what its answers mean. No timer and no socket is in here. */
import type { Fault, Result } from '../shared/faults.js';
import { relayFault } from '../shared/faults.js';
import type { HttpOutcome } from '../http/exchange.js';
import { FieldReader, shapeOf } from '../http/fields.js';
import { formBody, relayRequest } from './relay-request.js';
import type { HttpRequest } from '../shared/ports.js';

const CLIENT_ID = 'sixteen-by-two';
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** RFC 8628 section 3.5: what slow_down adds, and the interval where none is given (section 3.2). */
export const SLOW_DOWN_S = 5;
const DEFAULT_INTERVAL_S = 5;

/** A code that waits for a person. */
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

/** What a linked device keeps: it proves itself with the token, and names the account by uid. */
export interface Link {
  readonly uid: string;
  readonly deviceToken: string;
}

const LINKED = shapeOf({ access_token: 'string', token_type: 'string', uid: 'string' });

export type LinkStep =
  | { readonly kind: 'linked'; readonly link: Link }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down' }
  /** The code is of no use any more: ask for another. */
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
export function judgeCode(answer: HttpOutcome, fields: FieldReader): Result<PendingLink> {
  if (answer.kind === 'failed') return failed(unreachable(answer));
  if (answer.status !== 200) return failed(relayFault(answer));
  const path = fields.end();
  if (path !== undefined) return malformed(path);
  const deviceCode = fields.text('device_code');
  const userCode = fields.text('user_code');
  const verificationUri = fields.text('verification_uri');
  const expiresInS = fields.number('expires_in');
  if (!deviceCode) return malformed('device_code');
  if (!userCode) return malformed('user_code');
  if (!verificationUri) return malformed('verification_uri');
  if (expiresInS === undefined || expiresInS <= 0) return malformed('expires_in');
  // Whoever is to ask only when the code is over asks once before that.
  const toldS = Math.min(fields.number('interval') ?? DEFAULT_INTERVAL_S, expiresInS / 2);
  const intervalS = Math.max(1, toldS);
  return {
    ok: true,
    value: { deviceCode, userCode, verificationUri, expiresInS, intervalS },
  };
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
export function judgePoll(answer: HttpOutcome, fields: FieldReader): Result<LinkStep> {
  if (answer.kind === 'failed') return failed(unreachable(answer));
  if (answer.status === 400) {
    const step = STEP_OF_ERROR.find(({ error }) => answer.text.includes(`"${error}"`));
    return step ? { ok: true, value: step.step } : failed(relayFault(answer));
  }
  if (answer.status !== 200) return failed(unlinked(relayFault(answer)));
  const path = fields.end();
  if (path !== undefined) return malformed(path);
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

/** Frozen through and through: what is not costs a device RAM. */
const STEP_OF_ERROR = Object.freeze([
  Object.freeze({ error: 'authorization_pending', step: PENDING_STEP }),
  Object.freeze({ error: 'slow_down', step: SLOW_DOWN_STEP }),
  Object.freeze({ error: 'expired_token', step: EXPIRED_STEP }),
  Object.freeze({ error: 'access_denied', step: DENIED_STEP }),
  // A relay that lost its database knows the code no more.
  Object.freeze({ error: 'invalid_grant', step: EXPIRED_STEP }),
]);

/** Nobody can lose a link that is not made yet. */
function unlinked(fault: Fault): Fault {
  return fault.kind === 'device-unknown'
    ? { kind: 'refused', origin: 'relay', status: 401 }
    : fault;
}

function unreachable({ fault }: Extract<HttpOutcome, { kind: 'failed' }>): Fault {
  return { kind: 'unreachable', origin: 'relay', cause: fault.kind };
}

function malformed(path: string): { ok: false; fault: Fault } {
  return failed({ kind: 'malformed', origin: 'relay', path });
}

function failed(fault: Fault): { ok: false; fault: Fault } {
  return { ok: false, fault };
}
