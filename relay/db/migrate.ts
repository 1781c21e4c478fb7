/**
 * Brings a database to the newest schema: numbered SQL files, forward only. On Postgres each file is one transaction.
 * Other engines commit before each statement that changes a table, or run it apart: there a file that breaks off stays
 * half done. So each statement does nothing where its work is done, a file's number is stored after its last statement,
 * and the row of `schema_lock` lets one relay work at a time: on Postgres for as long as the transaction, elsewhere for
 * `LOCK_S`, renewed before each statement. Advisory locks would be shorter, but poolers in transaction mode and several
 * Postgres-compatible databases lack them or only pretend to have them.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { sqlState, StartError } from '../error-code.js';
import { isConflict, retried } from './database.js';

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;
const STATEMENT_END = /;\s*$/m;
const LOCK_WAIT_S = 5;
/** Longer than a statement may take. */
const LOCK_S = 15;
const LOOK_EVERY_MS = 250;
const WAIT_MAX_MS = 60_000;
/** Errors of a CREATE TABLE IF NOT EXISTS that races another. */
const CREATED_MEANWHILE = Object.freeze(['23505', '42P07', '42710']);
const LEDGER =
  'schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())';
const LOCK =
  'schema_lock (id integer PRIMARY KEY, holder text NOT NULL, held_until timestamptz NOT NULL)';

interface Migration {
  readonly version: number;
  readonly name: string;
}

interface MigrateOptions {
  /** Where the files are; the relay's own by default. */
  readonly folder?: URL;
  /** The version to stop at. */
  readonly last?: number;
}

/** @returns the names that this call applied */
export async function migrate(
  pool: pg.Pool,
  { folder = new URL('./migrations/', import.meta.url), last = Infinity }: MigrateOptions = {},
): Promise<readonly string[]> {
  const migrations = await listMigrations(folder);
  await createTable(pool, LEDGER);
  const { rows } = await retried(() =>
    pool.query<{ version: unknown }>('SELECT version FROM schema_migrations'),
  );
  // Elsewhere an `integer` has eight bytes, and arrives as text.
  const present = rows.map(({ version }) => Number(version));
  const schema = Math.max(0, ...present);
  const newest = migrations.at(-1)?.version ?? 0;
  if (schema > newest)
    throw new StartError(
      `the database was made by a newer release (schema ${schema}, this one knows ${newest}); run that release`,
    );

  const due = migrations.filter(({ version }) => !present.includes(version) && version <= last);
  if (due.length > 0) await createTable(pool, LOCK);
  const applied: string[] = [];
  for (const migration of due)
    if (await apply(pool, folder, migration)) applied.push(migration.name);
  return applied;
}

async function listMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return names.map((name) => {
    const version = FILE_NAME.exec(name)?.[1];
    if (version === undefined) throw new Error(`${name} is not named like 0001-what-it-makes.sql`);
    return { version: Number(version), name };
  });
}

async function createTable(pool: pg.Pool, table: string): Promise<void> {
  try {
    await retried(() => pool.query(`CREATE TABLE IF NOT EXISTS ${table}`));
  } catch (error) {
    if (!CREATED_MEANWHILE.includes(sqlState(error) ?? '')) throw error;
  }
}

/** Another relay holds the lock. */
class HeldElsewhere extends Error {
  override readonly name = 'HeldElsewhere';
}

/** @returns false if another relay applied it meanwhile */
async function apply(pool: pg.Pool, folder: URL, migration: Migration): Promise<boolean> {
  const text = await readFile(new URL(migration.name, folder), 'utf8');
  const statements = text.split(STATEMENT_END).filter((statement) => statement.trim() !== '');
  const holder = randomUUID();
  for (let waitedMs = 0; waitedMs < WAIT_MAX_MS; waitedMs += LOOK_EVERY_MS) {
    const client = await pool.connect();
    try {
      return await attempt(client, migration, statements, holder);
    } catch (error) {
      if (!isConflict(error) && !(error instanceof HeldElsewhere)) throw error;
    } finally {
      client.release();
    }
    await sleep(LOOK_EVERY_MS);
  }
  throw new StartError(
    'DATABASE_URL: another relay has been changing the tables for a minute; try again',
  );
}

async function attempt(
  client: pg.PoolClient,
  { version, name }: Migration,
  statements: readonly string[],
  holder: string,
): Promise<boolean> {
  const hold = async (): Promise<void> => {
    const { rowCount } = await client.query(
      `INSERT INTO schema_lock AS l (id, holder, held_until)
       VALUES (1, $1, now() + interval '${LOCK_S} seconds')
       ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
       WHERE l.holder = excluded.holder OR l.held_until < now()`,
      [holder],
    );
    if (rowCount !== 1) throw new HeldElsewhere();
  };
  const release = () => client.query('DELETE FROM schema_lock WHERE holder = $1', [holder]);
  try {
    await client.query('BEGIN');
    await hold();
    // Altering a table waits for its readers, and others then wait for us.
    await client.query(`SET LOCAL lock_timeout = '${LOCK_WAIT_S}s'`);
    const { rows } = await client.query('SELECT 1 FROM schema_migrations WHERE version = $1', [
      version,
    ]);
    const isDue = rows.length === 0;
    if (isDue) {
      for (const statement of statements) {
        await hold();
        await client.query(statement);
      }
      await client.query('INSERT INTO schema_migrations (version, name) VALUES ($1, $2)', [
        version,
        name,
      ]);
    }
    await release();
    await client.query('COMMIT');
    return isDue;
  } catch (error) {
    await client.query('ROLLBACK');
    // What an engine committed before a statement, it does not roll back. If this fails, the lock ends by itself.
    await release().catch(() => undefined);
    throw error;
  }
}
