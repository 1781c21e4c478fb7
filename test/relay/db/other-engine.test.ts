/** What holds on Postgres must hold on similar engines: the same suites again. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { migrate } from '../../../relay/db/migrate.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { count, isLong } from '../../support/counts.js';
import { testsNeeding } from '../../support/needs.js';
import { OtherEngine } from '../../support/other-engine.js';

const base = process.env['TEST_DATABASE_URL'];
if (base !== undefined) {
  process.env['TEST_ENGINE'] = 'other';
  await import('../grant/refresh.test.js');
  if (isLong) {
    await import('./postgres.test.js');
    await import('../grant/refresh-crowd.test.js');
    await import('../devices/link.test.js');
  }
}

const MIGRATIONS = 'relay/db/migrations';
const names = readdirSync(MIGRATIONS).sort();
const statements = names.flatMap((name) =>
  readFileSync(`${MIGRATIONS}/${name}`, 'utf8')
    .split(/;\s*$/m)
    .filter((text) => text.trim() !== ''),
);

const need = { what: 'Postgres: see the first line of the run', isHere: base !== undefined };
testsNeeding(need).describe('migrations without rollback', () => {
  const random = seededRandom(5);
  let engine: OtherEngine;
  let admin: pg.Client;
  let url: string;
  let schema: string;
  let schemaCount = 0;
  let pools: pg.Pool[] = [];

  beforeAll(async () => {
    engine = await OtherEngine.before(base!, random);
    admin = new pg.Client(base);
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await engine.close();
  });
  beforeEach(async () => {
    schema = `other_${process.pid}_${(schemaCount += 1)}`;
    await admin.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}`);
    const address = new URL(engine.url);
    address.searchParams.set('options', `-c search_path=${schema}`);
    url = address.href;
    engine.ddl.length = 0;
    engine.conflictShare = 0;
  });
  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    pools = [];
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
  });
  const open = (): pg.Pool => {
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pools.push(pool);
    return pool;
  };

  it('are applied once if three relays start together, despite conflicts', async () => {
    engine.conflictShare = 0.01;
    const applied = await Promise.all([open(), open(), open()].map((pool) => migrate(pool)));
    expect(applied.flat().sort()).toEqual(names);
    // None worked while another did.
    const workers = engine.ddl
      .filter(({ text }) => !text.includes('schema_'))
      .map(({ connection }) => connection);
    const turns = workers.filter((worker, index) => worker !== workers[index - 1]);
    expect(turns.length).toBeLessThanOrEqual(names.length + engine.conflictCount);
  }, 60_000);

  it('continue after a relay was killed, at any statement', async () => {
    const cuts = Array.from({ length: statements.length + 1 }, (_, cut) => cut);
    for (const cut of cuts.filter(() => random() < count(0.3, 1))) {
      for (const statement of statements.slice(0, cut)) await admin.query(statement);
      const pool = open();
      expect(await migrate(pool)).toEqual(names);
      const tables = await pool.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
      );
      await admin.query(`DROP TABLE ${tables.rows.map(({ name }) => name).join()} CASCADE`);
    }
  }, 120_000);

  it('wait until the lock of a killed relay expires', async () => {
    const pool = open();
    await migrate(pool, { last: 4 });
    const { rows: locks } = await admin.query<{ heldUntil: string }>(
      `INSERT INTO schema_lock VALUES (1, 'killed', now() + interval '1 second')
       RETURNING held_until::text AS "heldUntil"`,
    );
    const heldUntil = locks[0]?.heldUntil;
    expect(await migrate(pool)).toEqual(names.slice(1));
    const { rows } = await admin.query<{ waited: boolean }>(
      'SELECT min(applied_at) > $1::timestamptz AS waited FROM schema_migrations WHERE version > 4',
      [heldUntil],
    );
    expect(rows).toEqual([{ waited: true }]);
  });
});
