/** Access tokens from the relay: the request, how its response is read, and when to get the next one. */
import type { Result } from '../shared/faults.js';
import { relayFault } from '../shared/faults.js';
import type { HttpOutcome } from '../http/exchange.js';
import { FieldReader, shapeOf } from '../http/fields.js';
import type { HttpRequest } from '../shared/ports.js';
import type { Link } from './device-flow.js';
import { formBody, relayRequest } from './relay-request.js';
import { SETTINGS_SHAPE, settingsIn } from './sent-settings.js';
import type { SentSettings } from '../shared/settings.js';

export interface AccessToken {
  readonly value: string;
  /** On the device's own clock: when the response arrived, plus the token's lifetime. */
  readonly endsAtMs: number;
  /** From then on a new one is fetched before the next poll. */
  readonly renewAtMs: number;
}

export interface TokenResponse {
  readonly token: AccessToken;
  /** The settings from the relay, unchecked; undefined if it sent none. */
  readonly settings: SentSettings | undefined;
}

const TOKEN = shapeOf({
  access_token: 'string',
  token_type: 'string',
  expires_in: 'number',
  settings: SETTINGS_SHAPE,
});

/** Less than the relay's own margin (5 minutes or a quarter), so that a renewal never returns the same token. */
const RENEW_AHEAD_MS = 60_000;
const RENEW_AHEAD_SHARE = 1 / 8;

/** @param rejected the token that Spotify has just rejected, if any */
export function refreshRequest(
  relayUrl: string,
  { uid, deviceToken }: Link,
  rejected: string | undefined,
): HttpRequest {
  const fields = rejected === undefined ? { uid } : { uid, rejected_token: rejected };
  return relayRequest(`${relayUrl}/refresh`, formBody(fields), deviceToken);
}

export function tokenReader(): FieldReader {
  return new FieldReader(TOKEN);
}

export function readRefresh(
  response: HttpOutcome,
  fields: FieldReader,
  nowMs: number,
): Result<TokenResponse> {
  if (response.kind === 'failed')
    return {
      ok: false,
      fault: { kind: 'unreachable', origin: 'relay', cause: response.fault.kind },
    };
  if (response.status !== 200) return { ok: false, fault: relayFault(response) };
  const value = fields.text('access_token');
  const expiresInS = fields.number('expires_in');
  const path =
    fields.end() ??
    (value ? undefined : 'access_token') ??
    (expiresInS !== undefined && expiresInS > 0 ? undefined : 'expires_in');
  if (path !== undefined || !value || expiresInS === undefined)
    return { ok: false, fault: { kind: 'malformed', origin: 'relay', path: path ?? 'body' } };
  const lifeMs = expiresInS * 1000;
  const endsAtMs = nowMs + lifeMs;
  const renewAtMs = endsAtMs - Math.min(RENEW_AHEAD_MS, lifeMs * RENEW_AHEAD_SHARE);
  const settings = settingsIn(fields);
  return { ok: true, value: { token: { value, endsAtMs, renewAtMs }, settings } };
}
