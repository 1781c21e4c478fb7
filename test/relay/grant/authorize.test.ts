import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { APP } from '../../support/fake-spotify.js';
import { PASSWORD, type Browser } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

async function begin(browser: Browser): Promise<string> {
  const response = await browser.get('/authorize');
  expect(response.status).toBe(302);
  return response.headers.get('location')!;
}

function back(address: URL): string {
  return address.pathname + address.search;
}

describe('GET /authorize', () => {
  it('uses PKCE, a fresh state, and only the two scopes', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const url = new URL(await begin(browser));
    expect(url.href).toContain(`${suite.spotify.url}/authorize?`);
    const { state, code_challenge: challenge, ...fixed } = Object.fromEntries(url.searchParams);
    expect(fixed).toEqual({
      client_id: APP.clientId,
      response_type: 'code',
      redirect_uri: `${suite.relay.url}/callback`,
      scope: 'user-read-playback-state user-read-currently-playing',
      code_challenge_method: 'S256',
    });
    expect(challenge).toMatch(/^[\w-]{43}$/);
    expect(state).toMatch(/^[\w-]{43}$/);
    expect(new URL(await begin(browser)).searchParams.get('state')).not.toBe(state);
  });

  it('requests control of the player if ticked, and remembers what was granted', async () => {
    const { browser, uid } = await suite.relay.link(suite.freshUid(), suite.spotify);
    const box = /name="control" type="checkbox" value="yes" (checked)?/;
    expect(box.exec(await (await browser.get('/')).text())?.[1]).toBeUndefined();
    const response = await browser.get('/authorize?control=yes');
    const scope = 'user-read-playback-state user-read-currently-playing user-modify-playback-state';
    const address = response.headers.get('location')!;
    expect(new URL(address).searchParams.get('scope')).toBe(scope);
    await browser.get(back(suite.spotify.agree(address)));
    expect((await suite.relay.grants.find(uid))?.scope).toBe(scope);
    expect(box.exec(await (await browser.get('/')).text())?.[1]).toBe('checked');
  });

  it.each([
    ['cross-site', 'true'],
    ['same-site', 'true'],
    ['same-origin', null],
    ['none', null],
  ])('from %s makes Spotify ask again: %s', async (site, showDialog) => {
    const browser = await suite.relay.register(suite.freshUid());
    const response = await browser.get('/authorize', { 'sec-fetch-site': site });
    expect(response.status).toBe(302);
    const url = new URL(response.headers.get('location')!);
    expect(url.searchParams.get('show_dialog')).toBe(showDialog);
  });
});

describe('a client secret that can no longer be decrypted', () => {
  it('does not prevent sign-in, shows no name, and is requested again when needed', async () => {
    const uid = suite.freshUid();
    const own = { id: APP.clientId, secret: APP.clientSecret, pass: PASSWORD };
    const { relay } = suite;
    const { browser } = await relay.link(uid, suite.spotify);
    await browser.post('/account/app', own);
    const token = await relay.linkDevice(browser);
    await suite.database
      .openPool()
      .query("UPDATE accounts SET client_secret_sealed = 'v1.test.' || repeat('A', 60)");
    const wrong = { uid, pass: 'a wrong one', action: 'sign-in' };
    expect((await relay.browser().post('/admin', wrong)).status).toBe(401);
    expect((await browser.post('/admin', { uid, pass: PASSWORD })).status).toBe(303);
    for (const [path, status] of [
      ['/', 200],
      ['/success', 200],
      ['/account/export', 200],
      ['/authorize', 409],
    ] as const) {
      const response = await browser.get(path);
      expect([path, response.status]).toEqual([path, status]);
      if (path !== '/account/export')
        expect(await response.text()).toContain('action="/account/app"');
    }
    suite.clock.advanceS(3_600);
    expect((await relay.refresh({ uid, token })).status).toBe(409);
    expect(relay.log.join('')).toContain(`accounts.client_secret/${uid}`);
    await browser.post('/account/app', own);
    suite.clock.advanceS(60);
    expect((await relay.refresh({ uid, token })).status).toBe(200);
    expect((await browser.get('/authorize')).status).toBe(302);
  });

  it('still allows reconnecting if the grant cannot be decrypted', async () => {
    const uid = suite.freshUid();
    const { browser } = await suite.relay.link(uid, suite.spotify);
    await suite.database
      .openPool()
      .query("UPDATE grants SET refresh_token_sealed = 'v1.test.' || repeat('A', 60)");
    expect(await (await browser.get('/')).text()).toContain('/authorize');
    await browser.get(back(suite.spotify.agree(await begin(browser))));
    expect((await browser.get('/')).status).toBe(200);
  });
});

