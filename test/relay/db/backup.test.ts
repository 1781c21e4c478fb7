import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../relay/account/accounts.js';
import { parseTokenKeys, type Config } from '../../../relay/config.js';
import { backUp, restore, TABLES } from '../../../relay/db/backup.js';
import { openDatabase, type DatabaseSettings } from '../../../relay/db/open.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let folder: string;
let server: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  server = await openTestDatabase();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const APP = { clientId: 'a', clientSecret: 'kept' };

function embedded(name: string, tokenKeys?: Config['tokenKeys']): DatabaseSettings {
  return { database: { kind: 'embedded', dataDir: join(folder, name) }, tokenKeys };
}

async function appOf(settings: DatabaseSettings) {
  const database = await openDatabase(settings);
  const account = await new Accounts(database).find('ada');
  await database.close();
  return account?.app;
}

describe('a backup', () => {
  it('is one file readable only by its owner, and restores accounts, secrets and keys into either database', async () => {
    const [from, to, file] = [embedded('from'), embedded('to'), join(folder, 'backup.gz')];
    const database = await openDatabase(from);
    await new Accounts(database).create({
      uid: 'ada',
      passwordHash: 'h',
      app: APP,
      createdAtMs: 1,
    });
    // The lock: the engine has one process.
    await expect(backUp(from, file)).rejects.toThrow(/is in use by process/);
    await database.close();

    expect(await backUp(from, file)).toEqual({ accounts: 1, hasKeys: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(backUp(from, file)).rejects.toThrow(/is there already/);
    expect(await restore(to, file, true)).toBe(1);
    expect(existsSync(join(folder, 'to'))).toBe(false);
    expect(await restore(to, file)).toBe(1);
    expect(await appOf(to)).toEqual(APP);
    await expect(restore(to, file)).rejects.toThrow(/restore into an empty folder/);
    // Killed after the keys, before the database had its name.
    rmSync(join(folder, 'to', 'database'), { recursive: true });
    await restore(to, file);
    expect(existsSync(join(folder, 'to', 'database'))).toBe(true);

    // Keys of the environment stay there, and a file beside the database may hold others.
    const keys = parseTokenKeys(readFileSync(join(folder, 'to', 'token-keys'), 'utf8').trim());
    const tokenKeys = typeof keys === 'string' ? undefined : keys;
    const withEnvironment = join(folder, 'environment.gz');
    expect(await backUp(embedded('to', tokenKeys), withEnvironment)).toMatchObject({
      hasKeys: false,
    });
    expect(gunzipSync(readFileSync(withEnvironment)).includes('tokenKeys')).toBe(false);

    if (server.url === undefined) return;
    const url = server.url;
    const there: DatabaseSettings = { database: { kind: 'postgres', url }, tokenKeys };
    await restore(there, file);
    expect(await appOf(there)).toEqual(APP);
    await expect(restore(there, file)).rejects.toThrow(/into an empty one$/);
    const [back, second] = [embedded('back', tokenKeys), join(folder, 'server.gz')];
    expect(await backUp(there, second)).toEqual({ accounts: 1, hasKeys: false });
    await restore(back, second);
    expect(await appOf(back)).toEqual(APP);
  }, 180_000);

  it('holds every table', async () => {
    const database = await server.open();
    const tables = await database.arrays<[string]>`
      SELECT table_name::text FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_name NOT LIKE 'schema_%'`;
    expect(tables.flat().sort()).toEqual([...TABLES].sort());
  });

  it('is rejected with one line if invalid, and leaves nothing behind', async () => {
    const file = join(folder, 'other');
    const settings = embedded('x');
    const backup = { form: 'sixteen-by-two backup 2', schema: 5, tables: { accounts: '[{}]' } };
    for (const [text, problem] of [
      ['no backup', /is no backup of this relay/],
      [gzipSync('{}'), /is no backup of this relay/],
      [gzipSync(JSON.stringify(backup)), /or is damaged$/],
      [gzipSync(JSON.stringify({ ...backup, schema: 99 })), /by a newer release; [^\n]*$/],
    ] as const) {
      writeFileSync(file, text);
      await expect(restore(settings, file)).rejects.toThrow(problem);
      expect(existsSync(join(folder, 'x', 'database'))).toBe(false);
      expect(existsSync(join(folder, 'x', 'restoring'))).toBe(false);
    }
    await expect(restore(settings, join(folder, 'no'))).rejects.toThrow(/no such file/);
    await expect(backUp(settings, file)).rejects.toThrow(/there is no database/);
  }, 60_000);
});
