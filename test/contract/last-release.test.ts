/**
 * Devices are flashed rarely, and relays updated whenever it suits: each works with the previous release of the other.
 * What 0.1.0 sent, received and stored is recorded in test/fixtures/release-0.1.0 (its secrets are of a fake Spotify).
 */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { openEmbeddedTestDatabase, openTestDatabase, TEST_KEYS } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { FakeSpotify } from '../support/fake-spotify.js';
import { jsonOf, TestRelay } from '../support/relay.js';
import { relaySuite } from '../support/relay-suite.js';
import { json, LINKED, World } from '../device/app/world.js';

interface Exchange {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

const RECORDS = 'test/fixtures/release-0.1.0';
const { exchanges, password } = JSON.parse(readFileSync(`${RECORDS}/exchanges.json`, 'utf8')) as {
  readonly exchanges: readonly Exchange[];
  readonly password: string;
};
const RECORDED_AT_MS = Date.UTC(2026, 10, 30, 1, 45);

function recorded(path: string, status: number): Exchange {
  const found = exchanges.find((one) => one.path === path && one.status === status);
  if (!found) throw new Error(`no ${path} with ${status} was recorded`);
  return found;
}

/** Names and types; what is in a list or new does not matter to the other end. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}

describe("the last release's device", () => {
  const suite = relaySuite();

  it('links, refreshes and polls at this relay with its recorded requests', async () => {
    const { relay, spotify, clock } = suite;
    const { browser } = await relay.link('demo', spotify);
    /** What this relay has given out, in the place of what was given out then. */
    const given: Record<string, string> = { device_code: '' };
    let token = '';
    for (const { path, headers, body, status, answer } of exchanges) {
      const fields = Object.fromEntries(new URLSearchParams(body));
      for (const name of ['device_code', 'rejected_token'])
        if (fields[name] !== undefined && fields[name] !== 'unknown')
          fields[name] = given[name] ?? '';
      const isLinked = headers['authorization'] !== undefined;
      const bearer = status === 401 ? 'unknown' : token;
      if (path === '/token' && status === 200) {
        await browser.post('/link', { code: given['user_code'] ?? '', decision: 'approve' });
        clock.advanceS(10);
      }
      const response = await relay.browser().post(path, fields, {
        ...headers,
        ...(isLinked ? { authorization: `Bearer ${bearer}` } : {}),
      });
      const now = await jsonOf(response);
      expect([path, response.status]).toEqual([path, status]);
      expect(shapeOf(now)).toMatchObject(shapeOf(answer) as object);
      if (status !== 200) expect(now['error']).toBe(answer['error']);
      if (path === '/device_authorization') Object.assign(given, now);
      if (path === '/token' && status === 200) token = String(now['access_token']);
      if (path === '/refresh' && status === 200)
        given['rejected_token'] = String(now['access_token']);
    }
  });
});

describe('this device', () => {
  let world: World;
  afterEach(() => {
    world.chip.powerOff();
    expect(world.chip.restartCount).toBe(0);
  });

  it.each(['spotify', 'relay'] as const)(
    "links and plays (source=%s) with the last release's responses",
    (source) => {
      world = new World({ settings: { source } });
      const responseOf = ({ status, answer: response }: Exchange) => json(status, response);
      world.responses['/device_authorization'] = () =>
        responseOf(recorded('/device_authorization', 200));
      const polls = [recorded('/token', 400), recorded('/token', 200)];
      world.responses['/token'] = () => responseOf(polls.shift()!);
      world.responses['/refresh'] = () => responseOf(recorded('/refresh', 200));
      world.responses['/get'] = () => responseOf(recorded('/get', 200));
      world.start();
      expect(world.watch(15)).toMatch(source === 'relay' ? /^Paper Lanterns/m : /^Song - Ana$/m);
    },
  );

  it('links again if the last release no longer knows it', () => {
    world = new World({ stored: LINKED });
    const { status, answer: response } = recorded('/refresh', 401);
    world.responses['/refresh'] = () => json(status, response);
    world.start().pass(20);
    expect(world.rows[1]).toBe('Code BCDF-GHJK');
  });
});

describe.each([
  ['Postgres, where there is one', openTestDatabase],
  ['the embedded database', openEmbeddedTestDatabase],
])('an update of the relay on %s', (_, open) => {
  let database: TestDatabase;
  let spotify: FakeSpotify;
  let relay: TestRelay;
  afterEach(async () => {
    await relay.close();
    await spotify.close();
    await database.close();
  });

  it('keeps accounts, grants, links and settings', async () => {
    database = await open();
    spotify = await new FakeSpotify().listen();
    const pool: pg.Pool = database.openPool();
    await pool.query(readFileSync(`${RECORDS}/database.sql`, 'utf8'));
    const clock = { nowMs: () => RECORDED_AT_MS, sleep: () => Promise.resolve() };
    const env = { SPOTIFY_CLIENT_ID: 'sixteen-by-two-fake' };
    relay = await TestRelay.open({ database: await database.open(), spotify, clock, env });
    expect(TEST_KEYS[0].id).toBe('test'); // The key that sealed the records.

    const token = String(
      exchanges.find(({ answer: response }) => 'uid' in response)?.answer['access_token'],
    );
    const refreshed = await jsonOf(await relay.refresh({ uid: 'demo', token }));
    // The one that was stored: this Spotify knows nothing of the grant.
    expect(refreshed['access_token']).toMatch(/^BQ[\w-]{100,}$/);
    expect(spotify.counts.refreshes).toBe(0);
    expect(refreshed['settings']).toMatchObject({ layout: 'classic', utc_offset_min: 60 });
    expect((await relay.grants.find('demo'))?.refreshToken).toMatch(/^AQ[\w-]{100,}$/);
    expect((await relay.accounts.find('own'))?.app?.clientSecret).toBe('b'.repeat(32));
    const signedIn = await relay.browser().post('/admin', { uid: 'demo', pass: password });
    expect(signedIn.headers.get('location')).toMatch(/\/success$/);
  }, 60_000);
});
