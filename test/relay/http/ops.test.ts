import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable } from '../../../relay/db/database.js';
import { APP } from '../../support/fake-spotify.js';
import { PASSWORD } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

describe('operation', () => {
  it('reports that it is alive, and whether the database responds', async () => {
    const browser = suite.relay.browser();
    const healthy = { status: 'ok', version: '0.0.0-test' };
    expect(await (await browser.get('/healthz')).json()).toEqual(healthy);
    expect(await (await browser.get('/readyz')).json()).toEqual(healthy);
    suite.relay.database.rows = () => Promise.reject(new DatabaseUnavailable(new Error('gone')));
    expect((await browser.get('/readyz')).status).toBe(503);
    expect((await browser.get('/healthz')).status).toBe(200);
  });

  it('returns 503 with Retry-After while the database is down, and continues afterwards', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { database } = suite.relay;
    const find = database.arrays.bind(database);
    database.arrays = () => Promise.reject(new DatabaseUnavailable(new Error('gone')));
    const response = await suite.relay.refresh(linked);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    database.arrays = find;
    expect((await suite.relay.refresh(linked)).status).toBe(200);
  });

  it('shows no internal error', async () => {
    const { database } = suite.relay;
    database.arrays = () => Promise.reject(new Error('SELECT secret FROM grants'));
    const response = await suite.relay.refresh({ uid: 'ada', token: 'x' });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      error: 'server_error',
      error_description: expect.not.stringContaining('SELECT'),
    });
    const line = suite.relay.log.find((entry) => entry.includes('a request failed'));
    expect(line).toBeDefined();
    expect(line).not.toContain('SELECT');
  });

  it('sends every page with security headers and no-store', async () => {
    for (const path of ['/', '/admin', '/nothing-here']) {
      const { headers } = await suite.relay.browser().get(path);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it.each([
    ['GET', '/nothing-here', 404],
    ['PUT', '/admin', 405],
    ['GET', '/refresh', 405],
    ['GET', '/%ff', 404],
    ['GET', '/devices/%00/revoke', 405],
    ['POST', '/devices/%00/revoke', 303],
  ])('responds to %s %s with %i', async (method, path, status) => {
    const response = await fetch(suite.relay.url + path, { method, redirect: 'manual' });
    expect(response.status).toBe(status);
  });

  it('serves metrics to loopback or with the token, labelled by registered routes', async () => {
    const relay = await suite.openRelay({ env: { METRICS_TOKEN: 'operator' } });
    const linked = await relay.link(suite.freshUid(), suite.spotify);
    suite.clock.advanceS(3_600);
    await relay.refresh(linked);
    await relay.get(linked);
    await linked.browser.get('/devices/none-of-ours');
    await linked.browser.get('/secret-looking-path');
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${relay.url}/metrics`, { headers });
    const text = await (await ask({})).text();
    expect(text).toContain('relay_request_seconds_count{route="/refresh",status="2xx"} 1');
    expect(text).toContain('route="/devices/:id",status="4xx"');
    expect(text).toContain('relay_spotify_refreshes_total{outcome="ok"} 1');
    expect(text).toContain('relay_spotify_polls_total{outcome="ok"} 1');
    expect(text).not.toMatch(/none-of-ours|secret-looking/);
    // Through a proxy on the same host: not local.
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect((await ask(forwarded)).status).toBe(401);
    expect((await ask({ ...forwarded, authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask({ ...forwarded, authorization: 'Bearer operator' })).status).toBe(200);
  });

  it('gives each request an id in its response and in its log lines', async () => {
    suite.relay.database.arrays = () => Promise.reject(new Error('broken'));
    const response = await suite.relay.refresh({ uid: 'ada', token: 'x' });
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^[\w-]{36}$/);
    expect(suite.relay.log.filter((line) => line.includes(id!))).toHaveLength(2);
  });

  it('writes no secret into any log line or page', async () => {
    const { relay, spotify, clock } = suite;
    spotify.rotates = true;
    const linked = await relay.link(suite.freshUid(), spotify);
    const pages: string[] = [];
    const keep = async (response: Promise<Response>): Promise<void> => {
      pages.push(await (await response).text());
    };
    const { browser, uid, token } = linked;
    const back = spotify.agree((await browser.get('/authorize')).headers.get('location')!);
    await keep(browser.get(back.pathname + back.search));
    await keep(browser.get(back.pathname + back.search));
    await keep(browser.get('/'));
    await keep(browser.get('/success'));
    await keep(browser.post('/admin', { uid, pass: PASSWORD, id: 'x', secret: 'top secret' }));
    await keep(browser.post('/get', { uid, token: `${token}x` }));
    spotify.nextToken.push({ status: 500 }, { status: 400, body: { error: 'invalid_client' } });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      clock.advanceS(3_600);
      await relay.refresh(linked);
    }
    spotify.revokeAll();
    clock.advanceS(3_600);
    await keep(relay.refresh(linked));
    await keep(browser.get('/'));

    const secrets = [
      ...spotify.secrets,
      ...browser.cookies.values(),
      token,
      PASSWORD,
      'top secret',
      APP.clientSecret,
      back.searchParams.get('state')!,
    ];
    const everything = [...relay.log, ...pages].join('\n');
    expect(relay.log.length).toBeGreaterThan(15);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });
});
