/**
 * Brings a database to the newest schema: numbered SQL files, forward only, each in a transaction of its own.
 * Two instances may start at once: the one that inserts the number first holds its row until the commit, the other waits
 * for the primary key and then finds the work done. Advisory locks would be shorter, but poolers in transaction mode and
 * several Postgres-compatible databases lack them or only pretend.
 */
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { sqlState, StartError } from '../error-code.js';

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;
const LOCK_WAIT_S = 5;
/** Each can be the answer to a CREATE TABLE IF NOT EXISTS that races another. */
const CREATED_MEANWHILE = Object.freeze(['23505', '42P07', '42710']);

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
  await createLedger(pool);
  const { rows } = await pool.query<{ version: number }>('SELECT version FROM schema_migrations');
  const present = rows.map((row) => row.version);
  const schema = Math.max(0, ...present);
  const newest = migrations.at(-1)?.version ?? 0;
  if (schema > newest)
    throw new StartError(
      `the database was made by a newer release (schema ${schema}, this one knows ${newest}); run that release`,
    );

  const applied: string[] = [];
  for (const migration of migrations) {
    const isDue = !present.includes(migration.version) && migration.version <= last;
    if (isDue && (await apply(pool, folder, migration))) applied.push(migration.name);
  }
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

async function createLedger(pool: pg.Pool): Promise<void> {
  try {
    await pool.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
  } catch (error) {
    if (!CREATED_MEANWHILE.includes(sqlState(error) ?? '')) throw error;
  }
}

/** @returns false where another instance applied it meanwhile */
async function apply(pool: pg.Pool, folder: URL, { version, name }: Migration): Promise<boolean> {
  const sql = await readFile(new URL(name, folder), 'utf8');
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    // Altering a table waits for whoever reads it, and others then wait for us.
    await client.query(`SET LOCAL lock_timeout = '${LOCK_WAIT_S}s'`);
    const { rowCount } = await client.query(
      'INSERT INTO schema_migrations (version, name) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [version, name],
    );
    const isOurs = rowCount === 1;
    if (isOurs) await client.query(sql);
    await client.query('COMMIT');
    return isOurs;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
