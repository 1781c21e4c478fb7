/** Limits on guessing, through the routes for people and devices. */
import { describe, expect, it } from '@jest/globals';
import { Throttle } from '../../../relay/http/throttle.js';
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
  it('stops for a quarter of an hour after ten failures of one account from one address', async () => {
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

  it('counts failures that arrive together, but not a correct password', async () => {
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

  it('responds alike to a throttled uid that exists and one that does not', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const refusal = async (name: string): Promise<string> => {
      for (let attempt = 1; attempt <= 10; attempt += 1)
        await enter(suite.relay, { uid: name, action: 'sign-in', pass: 'a wrong one' });
      const response = await enter(suite.relay, { uid: name, action: 'sign-in' });
      return `${response.status} ${(await response.text()).replaceAll(name, 'NAME')}`;
    };
    expect(await refusal(uid)).toBe(await refusal('nobody-here'));
  });

  it('trusts a forwarded address only with TRUST_PROXY, and only the last', async () => {
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

describe('a rate limit for one client', () => {
  const at = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
  const ATTACKER = at('203.0.113.66');
  const OWNER = at('198.51.100.1');
  const repeated = async (count: number, send: () => Promise<Response>): Promise<Response[]> =>
    Promise.all(Array.from({ length: count }, send));
  const refused = (responses: readonly Response[]): number =>
    responses.filter(({ status }) => status === 429).length;

  it('does not lock out the account elsewhere', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const wrong = (): Promise<Response> => enter(relay, { uid, pass: 'a wrong one' }, ATTACKER);
    expect(refused(await repeated(110, wrong))).toBe(100);
    expect((await enter(relay, { uid }, OWNER)).status).toBe(303);
  });

  it('does not lock an owner out of a known browser, even if many guess elsewhere', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const uid = suite.freshUid();
    await enter(relay, { uid, action: 'register' }, OWNER);
    for (let client = 1; client <= 10; client += 1)
      await repeated(10, () =>
        enter(relay, { uid, pass: 'a wrong one' }, at(`203.0.113.${client}`)),
      );
    expect((await enter(relay, { uid }, at('203.0.113.99'))).status).toBe(429);
    expect((await enter(relay, { uid }, OWNER)).status).toBe(303);
    const wrong = (): Promise<Response> => enter(relay, { uid, pass: 'a wrong one' }, OWNER);
    expect(refused(await repeated(11, wrong))).toBe(1);
  });

  it.each([
    ['registrations', ['register-address', 'register-address-day', 'register-all'], 60],
    ['displays that ask for a code', ['device-address', 'device-all'], 120],
  ] as const)('leaves others their share: %s', async (_, names, max) => {
    const throttle = new Throttle({ database: suite.relay.database, clock: suite.clock });
    const subjects = names.map((name) => [name, name.endsWith('-all') ? 'all' : 'one'] as const);
    const outcomes = await Promise.all(
      Array.from({ length: max + 30 }, () => throttle.count(subjects)),
    );
    expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(30);
    const { rows } = await suite.database
      .openPool()
      .query<{ count: number }>('SELECT count FROM attempts WHERE key = $1', [
        `${names.at(-1)}/all`,
      ]);
    expect(rows).toEqual([{ count: max }]);
  });

  it('leaves others their attempts at a code, however many accounts it has', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const wrong = { code: 'BBBB-BBBB' };
    for (let account = 1; account <= 21; account += 1) {
      const browser = relay.browser();
      await browser.post('/admin', { uid: suite.freshUid(), pass: PASSWORD }, ATTACKER);
      await repeated(10, () => browser.post('/link', wrong, ATTACKER));
    }
    const owner = relay.browser();
    await owner.post('/admin', { uid: suite.freshUid(), pass: PASSWORD }, OWNER);
    expect((await owner.post('/link', wrong, OWNER)).status).toBe(400);
  });
});

describe('registering', () => {
  it('allows a dozen in a row, and stops a crowd', async () => {
    const register = (uid: string): Promise<Response> =>
      enter(suite.relay, { uid, action: 'register' });
    for (let member = 1; member <= 12; member += 1)
      expect((await register(suite.freshUid())).status).toBe(303);
    // Asking whether a name is taken counts as well; the one that is costs no hashing here.
    const taken = suite.freshUid();
    await register(taken);
    const responses = await Promise.all(Array.from({ length: 60 }, () => register(taken)));
    expect(responses.filter(({ status }) => status === 409)).toHaveLength(47);
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(13);
  });
});

describe('link codes', () => {
  const WRONG = 'BBBB-BBBB';

  it('allow an account five wrong attempts in the life of a code, over all its sessions', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    for (let attempt = 1; attempt <= 3; attempt += 1)
      expect((await browser.post('/link', { code: WRONG })).status).toBe(400);
    const other = suite.relay.browser();
    await other.post('/admin', { uid, pass: PASSWORD });
    for (let attempt = 1; attempt <= 2; attempt += 1)
      expect((await other.get(`/link?user_code=${WRONG}`)).status).toBe(400);
    for (const decision of ['approve', 'deny']) {
      const response = await browser.post('/link', { code: WRONG, decision });
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    // A right one is not looked at either: else guessing would go on.
    const begun = await suite.relay.browser().post('/device_authorization', { client_id: 'x' });
    const { user_code: code } = (await begun.json()) as { user_code: string };
    expect((await browser.post('/link', { code })).status).toBe(429);
    suite.clock.advanceS(900);
    expect((await browser.post('/link', { code: WRONG })).status).toBe(400);
  });

  it('allow an address ten, and all addresses together two hundred', async () => {
    const relay = await suite.openRelay({ env: { TRUST_PROXY: '1' } });
    const guess = async (client: number): Promise<readonly number[]> => {
      const headers = { 'x-forwarded-for': `203.0.113.${client}` };
      const responses: Response[] = [];
      for (let account = 1; account <= 3; account += 1) {
        const browser = relay.browser();
        await browser.post('/admin', { uid: suite.freshUid(), pass: PASSWORD }, headers);
        const wrong = [1, 2, 3, 4].map(() => browser.post('/link', { code: WRONG }, headers));
        responses.push(...(await Promise.all(wrong)));
      }
      return [400, 429].map((code) => responses.filter(({ status }) => status === code).length);
    };
    for (let client = 1; client <= 20; client += 1) expect(await guess(client)).toEqual([10, 2]);
    expect(await guess(21)).toEqual([0, 12]);
  });

  it('do not count valid codes, or input that cannot be a code', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    for (let display = 1; display <= 6; display += 1) {
      expect((await browser.post('/link', { code: 'ABC' })).status).toBe(400);
      await suite.relay.linkDevice(browser);
    }
    expect(await (await browser.get('/')).text()).toContain('Unlink');
  });
});

it('stop an address that keeps requesting codes', async () => {
  const ask = (): Promise<Response> =>
    suite.relay.browser().post('/device_authorization', { client_id: 'x' });
  const responses = await Promise.all(Array.from({ length: 121 }, ask));
  const refused = responses.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  expect(refused[0]!.headers.get('retry-after')).toBe('900');
  expect(await refused[0]!.json()).toMatchObject({ error: 'slow_down' });
});
