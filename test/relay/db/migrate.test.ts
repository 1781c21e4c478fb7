import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../../../relay/db/migrate.js';
import { StartError } from '../../../relay/error-code.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;
let pool: pg.Pool;
let folder: string;
let url: URL;

beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.openPool();
});
afterAll(() => database.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  url = pathToFileURL(`${folder}/`);
});
afterEach(async () => {
  await pool.query('DROP TABLE IF EXISTS schema_migrations, one, two');
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

describe('migrate', () => {
  it('applies each file once, in order', async () => {
    write('0002-two.sql', 'ALTER TABLE one ADD COLUMN b text;');
    write('0001-one.sql', 'CREATE TABLE one (a text); INSERT INTO one VALUES (1);');
    expect(await migrate(pool, { folder: url })).toEqual(['0001-one.sql', '0002-two.sql']);
    expect(await migrate(pool, { folder: url })).toEqual([]);
  });

  it('applies each file once if instances start together', async () => {
    write('0001-one.sql', 'CREATE TABLE one (a text); SELECT pg_sleep(0.05);');
    write('0002-two.sql', 'CREATE TABLE two (a text);');
    const pools = [pool, database.openPool(), database.openPool()];
    // The embedded engine has one connection, and one instance by its lock.
    const starts = database.url === undefined ? [pool] : pools;
    const applied = await Promise.all(starts.map((one) => migrate(one, { folder: url })));
    expect(applied.flat().sort()).toEqual(['0001-one.sql', '0002-two.sql']);
  });

  it('rolls back a file that fails, and retries it next time', async () => {
    write('0001-one.sql', 'CREATE TABLE one (a text); SELECT nonsense;');
    await expect(migrate(pool, { folder: url })).rejects.toThrow();
    write('0001-one.sql', 'CREATE TABLE one (a text);');
    expect(await migrate(pool, { folder: url })).toEqual(['0001-one.sql']);
  });

  it('rejects a database of a newer release', async () => {
    write('0001-one.sql', 'CREATE TABLE one (a text);');
    write('0002-two.sql', 'CREATE TABLE two (a text);');
    await migrate(pool, { folder: url });
    rmSync(join(folder, '0002-two.sql'));
    await expect(migrate(pool, { folder: url })).rejects.toThrow(StartError);
  });
});
