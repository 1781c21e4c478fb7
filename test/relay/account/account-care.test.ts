/** What a user may change and export, and how a grant ends and resumes. */
import { describe, expect, it } from '@jest/globals';
import { APP } from '../../support/fake-spotify.js';
import { PASSWORD } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();
const DAY_S = 86_400;

describe('an account', () => {
  it('changes its password with the current one, and signs every other browser out', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const other = suite.relay.browser();
    await other.post('/admin', { uid, pass: PASSWORD });
    const change = (pass: string): Promise<Response> =>
      browser.post('/account/password', { pass, new_pass: 'another good one' });
    const refused = await change('not the password');
    expect(refused.status).toBe(403);
    const again = await refused.text();
    expect(again).toContain('action="/account/password"');
    expect(again).toContain('The current password is wrong.');
    expect(again).not.toContain('another good one');
    expect((await other.get('/success')).status).toBe(200);
    expect((await change(PASSWORD)).headers.get('location')).toBe('/success');
    expect((await browser.get('/success')).status).toBe(200);
    expect((await other.get('/success')).status).toBe(303);
    const enter = (pass: string): Promise<Response> =>
      suite.relay.browser().post('/admin', { uid, pass, action: 'sign-in' });
    expect((await enter(PASSWORD)).status).toBe(401);
    expect((await enter('another good one')).status).toBe(303);
  });

  it('shows its current client ID in the form that changes it', async () => {
    const browser = suite.relay.browser();
    await browser.post('/admin', { uid: suite.freshUid(), pass: PASSWORD, id: 'a-slip' });
    expect(await (await browser.get('/success')).text()).toContain('value="a-slip"');
  });

  it('signs out everywhere', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const other = suite.relay.browser();
    await other.post('/admin', { uid, pass: PASSWORD });
    await browser.post('/signout/everywhere', {});
    expect((await other.get('/success')).status).toBe(303);
  });

  it('exports what is stored, without a secret', async () => {
    const { uid, token, browser } = await suite.relay.link(suite.freshUid(), suite.spotify);
    await browser.post('/account/app', { id: 'own-app', secret: 'own-secret', pass: PASSWORD });
    const response = await browser.get('/account/export');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      uid,
      spotify_app: { client_id: 'own-app' },
      spotify_permission: { client_id: APP.clientId, ended_at: null },
      displays: [{ name: 'sixteen-by-two' }],
      sessions: [{ signed_in_at: expect.any(String) }],
    });
    for (const secret of [...suite.spotify.secrets, token, 'own-secret', 'scrypt$'])
      expect(text).not.toContain(secret);
  });

  it('asks to reconnect after a change of app, and keeps a secret that is left empty', async () => {
    const { uid, browser } = await suite.relay.link(suite.freshUid(), suite.spotify);
    await browser.post('/account/app', { id: 'own-app', secret: 'own-secret', pass: PASSWORD });
    // The relay's own app still refreshes what was given to it.
    expect(await (await browser.get('/')).text()).not.toContain('Your Spotify app was changed');
    await browser.post('/account/app', { id: 'own-app', secret: '', pass: PASSWORD });
    expect((await suite.relay.accounts.find(uid))?.app?.clientSecret).toBe('own-secret');
    const without = await suite.openRelay({
      env: { SPOTIFY_CLIENT_ID: '', SPOTIFY_CLIENT_SECRET: '' },
    });
    const there = without.browser();
    await there.post('/admin', { uid, pass: PASSWORD });
    expect(await (await there.get('/')).text()).toContain('Your Spotify app was changed');
  });
});

describe('a grant', () => {
  it('shows a warning two weeks before its six months are over', async () => {
    const { browser, uid } = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.clock.advanceS(160 * DAY_S);
    const again = suite.relay.browser();
    await again.post('/admin', { uid, pass: PASSWORD });
    expect(await (await again.get('/')).text()).not.toContain('after six months');
    suite.clock.advanceS(10 * DAY_S);
    const page = await (await again.get('/')).text();
    expect(page).toMatch(/after six months; yours ends on\s+<time [^>]*>20\d\d-/);
    expect(page).not.toContain('Check again');
    expect((await browser.get('/success')).status).toBe(303);
  });

  it('that was revoked by mistake is retried once, and all devices resume', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { browser } = linked;
    const revoked = { status: 400, body: { error: 'invalid_grant' } };
    suite.spotify.nextToken.push(revoked);
    suite.clock.advanceS(3_600);
    expect((await suite.relay.refresh(linked)).status).toBe(409);
    expect((await suite.relay.get(linked)).status).toBe(409);
    expect(await (await browser.get('/')).text()).toContain('Check again');
    await browser.post('/grant/retry', {});
    expect(await (await browser.get('/success')).text()).toContain('Spotify is connected again');
    expect((await suite.relay.refresh(linked)).status).toBe(200);
    expect((await suite.relay.get(linked)).status).toBe(200);
  });

  it('is deleted with all data from it, only by our own page, and devices resume with a new one', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { browser, uid } = linked;
    expect((await suite.relay.get(linked)).status).toBe(200);
    expect(await (await browser.get('/')).text()).toContain('action="/grant/delete"');
    const elsewhere = { origin: 'https://other.example' };
    expect((await browser.post('/grant/delete', {}, elsewhere)).status).toBe(403);
    expect((await suite.relay.refresh(linked)).status).toBe(200);

    await browser.post('/grant/delete', {});
    expect(await suite.relay.grants.find(uid)).toBeUndefined();
    expect((await suite.relay.refresh(linked)).status).toBe(409);
    expect((await suite.relay.get(linked)).status).toBe(409);
    expect(await (await browser.get('/success')).text()).toContain('Spotify is disconnected.');
    expect(await (await browser.get('/')).text()).not.toContain('action="/grant/delete"');
    await browser.connect(suite.spotify);
    expect((await suite.relay.refresh(linked)).status).toBe(200);
  });

  it('that has really ended is retried once only', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { browser } = linked;
    suite.spotify.revokeAll();
    suite.clock.advanceS(3_600);
    await suite.relay.refresh(linked);
    await browser.post('/grant/retry', {});
    await browser.post('/grant/retry', {});
    expect(suite.spotify.counts.refreshes).toBe(2);
    const page = await (await browser.get('/')).text();
    expect(page).toContain('Reconnect Spotify');
    expect(page).not.toContain('Check again');
  });
});
