/** Attacks on a running relay: no attacker gets in, and no user is locked out. */
import { describe, expect, it, jest } from '@jest/globals';
import { Passwords } from '../../relay/account/passwords.js';
import { Throttle } from '../../relay/http/throttle.js';
import { addressBlocks } from '../../relay/http/client-address.js';
import { Overloaded } from '../../relay/http/errors.js';
import { jsonOf, PASSWORD, type TestRelay } from '../support/relay.js';
import { relaySuite } from '../support/relay-suite.js';

const suite = relaySuite();
const DAY_S = 86_400;
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

function enter(
  relay: TestRelay,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return relay.browser(headers).post('/admin', { pass: PASSWORD, ...fields });
}

describe('one IPv6 network', () => {
  it.each([
    ['registrations', ['register-address-day', 'register-all']],
    ['devices that wait for a code', ['device-address', 'device-all']],
    ['link codes', ['code-address', 'code-all']],
  ] as const)('of any size leaves others their share: %s', async (_, [narrow, wide]) => {
    const { database } = suite.relay;
    const throttle = new Throttle({ database, clock: suite.clock });
    const ask = (network: string, line: number): ReturnType<Throttle['count']> => {
      const blocks = addressBlocks(`2001:db8:${network}:${line.toString(16)}::1`);
      return throttle.count([
        [narrow, blocks],
        [wide, 'all'],
      ]);
    };
    // A thousand lines of one /48, each with a /64 of its own.
    let taken = 0;
    for (let line = 0; line < 1_000; line += 1) {
      const outcome = await ask('1', line * 64);
      if (outcome.ok) taken += 1;
    }
    expect(taken).toBeGreaterThan(10);
    expect((await ask('2', 1)).ok).toBe(true);
  });

  it('cannot lock an owner out by guesses from all its addresses', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    for (let line = 1; line <= 60; line += 1)
      for (let guess = 1; guess <= 2; guess += 1)
        await enter(relay, { uid, pass: 'a wrong one' }, from(`2001:db8:9:${line}::1`));
    expect((await enter(relay, { uid }, from('198.51.100.77'))).status).toBe(303);
  });
});

describe('a sign-in', () => {
  it('works from anywhere in a browser that was signed in before, despite others’ guesses', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const uid = suite.freshUid();
    const phone = relay.browser(from('203.0.113.200'));
    await phone.post('/admin', { uid, pass: PASSWORD });
    await phone.get('/success');
    for (let client = 1; client <= 10; client += 1)
      for (let guess = 1; guess <= 10; guess += 1)
        await enter(relay, { uid, pass: 'a wrong one' }, from(`203.0.113.${client}`));
    expect((await enter(relay, { uid }, from('198.51.100.9'))).status).toBe(429);
    // On another network now: the address is new, the browser is not.
    const moved = relay.browser(from('198.51.100.10'));
    for (const [name, value] of phone.cookies) moved.cookies.set(name, value);
    const change = { pass: PASSWORD, new_pass: 'another good one' };
    expect((await moved.post('/account/password', change)).status).toBe(303);
    await moved.post('/signout', {});
    expect((await moved.post('/admin', { uid, pass: 'another good one' })).status).toBe(303);
  });

  it('that could not be checked for lack of time is not a failure', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const verify = jest
      .spyOn(Passwords.prototype, 'verify')
      .mockRejectedValue(new Overloaded('busy'));
    for (let attempt = 1; attempt <= 12; attempt += 1)
      expect((await enter(suite.relay, { uid })).status).toBe(503);
    verify.mockRestore();
    expect((await enter(suite.relay, { uid })).status).toBe(303);
  });

  it('that fails logs the address, and the name only if it exists', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    await enter(suite.relay, { uid, pass: 'a wrong one' });
    await enter(suite.relay, { uid: 'hunter2-in-the-wrong-field', action: 'sign-in' });
    const lines = suite.relay.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => String(msg).startsWith('a sign-in failed'));
    expect(lines).toMatchObject([{ address: '127.0.0.1', uid }, { address: '127.0.0.1' }]);
    expect(suite.relay.log.join('')).not.toContain('hunter2');
  });

  it('hashes the password again if it was hashed at another cost', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const old = await new Passwords({ costLog2: 5, blockSize: 8, parallelism: 1 }).hash(PASSWORD);
    await suite.relay.accounts.replacePassword(uid, old);
    expect((await enter(suite.relay, { uid })).status).toBe(303);
    expect((await suite.relay.accounts.find(uid))?.passwordHash).toMatch(/^scrypt\$4\$8\$1\$/);
    expect((await enter(suite.relay, { uid })).status).toBe(303);
  });

  it.each(['password123', 'QWERTY123456', '1q2w3e4r5t'])(
    'is not made with a password as common as %s, nor with the name itself',
    async (pass) => {
      const uid = suite.freshUid().padEnd(10, 'x');
      for (const one of [pass, uid, uid.toUpperCase()]) {
        // Not by a browser whose secrets are looked for in pages: here the password is the name.
        const body = new URLSearchParams({ uid, pass: one, action: 'register' });
        const response = await fetch(`${suite.relay.url}/admin`, { method: 'POST', body });
        expect(response.status).toBe(400);
      }
      const browser = await suite.relay.register(uid);
      const change = { pass: PASSWORD, new_pass: pass };
      expect((await browser.post('/account/password', change)).status).toBe(400);
    },
  );
});