describe('GET /callback', () => {
  it('exchanges the code with its verifier and stores the grant', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const response = await browser.get(back(suite.spotify.agree(await begin(browser))));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/success']);
    expect(await suite.relay.grants.find(uid)).toMatchObject({
      clientId: APP.clientId,
      consentedAtMs: suite.clock.nowMs(),
    });
  });

  it('works with only a client id', async () => {
    const relay = await suite.openRelay({ env: { SPOTIFY_CLIENT_SECRET: '' } });
    const uid = suite.freshUid();
    const linked = await relay.link(uid, suite.spotify);
    suite.clock.advanceS(3_600);
    expect((await relay.refresh(linked)).status).toBe(200);
  });

  it('rejects a code that was requested with another verifier', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const url = new URL(await begin(browser));
    url.searchParams.set('code_challenge', createHash('sha256').update('x').digest('base64url'));
    expect((await browser.get(back(suite.spotify.agree(url.href)))).status).toBe(400);
  });

  it('accepts a state once, even if several arrive together, and stores no verifier in clear', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const address = suite.spotify.agree(await begin(browser));
    const pool = suite.database.openPool();
    const { rows } = await pool.query<{ v: string }>(
      'SELECT verifier_sealed AS v FROM authorizations',
    );
    for (const { v } of rows) expect(v).toMatch(/^v1\.test\./);
    const responses = await Promise.all([1, 2, 3].map(() => browser.get(back(address))));
    expect(responses.map(({ status }) => status).sort()).toEqual([303, 400, 400]);
    expect(suite.spotify.counts.exchanges).toBe(1);
  });

  it('accepts a state once, if it arrives twice in a row', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const address = suite.spotify.agree(await begin(browser));
    await browser.get(back(address));
    const again = await browser.get(back(address));
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('wrong state');
    expect(suite.spotify.counts.exchanges).toBe(1);
  });

  it.each(['another browser', 'nobody signed in', 'ten minutes later', 'a made-up state'])(
    'takes no state of %s, and sends Spotify nothing',
    async (who) => {
      const uid = suite.freshUid();
      const browser = await suite.relay.register(uid);
      const address = suite.spotify.agree(await begin(browser));
      let visitor = browser;
      if (who === 'another browser') {
        visitor = suite.relay.browser();
        await visitor.post('/admin', { uid, pass: PASSWORD });
      }
      if (who === 'nobody signed in') visitor = suite.relay.browser();
      if (who === 'ten minutes later') suite.clock.advanceS(600);
      if (who === 'a made-up state') address.searchParams.set('state', 'made-up');
      expect((await visitor.get(back(address))).status).toBe(400);
      expect(suite.spotify.counts.exchanges).toBe(0);
    },
  );

  it('reports that the user declined, or else Spotify’s error', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const refused = async (error: string): Promise<Response> => {
      const address = suite.spotify.agree(await begin(browser));
      address.searchParams.delete('code');
      address.searchParams.set('error', error);
      return browser.get(back(address));
    };
    expect(await (await refused('access_denied')).text()).toContain('chose not to connect');
    const other = await refused('<b>server_error');
    expect(other.status).toBe(400);
    expect(await other.text()).toContain('&lt;b&gt;server_error');
  });

  it.each([
    ['invalid_client', 'Invalid client', 'client ID. Copy it again'],
    ['invalid_client', 'Invalid client secret', 'client secret. Copy it again'],
    ['invalid_grant', 'Invalid redirect URI', 'redirect URI in Spotify'],
    ['invalid_grant', 'Invalid authorization code', 'no longer accepts this code'],
  ])('for %s, %s says what to change, and keeps the client ID', async (error, said, sentence) => {
    const browser = suite.relay.browser();
    await browser.post('/admin', { uid: suite.freshUid(), pass: PASSWORD, id: 'my-own-app' });
    const address = suite.spotify.agree(await begin(browser));
    suite.spotify.nextToken.push({ status: 400, body: { error, error_description: said } });
    const response = await browser.get(back(address));
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page.replaceAll('&#39;', "'")).toContain(sentence);
    if (error === 'invalid_client') expect(page).toContain('value="my-own-app"');
  });

  it("reports that the operator must act if Spotify rejects the relay's own app", async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const address = suite.spotify.agree(await begin(browser));
    suite.spotify.nextToken.push({ status: 400, body: { error: 'invalid_client' } });
    const response = await browser.get(back(address));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Its operator has to correct SPOTIFY_CLIENT_ID');
  });

  it.each([
    ['User not registered in the Developer Dashboard', 'User Management'],
    ['Active premium subscription required for the owner of the app.', 'no Premium'],
  ])('polls the player once, and passes on "%s"', async (body, sentence) => {
    const browser = await suite.relay.register(suite.freshUid());
    suite.spotify.nextPlayer.push({ status: 403, body });
    const response = await browser.get(back(suite.spotify.agree(await begin(browser))));
    expect(response.headers.get('location')).toBe('/success');
    const page = await (await browser.get('/success')).text();
    expect(page).toContain('Spotify is connected');
    expect(page).toContain(sentence);
    expect(suite.spotify.counts.questions).toBe(1);
    // Corrected in the dashboard.
    suite.clock.advanceS(30);
    expect(await (await browser.get('/success')).text()).not.toContain(sentence);
  });

  it('reports that Spotify is down', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const address = suite.spotify.agree(await begin(browser));
    suite.spotify.nextToken.push({ status: 502, body: '<html>bad gateway' });
    expect((await browser.get(back(address))).status).toBe(503);
  });
});

describe('POST /callback', () => {
  it('accepts a pasted address, and still checks state and PKCE', async () => {
    const relay = await suite.openRelay({ env: { PUBLIC_URL: 'http://192.168.1.5:8000' } });
    const uid = suite.freshUid();
    const browser = relay.browser({ 'x-test-host': '192.168.1.5:8000' });
    await browser.post('/admin', { uid, pass: PASSWORD });
    const address = suite.spotify.agree(await begin(browser));
    expect(address.origin).toBe(`http://127.0.0.1:${relay.config.port}`);
    expect(await (await browser.get('/success')).text()).toContain('action="/callback"');
    const response = await browser.post('/callback', { url: address.href });
    expect(response.headers.get('location')).toBe('/success');
    expect(await relay.grants.find(uid)).toBeDefined();
    expect((await browser.post('/callback', { url: address.href })).status).toBe(400);
  });

  it.each(['', 'nonsense', 'http://', 'http://127.0.0.1/callback'])(
    'answers 400 to %j',
    async (url) => {
      const browser = await suite.relay.register(suite.freshUid());
      expect((await browser.post('/callback', { url })).status).toBe(400);
    },
  );
});
