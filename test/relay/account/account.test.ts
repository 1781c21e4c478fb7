import { describe, expect, it } from '@jest/globals';
import { jsonOf, PASSWORD } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

describe('POST /admin', () => {
  it('registers if the uid is free and redirects to /success', async () => {
    const browser = suite.relay.browser();
    const response = await browser.post('/admin', { uid: suite.freshUid(), pass: PASSWORD });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/success');
    expect(await (await browser.get('/success')).text()).toContain('Your account is ready');
  });

  it('signs in a registered user, and responds alike to a wrong password and an unknown uid', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const enter = (fields: Record<string, string>): Promise<Response> =>
      suite.relay.browser().post('/admin', { uid, pass: PASSWORD, ...fields });
    expect((await enter({})).status).toBe(303);
    expect((await enter({ action: 'sign-in' })).status).toBe(303);
    const wrong = await enter({ pass: 'wrong password', action: 'sign-in' });
    const unknown = await enter({ uid: 'nobody', action: 'sign-in' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect((await wrong.text()).replaceAll(uid, 'nobody')).toBe(await unknown.text());
    expect((await enter({ pass: 'wrong password' })).status).toBe(401);
    expect((await enter({ action: 'register' })).status).toBe(409);
  });

  it.each([
    ['Name', { uid: '' }, '1 to 64 letters'],
    ['Name', { uid: 'a b' }, '1 to 64 letters'],
    ['Name', { uid: 'x'.repeat(65) }, '1 to 64 letters'],
    ['Password', { pass: 'seven77' }, '8 to 128 characters'],
    ['Password', { pass: 'x'.repeat(129) }, '8 to 128 characters'],
    ['Client ID', { id: 'with space' }, 'client ID'],
    ['Client ID', { secret: 'alone' }, 'client ID'],
    ['The field &quot;action&quot;', { action: 'other' }, 'sign-in or register'],
  ])('names %s and its rule if it is %j', async (label, fields, rule) => {
    const uid = suite.freshUid();
    const response = await suite.relay.browser().post('/admin', { uid, pass: PASSWORD, ...fields });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toMatch(new RegExp(`>${label} is (missing|invalid)\\. Use `));
    expect(page).toContain(rule);
    expect(page).toContain('<form');
  });

  it('accepts 128 characters of any script as a password', async () => {
    const pass = '日本語🎵'.repeat(32);
    const response = await suite.relay.browser().post('/admin', { uid: suite.freshUid(), pass });
    expect(response.status).toBe(303);
  });

  it('requires an app of the account if the relay has none', async () => {
    const relay = await suite.openRelay({
      env: { SPOTIFY_CLIENT_ID: '', SPOTIFY_CLIENT_SECRET: '' },
    });
    const fields = { uid: suite.freshUid(), pass: PASSWORD };
    expect((await relay.browser().post('/admin', fields)).status).toBe(400);
    const own = { ...fields, id: 'own-app', secret: 'own-secret' };
    expect((await relay.browser().post('/admin', own)).status).toBe(303);
    expect((await relay.accounts.find(fields.uid))?.app).toEqual({
      clientId: 'own-app',
      clientSecret: 'own-secret',
    });
  });

  it('replaces the app at a later sign-in, and only with the right password', async () => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    const enter = (pass: string): Promise<Response> =>
      suite.relay.browser().post('/admin', { uid, pass, id: 'new-app' });
    await enter('wrong password');
    expect((await suite.relay.accounts.find(uid))?.app).toBeUndefined();
    await enter(PASSWORD);
    expect((await suite.relay.accounts.find(uid))?.app?.clientId).toBe('new-app');
  });

  it('registers by invitation only, or not at all', async () => {
    const env = { REGISTRATION: 'invite', INVITE_CODE: 'friends' };
    const invited = await suite.openRelay({ env });
    const closed = await suite.openRelay({ env: { REGISTRATION: 'closed' } });
    const uid = suite.freshUid();
    const fields = { uid, pass: PASSWORD };
    const register = { ...fields, action: 'register' };
    expect((await invited.browser().post('/admin', register)).status).toBe(403);
    expect((await invited.browser().post('/admin', { ...register, invite: 'x' })).status).toBe(403);
    expect((await closed.browser().post('/admin', { ...fields, action: 'register' })).status).toBe(
      403,
    );
    expect((await closed.browser().post('/admin', fields)).status).toBe(401);
    const good = await invited.browser().post('/admin', { ...fields, invite: 'friends' });
    expect(good.status).toBe(303);
    expect((await closed.browser().post('/admin', fields)).status).toBe(303);
  });

  it.each([
    ['closed', { REGISTRATION: 'closed' }, {}],
    ['by invitation, without one', { REGISTRATION: 'invite', INVITE_CODE: 'friends' }, {}],
    [
      'by invitation, with a wrong one',
      { REGISTRATION: 'invite', INVITE_CODE: 'friends' },
      { invite: 'x' },
    ],
  ])('does not reveal a taken name if registration is %s', async (_, env, invite) => {
    const taken = suite.freshUid();
    await suite.relay.register(taken);
    const relay = await suite.openRelay({ env });
    const answerTo = async (uid: string, action: Record<string, string>): Promise<string> => {
      const fields = { uid, pass: 'a wrong one', ...invite, ...action };
      const response = await relay.browser().post('/admin', fields);
      return `${response.status} ${(await response.text()).replaceAll(uid, 'NAME')}`;
    };
    for (const action of [{}, { action: 'register' }, { action: 'sign-in' }])
      expect(await answerTo(taken, action)).toBe(await answerTo('nobody-yet', action));
  });

  it('creates one account if two register at once', async () => {
    const uid = suite.freshUid();
    const enter = (): Promise<Response> =>
      suite.relay.browser().post('/admin', { uid, pass: PASSWORD, action: 'register' });
    const responses = await Promise.all([enter(), enter()]);
    expect(responses.map(({ status }) => status).sort()).toEqual([303, 409]);
  });
});

