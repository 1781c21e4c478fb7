import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { VERSION } from '../../../device/shared/version.js';
import { jsonOf } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

function sample(name: string): string {
  return readFileSync(`test/fixtures/spotify/${name}`, 'utf8');
}

describe('device routes', () => {
  it.each(['/refresh', '/get'])(
    '%s answers an unknown uid exactly as it answers a wrong token',
    async (path) => {
      const { uid, token } = await suite.relay.link(suite.freshUid(), suite.spotify);
      const ask = async (who: string, bearer: string): Promise<unknown> => {
        const headers = { authorization: `Bearer ${bearer}` };
        const response = await suite.relay.browser().post(path, { uid: who }, headers);
        const sent = [...response.headers].filter(
          ([name]) => name !== 'date' && name !== 'x-request-id',
        );
        return { status: response.status, sent, body: await response.text() };
      };
      const wrong = await ask(uid, 'wrong-token');
      expect(wrong).toMatchObject({ status: 401, body: expect.stringContaining('invalid_token') });
      expect(await ask('nobody', 'wrong-token')).toEqual(wrong);
      expect(await ask('nobody', token)).toEqual(wrong);
    },
  );

  it.each([
    ['no uid', {}, 400],
    ['a uid that cannot be', { uid: 'a/b' }, 400],
    ['no token', { uid: 'ada' }, 401],
  ])('respond to %s with JSON', async (_, fields: Record<string, string>, status) => {
    for (const path of ['/refresh', '/get']) {
      const response = await suite.relay.browser().post(path, fields);
      expect(response.status).toBe(status);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toEqual({
        error: expect.any(String),
        error_description: expect.any(String),
      });
      // RFC 6750 section 3.1: no error where no credentials came.
      expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    }
  });

  it('name the error if a token was sent and rejected', async () => {
    const response = await suite.relay.refresh({ uid: 'ada', token: 'wrong' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it.each(['/device_authorization', '/token', '/refresh', '/get'])(
    'tells a device in JSON that %s takes no GET',
    async (path) => {
      const response = await suite.relay.browser().get(path);
      expect(response.status).toBe(405);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    },
  );

  it.each([
    ['JSON', { 'content-type': 'application/json' }, '{"uid":"ada"}', 400],
    [
      'a huge body',
      { 'content-type': 'application/x-www-form-urlencoded' },
      `uid=${'x'.repeat(20_000)}`,
      413,
    ],
    [
      'a field that is there twice',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'uid=a&uid=b',
      400,
    ],
    ['a NUL', { 'content-type': 'application/x-www-form-urlencoded' }, 'uid=%00', 400],
    ['broken UTF-8', { 'content-type': 'application/x-www-form-urlencoded' }, 'uid=%ff%fe', 400],
  ])('refuse %s', async (_, headers, body, status) => {
    const response = await fetch(`${suite.relay.url}/refresh`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });
});

describe('POST /get', () => {
  it("returns the original's nine fields, the kind and the unchanged title", async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    expect(await (await suite.relay.get(linked)).json()).toEqual({
      api_response: 200,
      kind: 'track',
      title: 'Café del Mar',
      song_title: 'Cafe del Mar',
      artist_string: 'Energy 52 etc',
      artist_full: ['Energy 52', expect.stringMatching(/^[ -~]+$/), 'Third'],
      device_name: 'Kitchen',
      status: true,
      timer: 139_000,
      duration: 200_000,
      current: 61_000,
    });
  });

  it('accepts the device token as a field too', async () => {
    const { uid, token } = await suite.relay.link(suite.freshUid(), suite.spotify);
    const response = await suite.relay.browser().post('/get', { uid, token });
    expect(await response.json()).toMatchObject({ api_response: 200 });
  });

  it('returns only api_response if nothing plays', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.spotify.playing = { status: 204 };
    expect(await (await suite.relay.get(linked)).json()).toEqual({ api_response: 204 });
  });

  it('names the show of a podcast as its artist', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const body = sample('player-episode.json');
    suite.spotify.playing = { status: 200, body };
    const { item } = JSON.parse(body);
    expect(await (await suite.relay.get(linked)).json()).toMatchObject({
      kind: 'episode',
      title: item.name,
      artist_string: expect.stringMatching(/^[ -~]+$/),
    });
  });

  it('omits no field that the item lacks', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.spotify.playing = { status: 200, body: sample('player-ad.json') };
    const response = await jsonOf(await suite.relay.get(linked));
    expect(response).toMatchObject({
      kind: 'ad',
      song_title: '',
      artist_string: '',
      artist_full: [],
    });
    expect(Object.keys(response)).toHaveLength(11);
  });

  it('serves all requests by one poll until the schedule wants the next, and advances positions', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const second = await suite.openRelay();
    await Promise.all([1, 2, 3].flatMap(() => [suite.relay.get(linked), second.get(linked)]));
    suite.clock.advanceS(4);
    expect(await (await second.get(linked)).json()).toMatchObject({ current: 65_000 });
    expect(suite.spotify.counts.questions).toBe(1);
    // Ten seconds after the first response: a person who just started is about to try things.
    suite.clock.advanceS(6);
    await Promise.all([suite.relay.get(linked), second.get(linked)]);
    expect(suite.spotify.counts.questions).toBe(2);
  });

  it('replaces a token that Spotify rejects, once', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.spotify.rejectAccessTokens();
    expect((await suite.relay.get(linked)).status).toBe(200);
    expect(suite.spotify.counts).toMatchObject({ refreshes: 1, questions: 2 });
  });

  it.each([
    ['429', { status: 429, headers: { 'retry-after': '40' } }, 429, '40'],
    ['503', { status: 503 }, 503, '5'],
    ['a body that is none', { status: 200, body: '<html>' }, 503, '5'],
  ])('passes on %s with Retry-After', async (_, scripted, status, retryAfter) => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.spotify.nextPlayer.push(scripted);
    const response = await suite.relay.get(linked);
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
  });

  it('polls nothing during a block', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.spotify.nextPlayer.push({ status: 429, headers: { 'retry-after': '40' } });
    await suite.relay.get(linked);
    suite.clock.advanceS(39);
    expect((await suite.relay.get(linked)).headers.get('retry-after')).toBe('1');
    expect(suite.spotify.counts.questions).toBe(1);
    suite.clock.advanceS(1);
    expect((await suite.relay.get(linked)).status).toBe(200);
  });

  it.each([
    ['api-403-not-registered.txt', "isn't registered"],
    ['api-403-premium-owner.txt', 'Premium'],
  ])('says what the operator or user has to change at %s', async (name, words) => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    suite.spotify.nextPlayer.push({ status: 403, body: sample(name) });
    const response = await suite.relay.get(linked);
    expect(response.status).toBe(403);
    expect((await jsonOf(response))['error_description']).toContain(words);
  });

  it('reports a missing scope, and returns the token of a wider grant at once', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const before = await jsonOf(await suite.relay.refresh(linked));
    const body = { error: { status: 403, message: 'Insufficient client scope' } };
    suite.spotify.nextPlayer.push({ status: 403, body });
    const response = await suite.relay.get(linked);
    expect(response.status).toBe(403);
    expect((await jsonOf(response))['error_description']).toContain('Reconnect Spotify');

    await linked.browser.connect(suite.spotify);
    const after = await jsonOf(await suite.relay.refresh(linked));
    expect(after['access_token']).not.toBe(before['access_token']);
    expect((await suite.relay.get(linked)).status).toBe(200);
  });
});

