/** Debian's nginx and Caddy with the files of deploy/, running in front of the relay. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { FakeSpotify } from '../support/fake-spotify.js';
import { CHROMIUM } from '../support/browser-suite.js';
import { Chromium } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import { testsNeeding } from '../support/needs.js';
import { Proxy, proxyNeed } from '../support/proxy.js';
import { PASSWORD, TestRelay } from '../support/relay.js';

const METRICS_TOKEN = 'metrics-token';

describe.each(['nginx', 'caddy'] as const)('the relay behind %s', (kind) => {
  const need = proxyNeed(kind);
  const { it: each } = testsNeeding(need);
  const spotify = new FakeSpotify();
  let database: TestDatabase;
  let relay: TestRelay;
  let proxy: Proxy;
  let logged = 0;
  const newLog = (): string => relay.log.slice(logged).join('');

  beforeAll(async () => {
    database = await openTestDatabase();
    await spotify.listen();
    const port = await freePort();
    const env = { PUBLIC_URL: `https://127.0.0.1:${port}`, TRUST_PROXY: '1', METRICS_TOKEN };
    relay = await TestRelay.open({ database: await database.open(), spotify, env });
    const upstreamPort = Number(new URL(relay.url).port);
    if (need.isHere) proxy = await Proxy.open({ kind, port, upstreamPort, patienceS: 1 });
  });
  beforeEach(() => {
    logged = relay.log.length;
  });
  afterAll(async () => {
    if (need.isHere) await proxy.close();
    await relay.close();
    await spotify.close();
    await database.close();
  });

  each('serves devices over TLS', async () => {
    const linked = await relay.link('device-owner', spotify);
    const authorization = `Bearer ${linked.token}`;
    const body = `uid=${linked.uid}`;
    const refreshed = await proxy.ask('/refresh', { body, headers: { authorization } });
    expect([refreshed.status, JSON.parse(refreshed.text)]).toMatchObject([
      200,
      { token_type: 'Bearer' },
    ]);
    expect((await proxy.ask('/get', { body, headers: { authorization } })).status).toBe(200);
    expect((await proxy.ask('/healthz')).status).toBe(200);
  });

  each('signs in with a cookie for this host and https alone', async () => {
    const body = `uid=person&pass=${encodeURIComponent(PASSWORD)}`;
    const { origin } = new URL(relay.config.publicUrl);
    const signedIn = await proxy.ask('/admin', { body, headers: { origin } });
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(signedIn.status).toBe(303);
    expect(cookie).toMatch(/^__Host-.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect(signedIn.headers.location).toBe('/success');
    const [pair = ''] = cookie.split(';');
    expect((await proxy.ask('/success', { headers: { cookie: pair } })).status).toBe(200);
    const foreign = { body, headers: { cookie: pair, origin: 'https://elsewhere.example' } };
    expect((await proxy.ask('/signout', foreign)).status).toBe(403);
  });

  testsNeeding(need, CHROMIUM).it('keeps a browser signed in', async () => {
    const chromium = await Chromium.open();
    try {
      const { publicUrl } = relay.config;
      await chromium.open(`${publicUrl}/admin`);
      await chromium.submit({ 'new-uid': 'ada', 'new-pass': PASSWORD }, 'button[value=register]');
      await chromium.open(`${publicUrl}/`);
      expect(await chromium.evaluate('document.body.innerText')).toContain('Signed in as ada');
    } finally {
      await chromium.close();
    }
  });

  each('counts by the address that the proxy saw, whatever the client says', async () => {
    const body = 'client_id=test';
    const headers = {
      'x-forwarded-for': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
    };
    await proxy.ask('/device_authorization', { body, headers, from: '127.0.0.2' });
    const rows = await relay.database.rows<{ key: string }>`
      SELECT key FROM attempts WHERE key LIKE 'device-address/%'`;
    const addresses = rows.map(({ key }) => key);
    expect(addresses).toContain('device-address/127.0.0.2');
    expect(addresses).not.toContain('device-address/203.0.113.9');
    expect(newLog()).not.toContain('TRUST_PROXY');
  });

  each('passes on nothing that a client says of proxies', async () => {
    const upstream = createServer((request, response) => {
      response.end(JSON.stringify(request.headers));
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const port = await freePort();
    const { port: upstreamPort } = upstream.address() as AddressInfo;
    const other = await Proxy.open({ kind, port, upstreamPort });
    const headers = {
      'x-forwarded-for': '203.0.113.9, 203.0.113.8',
      'x-forwarded-host': 'elsewhere.example',
      'x-forwarded-proto': 'http',
      forwarded: 'for=203.0.113.9;host=elsewhere.example',
    };
    const { text } = await other.ask('/', { headers });
    await other.close();
    upstream.close();
    expect(JSON.parse(text)).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
    });
    expect(text).not.toMatch(/203\.0\.113|elsewhere/);
  });

  each.each(['/metrics', '/metrics/', '/METRICS', '/%6detrics', '//metrics', '/./metrics?a=1'])(
    'keeps %s closed, even to its token',
    async (path) => {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
      expect((await proxy.ask(path, { headers })).status).toBe(404);
      expect(newLog()).not.toMatch(/"status":200/);
    },
  );

  each('refuses what is larger than any form, however it is sent', async () => {
    const body = `uid=${'a'.repeat(17_000)}`;
    expect((await proxy.ask('/refresh', { body })).status).toBe(413);
    const chunked = await proxy.connect();
    let said = '';
    chunked.on('data', (chunk: Buffer) => (said += chunk.toString()));
    chunked.on('error', () => undefined);
    const head = ['POST /refresh HTTP/1.1', 'Host: relay.example.org'];
    const type = 'Content-Type: application/x-www-form-urlencoded';
    chunked.write([...head, type, 'Transfer-Encoding: chunked', '', ''].join('\r\n'));
    chunked.write(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    while (!said.includes('\r\n')) await once(chunked, 'data');
    chunked.destroy();
    expect(said).toMatch(/^HTTP\/1.1 413 /);
  });

  each.each([
    ['its headers', 'GET / HTTP/1.1\r\nHost: relay.example.org\r\nX-Slow: '],
    [
      'its body',
      'POST /refresh HTTP/1.1\r\nHost: relay.example.org\r\nContent-Length: 99\r\n\r\nuid=',
    ],
  ])('hangs up on a client that never ends %s', async (_, part) => {
    const slow = await proxy.connect();
    slow.resume();
    slow.on('error', () => undefined);
    const closed = once(slow, 'close');
    slow.write(part);
    await closed;
    expect(newLog()).not.toMatch(/"status":[25]\d\d/);
  });
});