describe('the session', () => {
  it('gets a new id at each sign-in, and the old one ends', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const before = new Map(browser.cookies);
    await browser.post('/admin', { uid, pass: PASSWORD });
    expect(browser.cookies).not.toEqual(before);
    const old = suite.relay.browser();
    for (const [name, value] of before) old.cookies.set(name, value);
    expect((await old.get('/success')).headers.get('location')).toBe('/admin');
  });

  it('has a cookie that scripts cannot read and that, with https, is sent over https only', async () => {
    const fields = { uid: suite.freshUid(), pass: PASSWORD };
    const plain = await suite.relay.browser().post('/admin', fields);
    expect(plain.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^sixteen-by-two=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const secure = await suite.openRelay({ env: { PUBLIC_URL: 'https://relay.example.org' } });
    const response = await secure.browser().post('/admin', fields);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-sixteen-by-two=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
    ]);
  });

  it.each(['/success', '/authorize', '/link'])(
    'sends who is not signed in from %s to sign in',
    async (path) => {
      const response = await suite.relay.browser().get(path);
      expect([response.status, response.headers.get('location')]).toEqual([303, '/admin']);
    },
  );

  it('ends after a month, and by signing out', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const copy = suite.relay.browser();
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    await browser.post('/signout', {});
    expect(browser.cookies.size).toBe(0);
    expect((await copy.get('/success')).status).toBe(303);
    const other = await suite.relay.register(suite.freshUid());
    suite.clock.advanceS(31 * 24 * 3600);
    expect((await other.get('/success')).status).toBe(303);
  });
});

const FOREIGN = [
  ['another origin', { origin: 'https://evil.example' }],
  [
    'another origin that says otherwise',
    { origin: 'https://evil.example', 'sec-fetch-site': 'none' },
  ],
  ['a sandboxed frame', { origin: 'null' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling host', { 'sec-fetch-site': 'same-site' }],
] as const;
const OWN = [
  ['our own page', { 'sec-fetch-site': 'same-origin' }],
  ['a form that a person sends anew', { 'sec-fetch-site': 'none' }],
  ['a script with neither header', {}],
] as const;

describe('a POST to a page', () => {
  it.each(FOREIGN)('from %s is rejected when signed in', async (_, headers) => {
    const browser = await suite.relay.register(suite.freshUid());
    expect((await browser.post('/signout', {}, headers)).status).toBe(403);
    expect((await browser.get('/success')).status).toBe(200);
  });

  it.each(FOREIGN)('from %s does not sign in or register', async (_, headers) => {
    const uid = suite.freshUid();
    await suite.relay.register(uid);
    for (const action of ['sign-in', 'register']) {
      // A Lax cookie stays at home where another site sends the form.
      const visitor = suite.relay.browser();
      const name = action === 'sign-in' ? uid : suite.freshUid();
      const response = await visitor.post('/admin', { uid: name, pass: PASSWORD, action }, headers);
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
    }
  });

  it.each(OWN)('from %s is accepted', async (_, headers) => {
    const browser = suite.relay.browser();
    const fields = { uid: suite.freshUid(), pass: PASSWORD };
    expect((await browser.post('/admin', fields, headers)).status).toBe(303);
    expect((await browser.post('/signout', {}, headers)).status).toBe(303);
  });

  it('is accepted from our own origin, by its public or its local name', async () => {
    for (const origin of [suite.relay.url, suite.relay.config.publicUrl]) {
      const browser = await suite.relay.register(suite.freshUid());
      expect((await browser.post('/signout', {}, { origin })).status).toBe(303);
    }
  });

  it('does not concern devices, which send no cookie', async () => {
    const begun = await suite.relay
      .browser()
      .post('/device_authorization', { client_id: 'x' }, { origin: 'https://evil.example' });
    expect(begun.status).toBe(200);
  });
});

describe('GET /', () => {
  it('introduces the relay, and when signed in shows what plays with a link to Spotify', async () => {
    expect(await (await suite.relay.browser().get('/')).text()).toContain('/admin');
    const { browser } = await suite.relay.link(suite.freshUid(), suite.spotify);
    const page = await (await browser.get('/')).text();
    expect(page).toContain('Café del Mar');
    expect(page).toContain('https://open.spotify.com/track/6rqhFgbbKwnb9MLmUQDhG6');
    expect(page).toContain('from Spotify');
  });

  it('escapes names that others chose', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const name = '<script>alert("x")</script>';
    const device = suite.relay.browser();
    const begun = await device.post('/device_authorization', { client_id: 'c', device_name: name });
    const code = String((await jsonOf(begun))['user_code']);
    const page = await (await browser.post('/link', { code })).text();
    const own = '<script type="module" src="/page.js" blocking="render"></script>';
    expect(page.split(own).join('')).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
  });

  it('unlinks a device only for its own account', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { browser } = linked;
    const [device] = await suite.relay.devices.list(linked.uid);
    const stranger = await suite.relay.register(suite.freshUid());
    expect((await stranger.post(`/devices/${device!.id}/revoke`, {})).status).toBe(404);
    expect((await suite.relay.refresh(linked)).status).toBe(200);
    expect((await browser.post(`/devices/${device!.id}/revoke`, {})).status).toBe(303);
    expect((await suite.relay.refresh(linked)).status).toBe(401);
  });

  it('deletes the account with its devices', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    await linked.browser.post('/account/delete', { pass: PASSWORD });
    expect((await suite.relay.refresh(linked)).status).toBe(401);
    expect((await linked.browser.get('/success')).status).toBe(303);
  });
});
