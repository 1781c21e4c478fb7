/** A database of its own for a test file: a fresh schema of the run's Postgres, else an embedded engine in memory. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { TokenCipher } from '../../relay/db/cipher.js';
import { Database } from '../../relay/db/database.js';
import { openEngine, poolOn } from '../../relay/db/embedded/engine.js';
import { migrate } from '../../relay/db/migrate.js';
import { seededRandom } from '../../tools/virtual/seeded-random.js';
import { OtherEngine } from './other-engine.js';

export interface TestDatabase {
  /** Undefined on the embedded engine, which has no address. */
  readonly url: string | undefined;
  /** Another instance's pool; on the embedded engine the one that there is. */
  openPool(): pg.Pool;
  /** The migrated database, as another instance has it. */
  open(): Promise<Database>;
  close(): Promise<void>;
}

export const TEST_KEYS = [{ id: 'test', key: Buffer.alloc(32, 7) }] as const;

export async function openTestDatabase(): Promise<TestDatabase> {
  const base = process.env['TEST_DATABASE_URL'];
  if (base === undefined) return embedded();
  return process.env['TEST_ENGINE'] === 'other' ? otherThan(base) : schemaOf(base);
}

/** As an engine other than Postgres behaves: test/support/other-engine.ts. */
async function otherThan(base: string): Promise<TestDatabase> {
  const engine = await OtherEngine.before(base, seededRandom(20));
  const database = await schemaOf(base, engine);
  return {
    ...database,
    open: async () => {
      // Of a whole file: it is attempted from the beginning.
      engine.conflictShare = 0.01;
      const opened = await database.open();
      engine.conflictShare = 0.1;
      return opened;
    },
    close: async () => {
      await database.close();
      await engine.close();
    },
  };
}

/** Always the embedded engine, for the promises that both have to keep. */
export async function openEmbeddedTestDatabase(): Promise<TestDatabase> {
  return embedded();
}

/** What leads a whole relay to the database; the embedded one gets a folder of its own. */
export function databaseEnv(
  { url }: Pick<TestDatabase, 'url'>,
  folder: string,
): Readonly<Record<string, string>> {
  if (url === undefined) return { DATA_DIR: folder };
  const [{ id, key }] = TEST_KEYS;
  return { DATA_DIR: folder, DATABASE_URL: url, TOKEN_KEYS: `${id}:${key.toString('base64')}` };
}

/** @param engine what the relay connects to; the tests themselves go to `base` */
async function schemaOf(base: string, engine = { url: base }): Promise<TestDatabase> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(base);
  await admin.connect();
  await admin.query(`CREATE SCHEMA ${schema}`);
  const pools: pg.Pool[] = [];
  const addressOf = (server: string): string => {
    const url = new URL(server);
    url.searchParams.set('options', `-c search_path=${schema}`);
    return url.href;
  };
  const openPool = (server = base): pg.Pool => {
    const pool = new pg.Pool({ connectionString: addressOf(server), max: 5 });
    pools.push(pool);
    return pool;
  };
  return {
    url: addressOf(base),
    openPool: () => openPool(),
    open: () => migrated(openPool(engine.url)),
    close: async () => {
      await Promise.all(pools.filter(({ ended }) => !ended).map((pool) => pool.end()));
      await admin.query(`DROP SCHEMA ${schema} CASCADE`);
      await admin.end();
    },
  };
}

async function embedded(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sixteen-by-two-embedded-'));
  const engine = await openEngine(folder);
  const pool = poolOn(engine);
  return {
    url: undefined,
    openPool: () => pool,
    open: () => migrated(pool),
    close: async () => {
      await pool.end();
      await engine.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function migrated(pool: pg.Pool): Promise<Database> {
  await migrate(pool);
  return new Database({ pool, cipher: new TokenCipher(TEST_KEYS) });
}
