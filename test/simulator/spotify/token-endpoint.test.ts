import { describe, expect, it } from '@jest/globals';
import { Bench, CLIENT, OTHER_CLIENT, REDIRECT_URI, VERIFIER } from './fake-spotify-bench.js';

const MONTHS_6_MS = 181 * 24 * 3600_000;

function basic(id: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

describe('POST /api/token, authorization_code', () => {
  it.each([
    [
      'a wrong verifier',
      { code_verifier: 'w'.repeat(43) },
      'invalid_grant',
      'code_verifier was incorrect',
    ],
    [
      'a short verifier',
      { code_verifier: 'v'.repeat(42) },
      'invalid_grant',
      'code_verifier was incorrect',
    ],
    [
      'no verifier',
      { code_verifier: undefined },
      'invalid_request',
      'code_verifier must be supplied',
    ],
    [
      'no verifier but the secret',
      { code_verifier: undefined, client_secret: CLIENT.secret },
      'invalid_request',
      'code_verifier must be supplied',
    ],
    [
      'another redirect address',
      { redirect_uri: `${REDIRECT_URI}/` },
      'invalid_grant',
      'Invalid redirect URI',
    ],
    ['no redirect address', { redirect_uri: undefined }, 'invalid_grant', 'Invalid redirect URI'],
    ['an unknown code', { code: 'guess' }, 'invalid_grant', 'Invalid authorization code'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client', 'Invalid client'],
    ['a wrong secret', { client_secret: 'guess' }, 'invalid_client', 'Invalid client secret'],
    [
      'a client that did not ask for it',
      { client_id: OTHER_CLIENT.id },
      'invalid_grant',
      'Invalid authorization code',
    ],
    [
      'no grant type',
      { grant_type: undefined },
      'unsupported_grant_type',
      'grant_type parameter is missing',
    ],
    [
      'another grant type',
      { grant_type: 'password' },
      'unsupported_grant_type',
      'grant_type password is not supported',
    ],
  ])('refuses %s', (_case, changes, error, description) => {
    const bench = new Bench();
    const response = bench.redeem(bench.code(), changes);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body)).toEqual({ error, error_description: description });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('rejects a code the second time', () => {
    const bench = new Bench();
    const code = bench.code();
    expect(bench.redeem(code).status).toBe(200);
    expect(JSON.parse(bench.redeem(code).body).error_description).toBe(
      'Invalid authorization code',
    );
  });

  it('invalidates a code after a wrong verifier', () => {
    const bench = new Bench();
    const code = bench.code();
    bench.redeem(code, { code_verifier: 'w'.repeat(43) });
    expect(bench.redeem(code).status).toBe(400);
  });

  it('accepts a code for ten minutes', () => {
    const bench = new Bench();
    const [early, late] = [bench.code(), bench.code()];
    bench.nowMs += 599_999;
    expect(bench.redeem(early).status).toBe(200);
    bench.nowMs += 1;
    expect(JSON.parse(bench.redeem(late).body).error_description).toBe(
      'Authorization code expired',
    );
  });

  it('ignores a JSON body', () => {
    const bench = new Bench();
    const response = bench.post(
      '/api/token',
      { grant_type: 'authorization_code', code: bench.code() },
      { 'content-type': 'application/json' },
    );
    expect(JSON.parse(response.body).error).toBe('unsupported_grant_type');
  });

  it.each([
    ['PKCE alone', {}, {}],
    ['PKCE and Basic together', { client_id: undefined }, basic(CLIENT.id, CLIENT.secret)],
    ['PKCE and the secret in the body', { client_secret: CLIENT.secret }, {}],
  ])('takes %s', (_case, changes, headers) => {
    const bench = new Bench();
    const fields = {
      grant_type: 'authorization_code',
      code: bench.code(),
      redirect_uri: REDIRECT_URI,
      client_id: CLIENT.id,
      code_verifier: VERIFIER,
      ...changes,
    };
    const tokens = JSON.parse(bench.post('/api/token', fields, headers).body);
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(tokens.access_token).toHaveLength(301);
    expect(tokens.refresh_token).toHaveLength(131);
  });

  it('requires the secret of a client without PKCE', () => {
    const bench = new Bench();
    const plain = { code_challenge: undefined, code_challenge_method: undefined };
    const bare = bench.redeem(bench.code(plain), { code_verifier: undefined });
    expect(JSON.parse(bare.body).error).toBe('invalid_client');
    const withSecret = { code_verifier: undefined, client_secret: CLIENT.secret };
    expect(bench.redeem(bench.code(plain), withSecret).status).toBe(200);
  });
});

describe('POST /api/token, refresh_token', () => {
  it('keeps the refresh token and does not send it', () => {
    const bench = new Bench();
    const { refresh_token: token } = bench.signIn();
    expect(JSON.parse(bench.refresh(token).body)).not.toHaveProperty('refresh_token');
    expect(bench.refresh(token).status).toBe(200);
  });

  it('revokes the old token at once when it rotates', () => {
    const bench = new Bench();
    const { refresh_token: old } = bench.signIn();
    bench.fakeSpotify.control({ action: 'refresh-mode', mode: 'rotate' });
    const { refresh_token: fresh } = JSON.parse(bench.refresh(old).body);
    expect(JSON.parse(bench.refresh(old).body).error_description).toBe('Refresh token revoked');
    expect(bench.refresh(fresh).status).toBe(200);
  });

  it('lets the old token live until the new one is used, if told to', () => {
    const bench = new Bench();
    const { refresh_token: old } = bench.signIn();
    bench.fakeSpotify.control({ action: 'refresh-mode', mode: 'rotate-with-grace' });
    expect(bench.refresh(old).status).toBe(200);
    const { refresh_token: fresh } = JSON.parse(bench.refresh(old).body);
    expect(bench.refresh(fresh).status).toBe(200);
    expect(JSON.parse(bench.refresh(old).body).error_description).toBe('Refresh token revoked');
  });

  it('sends an empty string on command', () => {
    const bench = new Bench();
    const { refresh_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'refresh-mode', mode: 'empty-string' });
    expect(JSON.parse(bench.refresh(token).body).refresh_token).toBe('');
  });

  it.each(['keep', 'rotate'])(
    'ends six months after consent, however often refreshed (%s)',
    (mode) => {
      const bench = new Bench();
      let { refresh_token: token } = bench.signIn();
      bench.fakeSpotify.control({ action: 'refresh-mode', mode });
      bench.nowMs += MONTHS_6_MS - 1;
      token = JSON.parse(bench.refresh(token).body).refresh_token ?? token;
      bench.nowMs += 1;
      expect(JSON.parse(bench.refresh(token).body)).toEqual({
        error: 'invalid_grant',
        error_description: 'Refresh token expired',
      });
    },
  );

  it.each([
    ['garbled', { refresh_token: 'guess' }, 'invalid_grant', 'Invalid refresh token'],
    ['of another client', { client_id: OTHER_CLIENT.id }, 'invalid_grant', 'Invalid refresh token'],
    ['missing', { refresh_token: undefined }, 'invalid_request', 'refresh_token must be supplied'],
  ])('refuses a token that is %s', (_case, changes, error, description) => {
    const bench = new Bench();
    const response = bench.refresh(bench.signIn().refresh_token, changes);
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body)).toEqual({ error, error_description: description });
  });

  it('requires the secret again if the grant was made with it', () => {
    const bench = new Bench();
    const tokens = JSON.parse(bench.redeem(bench.code(), { client_secret: CLIENT.secret }).body);
    expect(JSON.parse(bench.refresh(tokens.refresh_token).body).error).toBe('invalid_client');
    const withSecret = bench.refresh(tokens.refresh_token, { client_secret: CLIENT.secret });
    expect(withSecret.status).toBe(200);
  });

  it('is revoked by the user, until they consent again', () => {
    const bench = new Bench();
    const { refresh_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'revoke' });
    expect(JSON.parse(bench.refresh(token).body).error_description).toBe('Refresh token revoked');
    expect(bench.refresh(bench.signIn().refresh_token).status).toBe(200);
  });

  it('can report revoked falsely for a while and then recover', () => {
    const bench = new Bench();
    const { refresh_token: token } = bench.signIn();
    bench.fakeSpotify.control({ action: 'fault', fault: 'false-revoked', times: '2' });
    expect([1, 2, 3].map(() => bench.refresh(token).status)).toEqual([400, 400, 200]);
  });
});