describe("a device's page", () => {
  it.each([
    [`sixteen-by-two/${VERSION}`, `Version ${VERSION}</p>`],
    ['sixteen-by-two/0.1.9', 'Version 0.1.9 is too old for this relay'],
    ['sixteen-by-two/99.0.0', 'Version 99.0.0 is newer than this relay'],
    ['sixteen-by-two/0.2.0<b>', 'does not report its version'],
    ['curl/8.0', 'does not report its version'],
  ])('shows its version from %s', async (agent, words) => {
    const { relay, spotify } = suite;
    const linked = await relay.link(suite.freshUid(), spotify);
    const [device] = await relay.devices.list(linked.uid);
    const page = async (): Promise<string> =>
      (await (await linked.browser.get(`/devices/${device?.id ?? ''}`)).text()).replace(
        /\s+/g,
        ' ',
      );
    expect(await page()).not.toMatch(/version/i);
    const headers = { authorization: `Bearer ${linked.token}`, 'user-agent': agent };
    await relay.browser().post('/refresh', { uid: linked.uid }, headers);
    // It is written after the response.
    await waitUntil(async () => (await relay.devices.list(linked.uid))[0]?.lastUsedAtMs);
    expect(await page()).toContain(words);
  });
});

async function waitUntil(isTrue: () => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < 500 && !(await isTrue()); turn += 1) await new Promise(setImmediate);
}
