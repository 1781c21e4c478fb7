/** Settings of the relay's page reach the display, whichever server the device polls. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../simulator/person.js';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../support/database.js';
import { WholeSystem } from '../support/whole-system.js';

const MINUTE_MS = 60_000;
const PLAYING = /^[\ue005-\ue007]/;

let folder: string;
let database: TestDatabase;
let system: WholeSystem;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-'));
  database = await openTestDatabase();
});

afterEach(async () => {
  await system.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

async function linked(options: Parameters<typeof WholeSystem.start>[1]): Promise<Person> {
  system = await WholeSystem.start(databaseEnv(database, folder), options);
  await system.powerOn();
  const person = await system.person();
  await person.authorize();
  await person.link(system.code());
  await system.pass(6_500);
  return person;
}

describe('a device with source=relay', () => {
  it('applies settings with its next poll, whether music plays or not', async () => {
    const person = await linked({ settings: { source: 'relay' } });
    expect(system.rows()[1]).toMatch(PLAYING);

    await person.set({ layout: 'classic' });
    await system.pass(MINUTE_MS);
    expect(system.rows()[1]).toMatch(/^[A-Z]/);

    system.fakeSpotify.control({ action: 'item', item: 'nothing' });
    await system.pass(2 * MINUTE_MS);
    await person.set({ layout: 'classic', off_hours: '0-12', time_zone: 'Pacific/Auckland' });
    await system.pass(10 * MINUTE_MS);
    expect(system.lcd.isOn).toBe(false);
    expect(system.http.count(/POST .refresh/)).toBe(0);
  });
});

describe('the dark hours of a time zone', () => {
  it.each([
    ['March', Date.UTC(2027, 2, 27, 21, 50), Date.UTC(2027, 2, 28, 5)],
    ['October', Date.UTC(2027, 9, 30, 20, 50), Date.UTC(2027, 9, 31, 6)],
  ])(
    'end at seven in the morning after the night in which the clocks change in %s',
    async (_, startEpochMs, endMs) => {
      const person = await linked({ startEpochMs, settings: { source: 'relay' } });
      await person.set({ off_hours: '23-7', time_zone: 'Europe/Berlin' });
      await system.pass(20 * MINUTE_MS);
      expect(system.lcd.isOn).toBe(false);
      const polls = system.http.count(/./);
      await system.pass(endMs - MINUTE_MS - (system.time.clock.epochMs() ?? 0));
      expect(system.lcd.isOn).toBe(false);
      expect(system.http.count(/./)).toBe(polls);
      await system.pass(2 * MINUTE_MS);
      expect(system.lcd.isOn).toBe(true);
      expect(system.rows()[1]).toMatch(PLAYING);
    },
  );
});
