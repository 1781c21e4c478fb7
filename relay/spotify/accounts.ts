/**
 * Spotify's accounts service: where a person grants access, and the token endpoint. Spotify deviates from
 * RFC 6749 in ways that strict libraries reject: empty refresh tokens, outage pages with status 200, no `expires_in`.
 * @see developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow
 */
import type { Fault, Result } from '../../device/shared/faults.js';
import type { SpotifyApp } from '../config.js';
import type { Clock } from '../clock.js';
import { busyFault, readBody, request } from './response.js';

/** What the display needs, and no more. */
const SCOPES = 'user-read-playback-state user-read-currently-playing';
/** Requested only if the person wants buttons that control. */
export const CONTROL_SCOPE = 'user-modify-playback-state';
/** Tokens of up to 582 characters have been seen; this is far above any token response. */
const BODY_LIMIT = 64 * 1024;
/** Spotify's own, if a response does not say (RFC 6749 section 5.1 makes it optional). */
const DEFAULT_LIFE_S = 3_600;
const LIFE_MAX_S = 86_400;

export interface TokenSet {
  readonly accessToken: string;
  readonly lifeS: number;
  /** Undefined if the old one stays good, as Spotify does it since mid-2026. */
  readonly refreshToken: string | undefined;
  /** Scopes, separated by spaces, if the response names them: a person may have agreed to fewer. */
  readonly scope: string | undefined;
}

interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  /** SHA-256 of the PKCE verifier (RFC 7636). */
  readonly challenge: string;
  /** Shows Spotify's consent page even to a user who has agreed before. */
  readonly mustAsk: boolean;
  /** Requests control of the player, too. */
  readonly control: boolean;
}

interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

/** How it refused, in Spotify's words: they tell a wrong secret from a wrong client ID. Not to be shown. */
type TokenResponse = Result<TokenSet> & { readonly said?: string };

export interface SpotifyAccounts {
  authorizeUrl(request: AuthorizationRequest): string;
  exchange(app: SpotifyApp, exchange: CodeExchange): Promise<TokenResponse>;
  readonly refresh: (app: SpotifyApp, refreshToken: string) => Promise<Result<TokenSet>>;
}

export function connectAccounts(baseUrl: string, clock: Clock): SpotifyAccounts {
  const post = (
    { clientId, clientSecret }: SpotifyApp,
    fields: Readonly<Record<string, string>>,
  ): Promise<TokenResponse> => {
    const body = new URLSearchParams(fields);
    const headers = new Headers({ accept: 'application/json' });
    // As Spotify documents it. RFC 6749 section 2.3.1 would form-encode both first, which changes nothing in Spotify's
    // hexadecimal ids, but would change a dash in another server's.
    if (clientSecret === undefined) body.set('client_id', clientId);
    else headers.set('authorization', `Basic ${btoa(`${clientId}:${clientSecret}`)}`);
    return request(`${baseUrl}/api/token`, { method: 'POST', headers, body }, async (response) =>
      judge(response, await readBody(response, BODY_LIMIT), clock.nowMs()),
    );
  };

  return {
    authorizeUrl: ({ clientId, redirectUri, state, challenge, mustAsk, control }) => {
      const url = new URL(`${baseUrl}/authorize`);
      url.search = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: control ? `${SCOPES} ${CONTROL_SCOPE}` : SCOPES,
        state,
        code_challenge_method: 'S256',
        code_challenge: challenge,
        ...(mustAsk ? { show_dialog: 'true' } : {}),
      }).toString();
      return url.href;
    },
    exchange: (app, { code, redirectUri, verifier }) =>
      post(app, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    refresh: (app, refreshToken) =>
      post(app, { grant_type: 'refresh_token', refresh_token: refreshToken }),
  };
}

function judge(
  { status, headers }: Response,
  body: Uint8Array | undefined,
  nowMs: number,
): TokenResponse {
  const failed = (fault: Fault): Result<TokenSet> => ({ ok: false, fault });
  if (status === 429 || status >= 500) return failed(busyFault(status, { headers, nowMs }));
  const json = body && parseObject(body);
  if (!json) return failed({ kind: 'malformed', origin: 'spotify', path: '(body)' });
  const text = (name: string): string | undefined => {
    const value = json[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const error = text('error');
  if (status !== 200 && error !== undefined)
    return { ...failed(refusalFault(error, status)), said: text('error_description') ?? '' };
  const accessToken = text('access_token');
  const isBearer = text('token_type')?.toLowerCase() === 'bearer';
  if (status !== 200 || accessToken === undefined || !isBearer)
    return failed({ kind: 'malformed', origin: 'spotify', path: '(token)' });
  const lifeS = Number(json['expires_in']);
  return {
    ok: true,
    value: {
      accessToken,
      lifeS: lifeS > 0 && lifeS <= LIFE_MAX_S ? Math.floor(lifeS) : DEFAULT_LIFE_S,
      refreshToken: text('refresh_token'),
      scope: text('scope'),
    },
  };
}

/** RFC 6749 section 5.2. */
function refusalFault(error: string, status: number): Fault {
  switch (error) {
    case 'invalid_grant':
      return { kind: 'relink-required' };
    case 'invalid_client':
    case 'unauthorized_client':
      return { kind: 'not-allowed', reason: 'app-rejected' };
    default:
      return { kind: 'refused', origin: 'spotify', status };
  }
}

function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Not JSON: an outage page or a captive portal; the caller names it malformed.
    return undefined;
  }
}
