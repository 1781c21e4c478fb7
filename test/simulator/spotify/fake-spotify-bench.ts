/** A fake Spotify with a settable clock, and a client that signs in, for the tests of this folder. */
import { createHash } from 'node:crypto';
import type { FakeOutcome, FakeResponse } from '../../../simulator/spotify/http-message.js';
import { FakeSpotify, type FakeSpotifyOptions } from '../../../simulator/spotify/fake-spotify.js';

export const REDIRECT_URI = 'http://127.0.0.1:8000/callback';
export const CLIENT = Object.freeze({
  id: 'client',
  secret: 'secret',
  redirectUris: [REDIRECT_URI, 'http://127.0.0.1/loose', 'http://localhost:8000/callback'],
});
export const OTHER_CLIENT = Object.freeze({
  id: 'other',
  secret: 'hush',
  redirectUris: [REDIRECT_URI],
});
export const VERIFIER = 'v'.repeat(43);
const SCOPES = 'user-read-playback-state user-read-currently-playing';

export function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text, 'ascii').digest();
}

export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

type Fields = Readonly<Record<string, string | undefined>>;

export class Bench {
  nowMs = 1_795_449_538_766;
  readonly fakeSpotify: FakeSpotify;

  constructor(options: Partial<FakeSpotifyOptions> = {}) {
    let seed = 1;
    this.fakeSpotify = new FakeSpotify({
      now: () => this.nowMs,
      random: () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647,
      sha256,
      clients: [CLIENT, OTHER_CLIENT],
      ...options,
    });
  }

  get(path: string, query: Fields = {}, headers: Record<string, string> = {}): FakeResponse {
    return answered(
      this.fakeSpotify.handle({ method: 'GET', path, query: defined(query), headers, body: '' }),
    );
  }

  post(path: string, fields: Fields, headers: Record<string, string> = {}): FakeResponse {
    return answered(
      this.fakeSpotify.handle({
        method: 'POST',
        path,
        query: {},
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(defined(fields)).toString(),
      }),
    );
  }

  authorize(changes: Fields = {}): FakeResponse {
    return this.get('/authorize', {
      client_id: CLIENT.id,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: SCOPES,
      state: 'st&te',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...changes,
    });
  }

  /** Presses Agree as a person would, and returns where the browser is sent. */
  agree(changes: Fields = {}, user = 'owner'): URL {
    const page = this.authorize(changes);
    if (page.status === 302) return new URL(page.headers['location']!);
    return this.decide(page, { decision: 'agree', user });
  }

  decide(page: FakeResponse, fields: Fields): URL {
    const request = /name="request" value="([^"]+)"/.exec(page.body)?.[1];
    return new URL(this.post('/authorize', { request, ...fields }).headers['location']!);
  }

  code(changes: Fields = {}, user = 'owner'): string {
    return this.agree(changes, user).searchParams.get('code')!;
  }

  redeem(code: string, changes: Fields = {}): FakeResponse {
    return this.post('/api/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      client_id: CLIENT.id,
      code_verifier: VERIFIER,
      ...changes,
    });
  }

  refresh(refreshToken: string, changes: Fields = {}): FakeResponse {
    return this.post('/api/token', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: CLIENT.id,
      ...changes,
    });
  }

  signIn(user = 'owner', changes: Fields = {}): { access_token: string; refresh_token: string } {
    return JSON.parse(this.redeem(this.code(changes, user)).body);
  }

  command(accessToken: string, method: string, name: string): FakeResponse {
    const headers = { authorization: `Bearer ${accessToken}` };
    const path = `/v1/me/player/${name}`;
    return answered(this.fakeSpotify.handle({ method, path, query: {}, headers, body: '' }));
  }

  player(accessToken: string, query: Fields = { additional_types: 'track,episode' }): FakeResponse {
    return this.get('/v1/me/player', query, { authorization: `Bearer ${accessToken}` });
  }
}

function answered(response: FakeOutcome): FakeResponse {
  if ('hang' in response || 'reset' in response) throw new Error('no answer came');
  return response;
}

function defined(fields: Fields): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value;
  return kept;
}
