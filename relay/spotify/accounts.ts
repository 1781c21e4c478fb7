/**
 * Spotify's accounts service: where consent is asked for, and the token endpoint.
 * @see developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow, RFC 6749, RFC 7636
 */
import * as oauth from 'oauth4webapi';
import type { Fault, Result } from '../../device/shared/faults.js';
import type { SpotifyApp } from '../config.js';
import type { Clock } from '../clock.js';
import { busyFault, readBody, socketFault, UPSTREAM_TIMEOUT_MS } from './answer.js';

/** What the display needs, and no more. */
export const SCOPES = 'user-read-playback-state user-read-currently-playing';
/** Tokens of up to 582 characters have been seen; this is far above any answer that is one. */
const BODY_LIMIT = 64 * 1024;
/** Spotify's own, where an answer does not say (RFC 6749 section 5.1 leaves it out at will). */
const DEFAULT_LIFE_S = 3_600;
const LIFE_MAX_S = 86_400;

export interface TokenSet {
  readonly accessToken: string;
  readonly lifeS: number;
  /** Undefined where the old one stays good, as Spotify does it since mid-2026. */
  readonly refreshToken: string | undefined;
}

export interface AuthorizationRequest {
  readonly app: SpotifyApp;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
}

export interface CodeExchange extends AuthorizationRequest {
  readonly code: string;
}

export interface SpotifyAccounts {
  /** @param request.mustAsk shows Spotify's question even to who has agreed before */
  authorizeUrl(request: AuthorizationRequest & { readonly mustAsk: boolean }): Promise<string>;
  exchange(exchange: CodeExchange): Promise<Result<TokenSet>>;
  refresh(app: SpotifyApp, refreshToken: string): Promise<Result<TokenSet>>;
}

export function connectAccounts(baseUrl: string, clock: Clock): SpotifyAccounts {
  const server: oauth.AuthorizationServer = {
    issuer: baseUrl,
    authorization_endpoint: `${baseUrl}/authorize`,
    token_endpoint: `${baseUrl}/api/token`,
  };
  const options = (): oauth.TokenEndpointRequestOptions => ({
    signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS),
    // A fake Spotify speaks http; a person who set such an address meant it.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to make it stand out, says its text
    [oauth.allowInsecureRequests]: baseUrl.startsWith('http:'),
    [oauth.customFetch]: async (url, init) => tidyAnswer(await fetch(url, init), clock.nowMs()),
  });

  return {
    async authorizeUrl({ app, redirectUri, state, verifier, mustAsk }) {
      const url = new URL(`${baseUrl}/authorize`);
      url.search = new URLSearchParams({
        client_id: app.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: SCOPES,
        state,
        code_challenge_method: 'S256',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        ...(mustAsk ? { show_dialog: 'true' } : {}),
      }).toString();
      return url.href;
    },

    async exchange({ app, redirectUri, state, verifier, code }) {
      return guarded(async () => {
        const client = { client_id: app.clientId };
        // Branded by the library: it hands on only parameters whose state it has compared.
        const parameters = oauth.validateAuthResponse(
          server,
          client,
          new URLSearchParams({ code, state }),
          state,
        );
        return oauth.processAuthorizationCodeResponse(
          server,
          client,
          await oauth.authorizationCodeGrantRequest(
            server,
            client,
            authenticationOf(app),
            parameters,
            redirectUri,
            verifier,
            options(),
          ),
        );
      });
    },

    async refresh(app, refreshToken) {
      return guarded(async () => {
        const client = { client_id: app.clientId };
        return oauth.processRefreshTokenResponse(
          server,
          client,
          await oauth.refreshTokenGrantRequest(
            server,
            client,
            authenticationOf(app),
            refreshToken,
            options(),
          ),
        );
      });
    },
  };
}

/**
 * Spotify documents base64 of `id:secret` as they are. The library's own Basic form-encodes both first (RFC 6749
 * section 2.3.1), which changes nothing in Spotify's hexadecimal ids, but a dash in another server's.
 */
function authenticationOf({ clientSecret }: SpotifyApp): oauth.ClientAuth {
  if (clientSecret === undefined) return oauth.None();
  return (_server, client, _body, headers) => {
    const credentials = Buffer.from(`${client.client_id}:${clientSecret}`, 'utf8');
    headers.set('authorization', `Basic ${credentials.toString('base64')}`);
  };
}

/** A fault found below the library, which lets foreign errors pass. */
class FaultFound extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/**
 * Reads the whole answer, bounded, and hands on the fields that we use. An empty or null refresh token becomes an absent
 * one: clients that stored it lost their login. A challenge header goes, so that the body's `error` is what counts.
 */
async function tidyAnswer(response: Response, nowMs: number): Promise<Response> {
  const { status, headers } = response;
  const body = await readBody(response, BODY_LIMIT);
  if (status === 429 || status >= 500) throw new FaultFound(busyFault(status, { headers, nowMs }));
  const json = body && parseObject(body);
  if (!json) throw new FaultFound({ kind: 'malformed', origin: 'spotify', path: '(body)' });
  const text = (name: string): Record<string, string> => {
    const value = json[name];
    return typeof value === 'string' && value !== '' ? { [name]: value } : {};
  };
  const lifeS = Number(json['expires_in']);
  return Response.json(
    {
      ...text('access_token'),
      ...text('token_type'),
      ...text('refresh_token'),
      ...text('error'),
      ...text('error_description'),
      expires_in: lifeS > 0 && lifeS <= LIFE_MAX_S ? Math.floor(lifeS) : DEFAULT_LIFE_S,
    },
    { status },
  );
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

async function guarded(
  exchange: () => Promise<oauth.TokenEndpointResponse>,
): Promise<Result<TokenSet>> {
  try {
    const answer = await exchange();
    return {
      ok: true,
      value: {
        accessToken: answer.access_token,
        lifeS: answer.expires_in ?? DEFAULT_LIFE_S,
        refreshToken: answer.refresh_token,
      },
    };
  } catch (thrown) {
    return { ok: false, fault: faultOf(thrown) };
  }
}

function faultOf(thrown: unknown): Fault {
  if (thrown instanceof FaultFound) return thrown.fault;
  if (thrown instanceof oauth.ResponseBodyError) {
    if (thrown.error === 'invalid_grant') return { kind: 'relink-required' };
    if (thrown.error === 'invalid_client' || thrown.error === 'unauthorized_client')
      return { kind: 'not-allowed', reason: 'app-rejected' };
    return { kind: 'refused', origin: 'spotify', status: thrown.status };
  }
  // The library's word for an answer that lacks a field or has a wrong one.
  if (
    thrown instanceof oauth.OperationProcessingError ||
    thrown instanceof oauth.UnsupportedOperationError
  )
    return { kind: 'malformed', origin: 'spotify', path: '(token)' };
  return socketFault(thrown);
}
