import { describe, expect, it } from '@jest/globals';
import { jsonOf, type Browser } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

interface Begun {
  readonly device_code: string;
  readonly user_code: string;
}

async function begin(fields: Record<string, string> = {}): Promise<Begun> {
  const response = await suite.relay
    .browser()
    .post('/device_authorization', { client_id: 'sixteen-by-two', ...fields });
  return (await response.json()) as Begun;
}

async function poll(
  { device_code }: Begun,
  client_id = 'sixteen-by-two',
): Promise<[number, Record<string, unknown>]> {
  const response = await suite.relay
    .browser()
    .post('/token', { grant_type: GRANT_TYPE, device_code, client_id });
  expect(response.headers.get('cache-control')).toBe('no-store');
  return [response.status, await jsonOf(response)];
}

async function errorOf(begun: Begun): Promise<string> {
  const [status, { error }] = await poll(begun);
  expect(status).toBe(400);
  return String(error);
}

const signedIn = (): Promise<Browser> => suite.relay.register(suite.freshUid());

describe('POST /device_authorization', () => {
  it('returns a user code and a device code, named as in RFC 8628', async () => {
    const begun = await begin();
    expect(begun).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${suite.relay.url}/link`,
      verification_uri_complete: `${suite.relay.url}/link?user_code=${begun.user_code}`,
      expires_in: 900,
      interval: 5,
    });
  });

  it('lets a demo poll every second', async () => {
    const relay = await suite.openRelay({ demo: true });
    const response = await relay.browser().post('/device_authorization', { client_id: 'x' });
    expect(await response.json()).toMatchObject({ interval: 1 });
  });

  it.each([
    ['client_id', { client_id: '' }],
    ['client_id', { client_id: 'x'.repeat(65) }],
    ['device_name', { device_name: 'x'.repeat(65) }],
    ['device_name', { device_name: 'two\nlines' }],
  ])('names the field %s if it is invalid', async (field, fields) => {
    expect(await begin(fields)).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining(`"${field}"`),
    });
  });
});

describe('POST /token', () => {
  it('waits for a decision, then returns the device token once', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const begun = await begin();
    expect(await errorOf(begun)).toBe('authorization_pending');
    await browser.post('/link', { code: begun.user_code, decision: 'approve' });
    const [status, token] = await poll(begun);
    expect(status).toBe(200);
    expect(token).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      uid,
    });
    expect(await errorOf(begun)).toBe('expired_token');
  });

  it('slows down a device that polls too often, permanently', async () => {
    const begun = await begin();
    expect(await errorOf(begun)).toBe('authorization_pending');
    suite.clock.advanceS(4);
    expect(await errorOf(begun)).toBe('slow_down');
    suite.clock.advanceS(9);
    expect(await errorOf(begun)).toBe('slow_down');
    suite.clock.advanceS(15);
    expect(await errorOf(begun)).toBe('authorization_pending');
  });

  it('accepts one of several polls that arrive together on two instances, and slows down the rest', async () => {
    const begun = await begin();
    const other = await suite.openRelay();
    const fields = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: begun.device_code,
      client_id: 'sixteen-by-two',
    };
    const responses = await Promise.all(
      [suite.relay, other, suite.relay, other].map(async (relay) =>
        String((await jsonOf(await relay.browser().post('/token', fields)))['error']),
      ),
    );
    expect(responses.sort()).toEqual([
      'authorization_pending',
      'slow_down',
      'slow_down',
      'slow_down',
    ]);
    // Each of the three has lengthened it: 5 + 15 seconds.
    suite.clock.advanceS(19);
    expect(await errorOf(begun)).toBe('slow_down');
    suite.clock.advanceS(25);
    expect(await errorOf(begun)).toBe('authorization_pending');
  });

  it('distinguishes a denied code, an expired one, and another client’s', async () => {
    const browser = await signedIn();
    const begun = await begin();
    await browser.post('/link', { code: begun.user_code, decision: 'deny' });
    expect(await errorOf(begun)).toBe('access_denied');
    const other = await begin();
    expect((await poll(other, 'another'))[1]['error']).toBe('expired_token');
    suite.clock.advanceS(900);
    expect(await errorOf(other)).toBe('expired_token');
    expect(await errorOf({ ...other, device_code: 'made-up' })).toBe('expired_token');
  });

  it('supports no other grant type', async () => {
    const response = await suite.relay
      .browser()
      .post('/token', { grant_type: 'password', device_code: 'x', client_id: 'x' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('POST /link', () => {
  it('shows which device requested the code before it is linked', async () => {
    const browser = await signedIn();
    const begun = await begin({ device_name: 'Kitchen' });
    suite.clock.advanceS(125);
    const page = await (await browser.post('/link', { code: begun.user_code })).text();
    expect(page).toContain(begun.user_code);
    expect(page).toContain('Kitchen');
    expect(page).toMatch(/2 minutes\s+ago/);
    expect(page).toContain('127.0.0.1');
    expect(await errorOf(begun)).toBe('authorization_pending');
  });

  it.each([
    ['lower case', (code: string) => code.toLowerCase()],
    ['no dash', (code: string) => code.replace('-', '')],
    ['a space', (code: string) => ` ${code.replace('-', ' ')} `],
    ['a long dash', (code: string) => code.replace('-', '–')],
  ])('accepts a code with %s', async (_, typed) => {
    const browser = await signedIn();
    const begun = await begin();
    const response = await browser.post('/link', {
      code: typed(begun.user_code),
      decision: 'approve',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/success']);
    expect((await poll(begun))[0]).toBe(200);
  });

  it.each([
    ['AEIO-1234', 'A code has eight letters'],
    ['BCDF-GHJK', 'letter by letter'],
  ])('reports the error in %s, and keeps it in the field', async (code, sentence) => {
    const browser = await signedIn();
    const page = await (await browser.post('/link', { code })).text();
    expect(page).toContain(sentence);
    expect(page).toContain(`value="${code}"`);
  });

  it('distinguishes an expired code from a used one', async () => {
    const browser = await signedIn();
    const [late, used] = [await begin(), await begin()];
    await browser.post('/link', { code: used.user_code, decision: 'approve' });
    expect(await (await browser.post('/link', { code: used.user_code })).text()).toContain(
      'was used already',
    );
    suite.clock.advanceS(900);
    expect(await (await browser.post('/link', { code: late.user_code })).text()).toContain(
      'has expired',
    );
  });

  it.each(['BCDF-GHJK', 'nonsense', '<script>', '\0'])(
    'answers 400 to the code %j',
    async (code) => {
      const browser = await signedIn();
      expect((await browser.post('/link', { code })).status).toBe(400);
      expect((await browser.post('/link', { code, decision: 'approve' })).status).toBe(400);
    },
  );

  it('accepts one decision, and none after the code expired', async () => {
    const browser = await signedIn();
    const begun = await begin();
    await browser.post('/link', { code: begun.user_code, decision: 'deny' });
    const again = { code: begun.user_code, decision: 'approve' };
    expect((await browser.post('/link', again)).status).toBe(400);
    const late = await begin();
    suite.clock.advanceS(900);
    expect((await browser.post('/link', { ...again, code: late.user_code })).status).toBe(400);
  });

  it('keeps the code from a form whose session has ended', async () => {
    const begun = await begin();
    const browser = suite.relay.browser();
    const response = await browser.post('/link', { code: begun.user_code, decision: 'approve' });
    expect(response.headers.get('location')).toBe('/admin');
    expect(await (await browser.get('/admin')).text()).toContain(begun.user_code);
    expect(await errorOf(begun)).toBe('authorization_pending');
  });

  it('keeps the code in a cookie that only https sends', async () => {
    const secure = await suite.openRelay({ env: { PUBLIC_URL: 'https://relay.example.org' } });
    const response = await secure
      .browser({ 'x-test-host': 'relay.example.org' })
      .get('/link?user_code=BCDF-GHJK');
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-sixteen-by-two-code=BCDFGHJK; .*Path=\/; .*; Secure$/),
    ]);
  });

  it('keeps the code of a link through the sign-in', async () => {
    const begun = await begin();
    const browser = suite.relay.browser();
    const response = await browser.get(`/link?user_code=${begun.user_code}`);
    expect(response.headers.get('location')).toBe('/admin');
    const why = await (await browser.get('/admin')).text();
    expect(why).toContain(begun.user_code);
    expect(why).toContain('must know who you are');
    await browser.post('/admin', { uid: suite.freshUid(), pass: 'a long password' });
    const page = await (await browser.get('/success')).text();
    expect(page).toContain(`/link?user_code=${begun.user_code}`);
    expect(await (await browser.get(`/link?user_code=${begun.user_code}`)).text()).toContain(
      'approve',
    );
  });
});
