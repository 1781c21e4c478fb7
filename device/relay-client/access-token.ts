/** Access tokens from the relay: the request, how its response is read, and when to get the next one. */
import type { Result } from '../shared/faults.js';
import { exchange, type ExchangePorts, type HttpOutcome } from '../http/exchange.js';
import { FieldReader, shapeOf } from '../http/fields.js';
import type { Cancel, HttpRequest } from '../shared/ports.js';
import type { Link } from './device-flow.js';
import { formBody, malformed, relayRequest, responseFault } from './relay-request.js';
import { SETTINGS_SHAPE, settingsIn } from './sent-settings.js';
import type { SentSettings } from '../shared/settings.js';

export interface AccessToken {
  readonly value: string;
  /** On the device's own clock: when the response arrived, plus the token's lifetime. */
  readonly endsAtMs: number;
  /** From then on a new one is fetched before the next poll. */
  readonly renewAtMs: number;
}

export interface TokenRequest {
  readonly relayUrl: string;
  readonly link: Link;
  /** The token that Spotify has just rejected, if any. */
  readonly rejected: string | undefined;
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

export function requestToken(
  ports: ExchangePorts,
  { relayUrl, link, rejected }: TokenRequest,
  onResult: (result: Result<TokenResponse>) => void,
): Cancel {
  const fields = tokenReader();
  return exchange(ports, refreshRequest(relayUrl, link, rejected), fields, (response) => {
    onResult(readRefresh(response, fields, ports.clock.nowUs() / 1000));
  });
}

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
  const fault = responseFault(response, fields);
  if (fault) return { ok: false, fault };
  const value = fields.text('access_token');
  const expiresInS = fields.number('expires_in');
  if (!value) return malformed('access_token');
  if (expiresInS === undefined || expiresInS <= 0) return malformed('expires_in');
  const lifeMs = expiresInS * 1000;
  const endsAtMs = nowMs + lifeMs;
  const renewAtMs = endsAtMs - Math.min(RENEW_AHEAD_MS, lifeMs * RENEW_AHEAD_SHARE);
  const settings = settingsIn(fields);
  return { ok: true, value: { token: { value, endsAtMs, renewAtMs }, settings } };
}
