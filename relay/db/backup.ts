/**
 * A backup is one file, the same for both databases, so that it also moves one to the other. Secrets in it are encrypted as
 * they are stored. That of an embedded database holds its keys too, since nothing can be read without them: it is as
 * secret as DATA_DIR.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type pg from 'pg';
import { errorCode, StartError } from '../error-code.js';
import { retried, Sql } from './database.js';
import { openEngine, poolOn } from './embedded/engine.js';
import { openDataDir, TOKEN_KEY_FILE } from './embedded/data-dir.js';
import { migrate } from './migrate.js';
import { inWords, openDatabase, openExisting, poolTo, type DatabaseSettings } from './open.js';

const FORM = 'sixteen-by-two backup 2';
/** All of them, referenced tables first. An older backup may lack the latest. */
export const TABLES = Object.freeze(
  'accounts sessions authorizations grants devices device_codes attempts playing'.split(' '),
);

interface Backup {
  readonly form: typeof FORM;
  /** The last migration. */
  readonly schema: number;
  /** Undefined if TOKEN_KEYS came from the environment. */
  readonly tokenKeys?: string;
  /** By name: its rows, as JSON. */
  readonly tables: Readonly<Record<string, string>>;
}

/** On Postgres relays may run meanwhile: one statement reads one moment. @returns what it holds */
export async function backUp(
  settings: DatabaseSettings,
  file: string,
): Promise<{ readonly accounts: number; readonly hasKeys: boolean }> {
  const database = await openExisting(settings);
  try {
    const rowsOf = TABLES.map(
      (table) => `(SELECT coalesce(json_agg(t), '[]')::text FROM ${table} t) AS ${table}`,
    );
    const read = await database.first<Record<string, string> & { schema: number }>`
      SELECT (SELECT max(version) FROM schema_migrations) AS schema, ${new Sql(rowsOf.join())}`;
    const { schema = 0, ...tables } = read ?? {};
    const keyFile = keyFileOf(settings);
    const keys = keyFile === undefined ? {} : { tokenKeys: await readFile(keyFile, 'utf8') };
    const backup: Backup = { form: FORM, schema, ...keys, tables };
    // Never overwrite an older backup: it may be the only good one.
    await writeFile(file, gzipSync(JSON.stringify(backup)), { flag: 'wx', mode: 0o600 }).catch(
      async (error: unknown) => {
        // A full disk leaves a piece of it, which must not pass for a backup.
        if (errorCode(error) !== 'EEXIST') await rm(file, { force: true });
        throw error;
      },
    );
    return { accounts: accountCount(backup), hasKeys: keyFile !== undefined };
  } catch (error) {
    throw fileProblem(error, file);
  } finally {
    await database.close();
  }
}

/** Into an empty database. @returns how many accounts the backup holds */
export async function restore(
  settings: DatabaseSettings,
  file: string,
  isDryRun = false,
): Promise<number> {
  const backup = await readBackup(file);
  if (isDryRun) return accountCount(backup);
  if (settings.database.kind === 'embedded')
    await restoreEmbedded(settings.database.dataDir, backup, file);
  else {
    const pool = poolTo(settings.database.url);
    try {
      await retried(() => fill(pool, backup, file));
    } catch (error) {
      throw inWords(error);
    } finally {
      await pool.end();
    }
  }
  // Migrates an older backup, and reports if TOKEN_KEYS cannot decrypt it.
  await (await openDatabase(settings)).close();
  return accountCount(backup);
}

