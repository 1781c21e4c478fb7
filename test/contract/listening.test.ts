/** Device code against the real relay and the fake Spotify, over real HTTP: link, play, expire, refresh. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../support/database.js';
import { PASSWORD, WholeSystem } from '../support/whole-system.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PLAYING = /^[\ue005-\ue007]/;

describe('a device, the relay and Spotify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-'));
  let database: TestDatabase;
  let system: WholeSystem;
  beforeAll(async () => {
    database = await openTestDatabase();
    system = await WholeSystem.start(databaseEnv(database, folder));
    await system.powerOn();
  }, 90_000);
  afterAll(async () => {
    await system.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  // One story, told in order: its chapters have no meaning alone.
  it('go from a code on the display through hours of music, and recover from each fault', async () => {
    expect(system.rows()[1]).toMatch(/^Code [B-Z]{4}-[B-Z]{4} {2}$/);
    const person = await system.person();
    await person.authorize();
    await person.link(system.code());
    await system.pass(6_500);
    const title = system.fakeSpotify.state().now?.title ?? '';
    expect(system.rows()[0]?.slice(0, 8)).toBe(title.slice(0, 8));
    expect(system.rows()[1]).toMatch(PLAYING);
    expect(system.http.count(/POST .refresh/)).toBe(1);

    // Tokens live an hour: in three hours the relay fetches as many, and the music never stops.
    const refreshes = (): number => system.fakeSpotify.state().refreshes;
    const atStart = refreshes();
    await system.pass(3 * HOUR_MS);
    expect(refreshes() - atStart).toBe(3);
    expect(system.logLines.filter((line) => line.startsWith('warn'))).toEqual([]);

    // Spotify forgets a token before its time: one refusal, one new token, music again.
    system.fakeSpotify.control({ action: 'expire-token' });
    await system.pass(MINUTE_MS);
    expect(system.rows()[1]).toMatch(PLAYING);
    expect(refreshes() - atStart).toBe(4);

    // A restart needs no person.
    await system.powerOn();
    await system.pass(MINUTE_MS);
    expect(system.rows()[1]).toMatch(PLAYING);

    // The grant is taken away: the display says what to do, and a new consent revives it.
    system.fakeSpotify.control({ action: 'revoke' });
    await system.passUntil(/^Connect Spotify/, MINUTE_MS);
    await person.authorize();
    await system.passUntil(/\n[\ue005-\ue007]/, MINUTE_MS);

    expect(system.lcd.violations).toEqual([]);
    const log = [...system.logLines, ...system.relayLines].join('\n');
    expect(system.http.tokens.size).toBeGreaterThan(4);
    for (const secret of [...system.http.tokens, system.clientSecret, PASSWORD])
      expect(log.includes(secret)).toBe(false);
  }, 60_000);
});