describe('the current password', () => {
  it.each([
    ['/account/delete', {}],
    ['/account/app', { id: 'another-app' }],
    ['/devices', { name: 'by hand' }],
  ])('is required by %s', async (path, fields) => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    expect((await browser.post(path, fields)).status).toBe(400);
    expect((await browser.post(path, { ...fields, pass: 'not this one' })).status).toBe(403);
    expect(await suite.relay.accounts.find(uid)).toMatchObject({ app: undefined });
    expect(await suite.relay.devices.list(uid)).toEqual([]);
    expect((await browser.post(path, { ...fields, pass: PASSWORD })).status).toBeLessThan(400);
  });

  it.each([
    ['/signout/everywhere', {}],
    ['/account/password', { pass: PASSWORD, new_pass: 'another good one' }],
  ])('%s unlinks the devices too if that is ticked', async (path, fields) => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { browser, uid } = linked;
    await browser.post(path, fields);
    expect((await suite.relay.refresh(linked)).status).toBe(200);
    const pass = 'new_pass' in fields ? fields.new_pass : PASSWORD;
    await browser.post('/admin', { uid, pass });
    await browser.post(path, { ...fields, pass, new_pass: 'a third good one', devices: 'unlink' });
    expect((await suite.relay.refresh(linked)).status).toBe(401);
  });
});

describe('a session', () => {
  it('ends after two weeks without use, and is extended by use', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    suite.clock.advanceS(10 * DAY_S);
    expect((await browser.get('/success')).status).toBe(200);
    suite.clock.advanceS(13 * DAY_S);
    expect((await browser.get('/success')).status).toBe(200);
    const idle = await suite.relay.register(suite.freshUid());
    suite.clock.advanceS(14 * DAY_S + 1);
    expect((await idle.get('/success')).headers.get('location')).toBe('/admin');
  });

  it('is listed, and can be ended only by its own account', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const other = suite.relay.browser({ 'user-agent': 'Mozilla (Android 14) Firefox/130 <b>' });
    await other.post('/admin', { uid, pass: PASSWORD });
    const home = await (await browser.get('/')).text();
    expect(home).toContain('Firefox on Android');
    const ids = [...home.matchAll(/\/sessions\/([\w-]+)\/end/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    const stranger = await suite.relay.register(suite.freshUid());
    await stranger.post(`/sessions/${ids[1]}/end`, {});
    expect((await other.get('/success')).status).toBe(200);
    await browser.post(`/sessions/${ids[1]}/end`, {});
    expect((await other.get('/success')).status).toBe(303);
    expect((await browser.get('/success')).status).toBe(200);
  });
});

describe('an account', () => {
  it('has its limits: 50 devices, 20 sessions, 10 connections under way', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    for (let device = 1; device <= 49; device += 1)
      await suite.relay.devices.makeByHand(uid, `device ${device}`);
    await suite.relay.linkDevice(browser);
    const byHand = await browser.post('/devices', { name: 'one more', pass: PASSWORD });
    expect(byHand.status).toBe(409);
    const begun = await suite.relay.browser().post('/device_authorization', { client_id: 'x' });
    const { user_code: code } = await jsonOf(begun);
    const approval = { code: String(code), decision: 'approve' };
    expect((await browser.post('/link', approval)).status).toBe(409);
    expect(await suite.relay.devices.list(uid)).toHaveLength(50);

    for (let visit = 1; visit <= 25; visit += 1) await enter(suite.relay, { uid });
    for (let turn = 1; turn <= 15; turn += 1) await browser.get('/authorize');
    const count = async (table: string): Promise<unknown> =>
      (
        await suite.database
          .openPool()
          .query(`SELECT count(*)::int AS n FROM ${table} WHERE uid = $1`, [uid])
      ).rows;
    expect(await count('sessions')).toEqual([{ n: 20 }]);
    const last = suite.relay.browser();
    await last.post('/admin', { uid, pass: PASSWORD });
    for (let turn = 1; turn <= 15; turn += 1) await last.get('/authorize');
    expect(await count('authorizations')).toEqual([{ n: 10 }]);
    expect((await (await last.get('/')).text()).length).toBeLessThan(100_000);
  });

  it('shows a device’s name without reordered or invisible characters', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const name = 'Kit\u202echen\u200b\u3164 \u2067lamp';
    const device = suite.relay.browser();
    const fields = { client_id: 'c', device_name: name };
    const { user_code: code } = await jsonOf(await device.post('/device_authorization', fields));
    const page = await (await browser.post('/link', { code: String(code) })).text();
    expect(page).toContain('<bdi>Kitchen lamp</bdi>');
    const hidden = { client_id: 'c', device_name: '\u200b\u2060\u00ad' };
    expect((await device.post('/device_authorization', hidden)).status).toBe(200);
    const made = { name: '\u200b\u2800', pass: PASSWORD };
    expect((await browser.post('/devices', made)).status).toBe(400);
  });
});