async function restoreEmbedded(dataDir: string, backup: Backup, file: string): Promise<void> {
  const folder = await openDataDir(dataDir);
  try {
    const path = join(folder.path, 'database');
    const keyFile = join(folder.path, TOKEN_KEY_FILE);
    const { tokenKeys } = backup;
    if (existsSync(path)) throw takenAlready(path);
    // The same keys may be there from a restore that was killed before its last step.
    const hasKeys = tokenKeys !== undefined && existsSync(keyFile);
    if (hasKeys && (await readFile(keyFile, 'utf8')) !== tokenKeys) throw takenAlready(keyFile);
    // Elsewhere first, as when it is made: a restore that is killed can be run again.
    const unfinished = join(folder.path, 'restoring');
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    try {
      const engine = await openEngine(unfinished);
      const pool = poolOn(engine);
      await fill(pool, backup, file).finally(() => pool.end());
      await engine.close();
      if (tokenKeys !== undefined && !hasKeys)
        await writeFile(keyFile, tokenKeys, { flag: 'wx', mode: 0o600 });
      await rename(join(unfinished, 'database'), path);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  } finally {
    folder.release();
  }
}

/** At the backup's schema, so that later migrations convert these rows too. */
async function fill(pool: pg.Pool, backup: Backup, file: string): Promise<void> {
  const tables = TABLES.filter((table) => backup.tables[table] !== undefined);
  await migrate(pool, { last: backup.schema });
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const isIn = tables.map((table) => `EXISTS (SELECT 1 FROM ${table})`).join(' OR ');
    const { rows } = await client.query<{ schema: unknown; isFilled: boolean }>(
      `SELECT max(version) AS schema, ${isIn} AS "isFilled" FROM schema_migrations`,
    );
    const { isFilled = true } = rows[0] ?? {};
    const schema = Number(rows[0]?.schema ?? 0);
    if (schema < backup.schema)
      throw new StartError(`${file}: was made by a newer release; restore it with that one`);
    if (isFilled || schema > backup.schema)
      throw new StartError('DATABASE_URL: the database is in use; restore into an empty one');
    for (const table of tables)
      await client
        .query(
          `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
          [backup.tables[table]],
        )
        .catch((error: unknown) => {
          // Data exception or integrity violation: the file is at fault.
          throw /^2[23]/.test(errorCode(error) ?? '') ? isDamaged(file) : error;
        });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Where the keys in use are, unless they came from the environment: a file that is there too may hold others. */
function keyFileOf({ database, tokenKeys }: DatabaseSettings): string | undefined {
  return database.kind === 'embedded' && tokenKeys === undefined
    ? join(database.dataDir, TOKEN_KEY_FILE)
    : undefined;
}

function accountCount({ tables }: Backup): number {
  return (JSON.parse(tables['accounts'] ?? '[]') as readonly unknown[]).length;
}

function takenAlready(path: string): StartError {
  return new StartError(`DATA_DIR: ${path} is there already; restore into an empty folder`);
}

function isDamaged(file: string): StartError {
  return new StartError(`${file}: is no backup of this relay, or is damaged`);
}

async function readBackup(file: string): Promise<Backup> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const code = errorCode(error) ?? '';
    const problem = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new StartError(`${file}: ${problem}`);
  });
  try {
    const parsed: unknown = JSON.parse(gunzipSync(bytes).toString('utf8'));
    if (isBackup(parsed)) return parsed;
  } catch {
    // Neither gzip nor JSON, so not a backup.
  }
  throw isDamaged(file);
}

function isBackup(parsed: unknown): parsed is Backup {
  if (typeof parsed !== 'object' || parsed === null) return false;
  const { form, schema, tokenKeys = '', tables } = parsed as Record<string, unknown>;
  return (
    form === FORM &&
    Number.isInteger(schema) &&
    typeof tokenKeys === 'string' &&
    typeof tables === 'object' &&
    tables !== null &&
    'accounts' in tables &&
    Object.values(tables).every((rows) => typeof rows === 'string')
  );
}

function fileProblem(error: unknown, file: string): unknown {
  const code = errorCode(error);
  if (code === 'EEXIST') return new StartError(`${file}: is there already; choose another name`);
  return code !== undefined && /^E(NOENT|ACCES|NOSPC|ROFS|ISDIR)$/.test(code)
    ? new StartError(`${file}: cannot be written (${code})`)
    : error;
}
