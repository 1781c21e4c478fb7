/** What a person sets on the relay's page reaches the display, whichever server the device polls. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../../simulator/person.js';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../support/database.js';
import { WholeSystem } from '../support/whole-system.js';

const MINUTE_MS = 60_000;

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
  it('applies settings with its next poll, while music plays and while nothing does', async () => {
    const person = await linked({ settings: { source: 'relay' } });
    expect(system.rows()[1]).toMatch(/^[\ue005-\ue007]/);

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
