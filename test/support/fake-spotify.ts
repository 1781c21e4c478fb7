/** A small Spotify on a free loopback port for the relay's tests: strict about PKCE and clients, counts its requests. */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const APP = { clientId: 'app-1', clientSecret: 'app-secret-1' };
const WHAT_PLAYS = {
  is_playing: true,
  progress_ms: 61_000,
  currently_playing_type: 'track',
  device: { name: 'Kitchen', is_private_session: false },
  item: {
    type: 'track',
    id: '6rqhFgbbKwnb9MLmUQDhG6',
    name: 'Café del Mar',
    duration_ms: 200_000,
    artists: [{ name: 'Energy 52' }, { name: 'Ørjan' }, { name: 'Third' }],
    album: { name: 'Café' },
  },
};

/** Which token came of which, the access token that went with it, and when that was (`performance.now`). */
export interface Rotation {
  readonly from: string;
  readonly to: string;
  readonly access: string;
  readonly atMs: number;
}

export class FakeSpotify {
  readonly counts = { exchanges: 0, refreshes: 0, questions: 0 };
  /** Every secret that it gave out: none may show in a log or a page. */
  readonly secrets = new Set<string>();
  /** Rotates refresh tokens on every use. */
  rotates = false;
  /** With `rotates`: the old token lives until the new one is first used; else it dies at once. */
  hasGrace = false;
  /** Each rotation in order. */
  readonly rotations: Rotation[] = [];
  lifeS = 3_600;
  /** Answers to the next requests of an endpoint, before its own. */
  readonly nextToken: Scripted[] = [];
  readonly nextPlayer: Scripted[] = [];
  playing: Scripted = { status: 200, body: WHAT_PLAYS };
  /** Awaited before a refresh is answered. */
  beforeRefresh: () => Promise<void> = () => Promise.resolve();
  #server: Server | undefined;
  readonly #codes = new Map<string, { challenge: string; redirectUri: string; scope: string }>();
  readonly #refreshTokens = new Set<string>();
  readonly #accessTokens = new Set<string>();

  get url(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo).port}`;
  }

  /** What leads a relay to it. */
  get env() {
    return {
      SPOTIFY_ACCOUNTS_URL: this.url,
      SPOTIFY_API_URL: this.url,
      SPOTIFY_CLIENT_ID: APP.clientId,
      SPOTIFY_CLIENT_SECRET: APP.clientSecret,
    };
  }

  async listen(): Promise<this> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** What Spotify's page does when the person agrees. @returns where the browser is sent */
  agree(authorizeUrl: string): URL {
    const { searchParams } = new URL(authorizeUrl);
    const redirectUri = searchParams.get('redirect_uri') ?? '';
    const code = this.#secret('code');
    const challenge = searchParams.get('code_challenge') ?? '';
    this.#codes.set(code, { challenge, redirectUri, scope: searchParams.get('scope') ?? '' });
    const address = new URL(redirectUri);
    address.searchParams.set('code', code);
    address.searchParams.set('state', searchParams.get('state') ?? '');
    return address;
  }

  revokeAll(): void {
    this.#refreshTokens.clear();
    this.#accessTokens.clear();
  }

  rejectAccessTokens(): void {
    this.#accessTokens.clear();
  }

  isGoodRefreshToken(token: string): boolean {
    return this.#refreshTokens.has(token);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    if (request.url?.startsWith('/authorize?')) {
      // A person who agrees at once.
      response.writeHead(302, { location: this.agree(`${this.url}${request.url}`).href }).end();
      return;
    }
    const isToken = request.url === '/api/token';
    const { status, body, headers } = isToken
      ? await this.#token(request, form)
      : this.#player(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
  }

  async #token(request: IncomingMessage, form: URLSearchParams): Promise<Scripted> {
    const isRefresh = form.get('grant_type') === 'refresh_token';
    this.counts[isRefresh ? 'refreshes' : 'exchanges'] += 1;
    if (isRefresh) await this.beforeRefresh();
    const scripted = this.nextToken.shift();
    if (scripted) return scripted;
    const basic = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    );
    const isKnown =
      basic.toString() === `${APP.clientId}:${APP.clientSecret}` ||
      (form.get('client_id') === APP.clientId && basic.length === 0);
    if (!isKnown) return { status: 400, body: { error: 'invalid_client' } };
    return isRefresh ? this.#refresh(form) : this.#exchange(form);
  }

  #exchange(form: URLSearchParams): Scripted {
    const code = form.get('code') ?? '';
    const begun = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (begun?.challenge !== challenge || begun.redirectUri !== form.get('redirect_uri'))
      return { status: 400, body: { error: 'invalid_grant' } };
    return this.#tokens(true, begun.scope);
  }

  #refresh(form: URLSearchParams): Scripted {
    const token = form.get('refresh_token') ?? '';
    if (!this.#refreshTokens.has(token))
      return {
        status: 400,
        body: { error: 'invalid_grant', error_description: 'Refresh token revoked' },
      };
    if (this.rotates && !this.hasGrace) this.#refreshTokens.delete(token);
    // The first use of a token that another was rotated into ends that one.
    const before = this.rotations.find(({ to }) => to === token)?.from;
    if (before !== undefined) this.#refreshTokens.delete(before);
    const response = this.#tokens(this.rotates);
    const { access_token: access, refresh_token: to } = response.body as Record<string, string>;
    if (to !== undefined)
      this.rotations.push({ from: token, to, access: access ?? '', atMs: performance.now() });
    return response;
  }

  #tokens(withRefresh: boolean, scope?: string): Scripted {
    const accessToken = this.#secret('access');
    this.#accessTokens.add(accessToken);
    const refreshToken = withRefresh ? this.#secret('refresh') : undefined;
    if (refreshToken) this.#refreshTokens.add(refreshToken);
    return {
      status: 200,
      body: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: this.lifeS,
        refresh_token: refreshToken,
        scope,
      },
    };
  }

  #player(request: IncomingMessage): Scripted {
    this.counts.questions += 1;
    const scripted = this.nextPlayer.shift();
    if (scripted) return scripted;
    if (request.url !== '/v1/me/player?additional_types=track,episode') return { status: 404 };
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    if (!this.#accessTokens.has(token))
      return { status: 401, body: { error: { status: 401, message: 'The access token expired' } } };
    return this.playing;
  }

  #secret(kind: string): string {
    const secret = `${kind}-${randomUUID()}`;
    this.secrets.add(secret);
    return secret;
  }
}