describe('a forced refresh', () => {
  it('is allowed three times a minute, then rejected with the time to wait', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const statuses: number[] = [];
    for (let turn = 1; turn <= 6; turn += 1) {
      const token = (await jsonOf(await suite.relay.refresh(linked)))['access_token'];
      const response = await suite.relay.refresh(linked, { rejected_token: String(token) });
      statuses.push(response.status);
      if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBe(60);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    expect(suite.spotify.counts.refreshes).toBe(3);
    // What nobody rejected goes out all the while, and one that is over is no forced one.
    expect((await suite.relay.refresh(linked)).status).toBe(200);
    suite.clock.advanceS(3_600);
    expect((await suite.relay.refresh(linked)).status).toBe(200);
  });

  it("is allowed 120 times a minute for all that use the relay's own app", async () => {
    const throttle = new Throttle({ database: suite.relay.database, clock: suite.clock });
    for (let turn = 1; turn <= 120; turn += 1) await throttle.count([['forced-app', 'default']]);
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const token = String((await jsonOf(await suite.relay.refresh(linked)))['access_token']);
    expect((await suite.relay.refresh(linked, { rejected_token: token })).status).toBe(429);
  });

  it('waits 48 h at most, even if the token endpoint says longer', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.clock.advanceS(3_600);
    suite.spotify.nextToken.push({ status: 503, headers: { 'retry-after': '31536000' } });
    const response = await suite.relay.refresh(linked);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '172800']);
    suite.clock.advanceS(48 * 3_600);
    expect((await suite.relay.refresh(linked)).status).toBe(200);
  });
});

describe('by another name or through a proxy', () => {
  it.each([
    ['/', 307],
    ['/admin', 307],
    ['/link?user_code=BCDF-GHJK', 307],
    ['/callback?state=x&code=y', 307],
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
    ['/refresh', 405],
  ])('GET %s at localhost returns %i', async (path, status) => {
    const response = await suite.relay.browser({ 'x-test-host': 'localhost:8000' }).get(path);
    expect(response.status).toBe(status);
    if (status === 307) expect(response.headers.get('location')).toBe(suite.relay.url + path);
  });

  it("redirects what Spotify sends to 127.0.0.1 to the relay's LAN address", async () => {
    const env = { PUBLIC_URL: 'http://192.168.1.5:8000' };
    const relay = await suite.openRelay({ env });
    const response = await relay.browser().get('/callback?state=x&code=y');
    expect(response.headers.get('location')).toBe(
      'http://192.168.1.5:8000/callback?state=x&code=y',
    );
    const forwarded = { 'x-test-host': '127.0.0.1:8000', via: '1.1 proxy' };
    expect((await relay.browser(forwarded).get('/')).status).toBe(200);
  });

  it.each([
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-host', 'relay.example.org'],
    ['forwarded', 'for=203.0.113.7'],
    ['via', '1.1 proxy'],
    ['x-test-host', 'relay.example.org'],
    ['x-test-host', '192.168.1.5:8000'],
  ])('with %s: %s serves no metrics without the token', async (name, value) => {
    const relay = await suite.openRelay({ env: { METRICS_TOKEN: 'operator' } });
    const browser = relay.browser({ [name]: value });
    expect((await browser.get('/metrics')).status).toBe(401);
    const authorization = 'Bearer operator';
    expect((await browser.get('/metrics', { authorization })).status).toBe(200);
  });

  it('requires the token for metrics if a proxy is trusted', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    expect((await relay.browser().get('/metrics')).status).toBe(401);
  });

  it.each([
    ['0', from('203.0.113.7'), 'TRUST_PROXY is 0'],
    ['1', {}, 'TRUST_PROXY is set'],
  ])('warns once if TRUST_PROXY=%s does not match', async (count, headers, words) => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: count } });
    for (let turn = 1; turn <= 3; turn += 1) await relay.browser(headers).get('/');
    expect(relay.log.filter((line) => line.includes(words))).toHaveLength(1);
  });

  it('logs no token that was put into a path', async () => {
    const token = 'BQDo1x2y3z4a5b6c7d8e9f0g1h2i3j4k5l6m7n8o9p0';
    await suite.relay.browser().get(`/refresh/${token}`);
    await suite.relay.browser().get(`/get?token=${token}`);
    expect(suite.relay.log.join('')).not.toContain('BQDo1x2y');
    expect(suite.relay.log.join('')).toContain('/refresh/');
  });
});
