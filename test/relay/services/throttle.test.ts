/** Limits on guessing, through the routes that people and displays use. */
import { describe, expect, it } from '@jest/globals';
import { PASSWORD, type TestRelay } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

function enter(
  relay: TestRelay,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return relay.browser().post('/admin', { pass: PASSWORD, ...fields }, headers);
}

describe('signing in', () => {
  it('stops after ten failures of one account from one address, for a quarter of an hour', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    for (let attempt = 1; attempt <= 10; attempt += 1)
      expect((await enter(suite.relay, { uid, pass: 'a wrong one' })).status).toBe(401);
    const refused = await enter(suite.relay, { uid });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '900']);
    expect(await refused.text()).toContain('15 min');
    suite.clock.advanceS(900);
    expect((await enter(suite.relay, { uid })).status).toBe(303);
  });

  it('counts failures that arrive together, and no good password', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    for (let attempt = 1; attempt <= 12; attempt += 1)
      expect((await enter(suite.relay, { uid })).status).toBe(303);
    const together = await Promise.all(
      Array.from({ length: 14 }, () => enter(suite.relay, { uid, pass: 'a wrong one' })),
    );
    expect(together.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(together.filter(({ status }) => status === 429)).toHaveLength(4);
  });

  it('answers a throttled uid that exists exactly as one that does not', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const refusal = async (name: string): Promise<string> => {
      for (let attempt = 1; attempt <= 10; attempt += 1)
        await enter(suite.relay, { uid: name, action: 'sign-in', pass: 'a wrong one' });
      const answer = await enter(suite.relay, { uid: name, action: 'sign-in' });
      return `${answer.status} ${(await answer.text()).replaceAll(name, 'NAME')}`;
    };
    expect(await refusal(uid)).toBe(await refusal('nobody-here'));
  });

  it('believes a forwarded address only where TRUST_PROXY says so, and only the last', async () => {
    const trusting = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const from = (relay: TestRelay, address: string): Promise<Response> =>
      enter(relay, { uid, pass: 'a wrong one' }, { 'x-forwarded-for': address });
    // A client may write what it likes; its own proxy adds the address that it sees.
    for (let attempt = 1; attempt <= 10; attempt += 1)
      await from(trusting, `198.51.100.${attempt}, 203.0.113.7`);
    expect((await from(trusting, '1.2.3.4, 203.0.113.7')).status).toBe(429);
    expect((await from(trusting, '203.0.113.8')).status).toBe(401);
    for (let attempt = 1; attempt <= 10; attempt += 1)
      await from(suite.relay, `198.51.100.${attempt}`);
    expect((await from(suite.relay, '198.51.100.99')).status).toBe(429);
  });
});

describe('registering', () => {
  it('lets a family in, a dozen in a row, and stops a crowd', async () => {
    const register = (uid: string): Promise<Response> =>
      enter(suite.relay, { uid, action: 'register' });
    for (let member = 1; member <= 12; member += 1)
      expect((await register(suite.freshUid())).status).toBe(303);
    // Asking whether a name is taken counts as well; the one that is costs no hashing here.
    const taken = suite.freshUid();
    await register(taken);
    const answers = await Promise.all(Array.from({ length: 60 }, () => register(taken)));
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(47);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(13);
  });
});

describe('link codes', () => {
  const WRONG = 'BBBB-BBBB';

  it('gives an account five wrong ones in the life of a code, in whatever session', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    for (let attempt = 1; attempt <= 3; attempt += 1)
      expect((await browser.post('/link', { code: WRONG })).status).toBe(400);
    const other = suite.relay.browser();
    await other.post('/admin', { uid, pass: PASSWORD });
    for (let attempt = 1; attempt <= 2; attempt += 1)
      expect((await other.get(`/link?user_code=${WRONG}`)).status).toBe(400);
    for (const decision of ['approve', 'deny']) {
      const answer = await browser.post('/link', { code: WRONG, decision });
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    // A right one is not looked at either: else guessing would go on.
    const begun = await suite.relay.browser().post('/device_authorization', { client_id: 'x' });
    const { user_code: code } = (await begun.json()) as { user_code: string };
    expect((await browser.post('/link', { code })).status).toBe(429);
    suite.clock.advanceS(900);
    expect((await browser.post('/link', { code: WRONG })).status).toBe(400);
  });

  it('gives all accounts together a hundred', async () => {
    const browsers = await Promise.all(
      Array.from({ length: 21 }, () => suite.relay.register(suite.freshUid())),
    );
    const last = browsers.pop()!;
    for (const browser of browsers)
      await Promise.all([1, 2, 3, 4, 5].map(() => browser.post('/link', { code: WRONG })));
    expect((await last.post('/link', { code: WRONG })).status).toBe(429);
  });

  it('does not count good codes, nor slips that can be no code', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    for (let display = 1; display <= 6; display += 1) {
      expect((await browser.post('/link', { code: 'ABC' })).status).toBe(400);
      await suite.relay.linkDevice(browser);
    }
    expect(await (await browser.get('/')).text()).toContain('Unlink');
  });
});

it('turns away an address that asks for codes without end', async () => {
  const ask = (): Promise<Response> =>
    suite.relay.browser().post('/device_authorization', { client_id: 'x' });
  const answers = await Promise.all(Array.from({ length: 121 }, ask));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  expect(refused[0]!.headers.get('retry-after')).toBe('900');
  expect(await refused[0]!.json()).toMatchObject({ error: 'slow_down' });
});
