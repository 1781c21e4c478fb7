import { describe, expect, it } from '@jest/globals';
import { Bench, REDIRECT_URI } from './fake-spotify-bench.js';

describe('GET /authorize', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'Invalid client'],
    ['no client', { client_id: undefined }, 'Invalid client'],
    [
      'an address that is not registered',
      { redirect_uri: 'https://evil.example/' },
      'Invalid redirect URI',
    ],
    ['a slash too many', { redirect_uri: `${REDIRECT_URI}/` }, 'Invalid redirect URI'],
    ['another case', { redirect_uri: REDIRECT_URI.toUpperCase() }, 'Invalid redirect URI'],
    [
      'another port where one is registered',
      { redirect_uri: 'http://127.0.0.1:8001/callback' },
      'Invalid redirect URI',
    ],
    [
      'localhost, though registered',
      { redirect_uri: 'http://localhost:8000/callback' },
      'Insecure redirect URI',
    ],
  ])('shows a page and does not redirect for %s', (_case, changes, text) => {
    const response = new Bench().authorize(changes);
    expect(response.status).toBe(400);
    expect(response.headers['location']).toBeUndefined();
    expect(response.body).toContain(`INVALID_CLIENT: ${text}`);
  });

  it.each([
    ['a response type but code', { response_type: 'token' }, 'unsupported_response_type'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge in hex', { code_challenge: 'a'.repeat(64) }, 'invalid_request'],
    ['a scope in another alphabet', { scope: 'user-read;DROP' }, 'invalid_scope'],
  ])('sends the error back to the app for %s', (_case, changes, error) => {
    const response = new Bench().authorize(changes);
    const location = new URL(response.headers['location']!);
    expect(location.origin + location.pathname).toBe(REDIRECT_URI);
    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('state')).toBe('st&te');
  });

  it('accepts any port of a loopback address that was registered without one', () => {
    const response = new Bench().authorize({ redirect_uri: 'http://127.0.0.1:49152/loose' });
    expect(response.status).toBe(200);
  });

  it('sends a long code and the untouched state after Agree', () => {
    const location = new Bench().agree();
    expect(location.searchParams.get('code')).toMatch(/^[A-Za-z0-9_-]{200,}$/);
    expect(location.searchParams.get('state')).toBe('st&te');
  });

  it('says access_denied after Cancel', () => {
    const bench = new Bench();
    const location = bench.decide(bench.authorize(), { decision: 'cancel' });
    expect(location.searchParams.get('error')).toBe('access_denied');
    expect(location.searchParams.get('code')).toBeNull();
  });

  it('asks once: a second request of the same user is redirected at once', () => {
    const bench = new Bench();
    bench.agree();
    expect(bench.authorize().status).toBe(302);
    expect(bench.authorize({ show_dialog: 'true' }).status).toBe(200);
  });

  it('asks again when the six months of a consent are over', () => {
    const bench = new Bench();
    bench.agree();
    bench.nowMs += 181 * 24 * 3600_000;
    expect(bench.authorize().status).toBe(200);
  });

  it('never asks if consent is given beforehand', () => {
    expect(new Bench({ consent: 'agree' }).authorize().status).toBe(302);
  });

  it('escapes what it shows', () => {
    const client = { id: 'x', name: '<script>"', redirectUris: [REDIRECT_URI] };
    const page = new Bench({ clients: [client] }).authorize({ client_id: 'x' });
    expect(page.body).toContain('&lt;script&gt;&quot;');
    expect(page.body).not.toContain('<script>');
  });

  it('accepts one decision per request', () => {
    const bench = new Bench();
    const page = bench.authorize();
    bench.decide(page, { decision: 'agree', user: 'owner' });
    const request = /name="request" value="([^"]+)"/.exec(page.body)![1];
    expect(bench.post('/authorize', { request, decision: 'agree', user: 'owner' }).status).toBe(
      400,
    );
  });
});
