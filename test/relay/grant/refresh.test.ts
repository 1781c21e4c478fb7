import {
  afterAll,
  beforeAll,
  beforeEach,
  afterEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAccounts, type TokenSet } from '../../../relay/spotify/accounts.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { APP, FakeSpotify } from '../../support/fake-spotify.js';
import { jsonOf, TestClock, TestRelay, type LinkedDevice } from '../../support/relay.js';

let database: TestDatabase;
let spotify: FakeSpotify;
let clock: TestClock;
let relay: TestRelay;
let device: LinkedDevice;
let count = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  spotify = await new FakeSpotify().listen();
  clock = new TestClock();
  relay = await TestRelay.open({ database: await database.open(), spotify, clock });
  count += 1;
  device = await relay.link(`user-${count}`, spotify);
});
afterEach(async () => {
  await relay.close();
  await spotify.close();
});

async function tokenOf(response: Promise<Response>): Promise<string> {
  const done = await response;
  expect(done.status).toBe(200);
  return String((await jsonOf(done))['access_token']);
}

describe('POST /refresh', () => {
  it('returns the cached token and its remaining time, without a request to Spotify', async () => {
    clock.advanceS(100);
    const response = await (await relay.refresh(device)).json();
    expect(response).toEqual({
      access_token: expect.stringMatching(/^access-/),
      token_type: 'Bearer',
      expires_in: 3_500,
      settings: {},
    });
    expect(spotify.counts.refreshes).toBe(0);
  });

  it.each([
    ['keeps a token with 5 minutes left', 3_600, 3_300, 0],
    ['renews one with less', 3_600, 3_301, 1],
    ['keeps a short-lived one with a quarter left', 60, 45, 0],
    ['renews a short-lived one with less', 60, 46, 1],
  ])('%s', async (_, lifeS, ageS, refreshes) => {
    spotify.lifeS = lifeS;
    await relay.refresh(device, { rejected_token: await tokenOf(relay.refresh(device)) });
    const before = spotify.counts.refreshes;
    clock.advanceS(ageS);
    await tokenOf(relay.refresh(device));
    expect(spotify.counts.refreshes - before).toBe(refreshes);
  });

  it('serves 100 callers on two instances by one refresh', async () => {
    const second = await TestRelay.open({ database: await database.open(), spotify, clock });
    clock.advanceS(3_600);
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        tokenOf((index % 2 ? relay : second).refresh(device)),
      ),
    );
    await second.close();
    expect(new Set(responses).size).toBe(1);
    expect(spotify.counts.refreshes).toBe(1);
  });

  it('refreshes for a rejected token only if it is the cached one', async () => {
    const first = await tokenOf(relay.refresh(device));
    expect(await tokenOf(relay.refresh(device, { rejected_token: 'another' }))).toBe(first);
    const second = await tokenOf(relay.refresh(device, { rejected_token: first }));
    expect(second).not.toBe(first);
    expect(await tokenOf(relay.refresh(device, { rejected_token: first }))).toBe(second);
    expect(spotify.counts.refreshes).toBe(1);
  });

  it('limits no refresh of an expired token, whether it was rejected or not', async () => {
    spotify.lifeS = 4;
    clock.advanceS(3_600);
    let token = await tokenOf(relay.refresh(device));
    for (let turn = 1; turn <= 8; turn += 1) {
      clock.advanceS(5);
      token = await tokenOf(relay.refresh(device, turn % 2 ? {} : { rejected_token: token }));
    }
    expect(spotify.counts.refreshes).toBe(9);
  });

  it('stores a rotated refresh token before it returns the access token', async () => {
    spotify.rotates = true;
    clock.advanceS(3_600);
    await tokenOf(relay.refresh(device));
    const grant = await relay.grants.find(device.uid);
    expect(spotify.isGoodRefreshToken(grant!.refreshToken)).toBe(true);
    expect(grant!.generation).toBe(2);
  });

  it('returns no token if the rotated one could not be stored', async () => {
    spotify.rotates = true;
    clock.advanceS(3_600);
    const { database } = relay;
    const changed = database.changed.bind(database);
    database.changed = (parts, ...values) =>
      parts.join('').includes('access_token_sealed = ')
        ? Promise.reject(new Error('disk full'))
        : changed(parts, ...values);
    const response = await relay.refresh(device);
    database.changed = changed;
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('access-');
  });

  it('keeps the old refresh token if Spotify sends none, or an empty one', async () => {
    const before = (await relay.grants.find(device.uid))!.refreshToken;
    spotify.nextToken.push({
      status: 200,
      body: {
        access_token: 'new-access',
        token_type: 'Bearer',
        expires_in: 3_600,
        refresh_token: '',
      },
    });
    clock.advanceS(3_600);
    expect(await tokenOf(relay.refresh(device))).toBe('new-access');
    expect((await relay.grants.find(device.uid))!.refreshToken).toBe(before);
  });

  it('marks a grant that Spotify ended, keeps its token, and resumes with a new grant', async () => {
    spotify.revokeAll();
    clock.advanceS(3_600);
    const refused = await relay.refresh(device);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      error: 'relink_required',
      verification_uri: `${relay.url}/authorize`,
    });
    const grant = await relay.grants.find(device.uid);
    expect(grant).toMatchObject({
      endedAtMs: clock.nowMs(),
      refreshToken: expect.stringMatching(/^refresh-/),
    });
    await relay.refresh(device);
    expect(spotify.counts.refreshes).toBe(1);

    await device.browser.connect(spotify);
    await tokenOf(relay.refresh(device));
  });

  it('returns 409 before Spotify is connected', async () => {
    const browser = await relay.register(`fresh-${count}`);
    const token = await relay.linkDevice(browser);
    expect((await relay.refresh({ uid: `fresh-${count}`, token })).status).toBe(409);
  });

  it.each([
    ['a 429 with a time', { status: 429, headers: { 'retry-after': '17' } }, '17'],
    ['a 503', { status: 503 }, '5'],
    ['an outage page', { status: 200, body: '<html>' }, '5'],
  ])(
    'turns %s into 503 with Retry-After and sends nothing meanwhile',
    async (_, scripted, retryAfter) => {
      spotify.nextToken.push(scripted);
      clock.advanceS(3_600);
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const response = await relay.refresh(device);
        expect(response.status).toBe(503);
        expect(response.headers.get('retry-after')).toBe(retryAfter);
        expect(await response.json()).toMatchObject({ error: 'temporarily_unavailable' });
      }
      expect(spotify.counts.refreshes).toBe(1);
      clock.advanceS(Number(retryAfter));
      await tokenOf(relay.refresh(device));
    },
  );

  it('returns the cached token while Spotify is down', async () => {
    const cached = await tokenOf(relay.refresh(device));
    spotify.nextToken.push({ status: 500 });
    clock.advanceS(3_400);
    const response = await (await relay.refresh(device)).json();
    expect(response).toMatchObject({ access_token: cached, expires_in: 200 });
  });

  it("returns relink if Spotify rejects the app's id or secret, and does not end the grant", async () => {
    spotify.nextToken.push({ status: 400, body: { error: 'invalid_client' } });
    clock.advanceS(3_600);
    expect((await relay.refresh(device)).status).toBe(409);
    expect((await relay.grants.find(device.uid))!.endedAtMs).toBeUndefined();
  });

  it('returns relink for 25 s after that without a request to Spotify, then tries again', async () => {
    spotify.nextToken.push({ status: 400, body: { error: 'invalid_client' } });
    clock.advanceS(3_600);
    expect((await relay.refresh(device)).status).toBe(409);
    clock.advanceS(24);
    expect((await relay.refresh(device)).status).toBe(409);
    expect(spotify.counts.refreshes).toBe(1);
    clock.advanceS(1);
    await tokenOf(relay.refresh(device));
  });

  it('waits for a lease held elsewhere, and takes over one whose holder died', async () => {
    clock.advanceS(3_600);
    const lease = await relay.grants.takeLease(device.uid, 0.2);
    expect(lease).toBeDefined();
    await tokenOf(relay.refresh(device));
    expect(spotify.counts.refreshes).toBe(1);
  });

  it('refreshes once more for a caller who rejects what the others waited for', async () => {
    clock.advanceS(3_600);
    const lease = (await relay.grants.takeLease(device.uid, 10))!;
    const token = 'access-elsewhere';
    const other = tokenOf(relay.refresh(device));
    // `relay.refresh` fails if a rejected token is returned to anyone, but here the other caller must get it.
    const rejecting = tokenOf(
      fetch(`${relay.url}/refresh`, {
        method: 'POST',
        headers: { authorization: `Bearer ${device.token}` },
        body: new URLSearchParams({ uid: device.uid, rejected_token: token }),
      }),
    );
    // Both wait for the lease by then; a late one gets the same.
    await sleep(100);
    const { fence, grant } = lease;
    const { uid, generation } = grant;
    const access = { token, lifeS: 3_600, expiresAtMs: clock.nowMs() + 3_600_000 };
    await relay.grants.commit({ uid, fence, generation, access, refreshToken: undefined });
    expect(await other).toBe(token);
    expect(await rejecting).not.toBe(token);
    expect(spotify.counts.refreshes).toBe(1);
  });

  it('ends no grant whose next refresh token another instance has yet to store', async () => {
    spotify.rotates = true;
    clock.advanceS(3_600);
    // Another instance: Spotify has answered it, the database was away, its lease has lapsed.
    const { fence, grant } = (await relay.grants.takeLease(device.uid, -1))!;
    const { clientId, clientSecret } = APP;
    const { value } = (await connectAccounts(spotify.url, clock).refresh(
      { clientId, clientSecret },
      grant.refreshToken,
    )) as { value: TokenSet };
    expect(spotify.isGoodRefreshToken(grant.refreshToken)).toBe(false);
    const access = {
      token: value.accessToken,
      lifeS: 3_600,
      expiresAtMs: clock.nowMs() + 3_600_000,
    };
    const { uid, generation } = grant;
    jest.spyOn(clock, 'sleep').mockImplementation(async () => {
      const { refreshToken } = value;
      await relay.grants.commit({ uid, fence, generation, access, refreshToken });
    });
    expect(await tokenOf(relay.refresh(device))).toBe(value.accessToken);
    expect((await relay.grants.find(uid))!.endedAtMs).toBeUndefined();
    // A token that lives for seconds is refreshed at once: nobody waits for this lease to run out.
    expect(await relay.grants.takeLease(uid, 1)).toMatchObject({ isTakenOver: false });
  });
});
