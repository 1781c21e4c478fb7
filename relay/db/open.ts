/** Config → a database that is ready: opened, locked, migrated, its secrets readable. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { Config } from '../config.js';
import { errorCode, sqlState, StartError, tlsFaultOf } from '../error-code.js';
import { TokenCipher, UnsealError } from './cipher.js';
import { Database, DatabaseUnavailable, isUnavailable, type DatabaseOptions } from './database.js';
import { openDataDir, readOrMakeTokenKeys } from './embedded/data-dir.js';
import { openEngine, poolOn } from './embedded/engine.js';
import { migrate } from './migrate.js';
import { checkKeys, outdatedCount, reseal } from './sealed.js';

/** Ten requests at a time keep two cores busy; more only queue inside Postgres. */
const POOL_SIZE = 10;
/** A request waits for a connection no longer than a device waits for a response. */
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 10_000;

export interface OpenOptions {
  readonly onProgress?: (line: string) => void;
  /** An idle connection broke; the pool replaces it. */
  readonly onIdleError?: (error: Error) => void;
  readonly onUnknownName?: () => void;
}

export type DatabaseSettings = Pick<Config, 'database' | 'tokenKeys'> &
  Partial<Pick<Config, 'namedStatements'>>;

export async function openDatabase(
  { database, tokenKeys, namedStatements = true }: DatabaseSettings,
  { onProgress, onIdleError = () => undefined, onUnknownName }: OpenOptions = {},
): Promise<Database> {
  if (database.kind === 'embedded') return openEmbedded(database.dataDir, tokenKeys, onProgress);
  const cipher = cipherOf(tokenKeys);
  const pool = poolTo(database.url);
  // Without a listener a broken idle connection would end the process.
  pool.on('error', onIdleError);
  return prepare({ pool, cipher, namedStatements, onUnknownName });
}

/** For commands: one that is there. @throws StartError if DATA_DIR holds none */
export function openExisting(settings: DatabaseSettings): Promise<Database> {
  const { database } = settings;
  if (database.kind === 'embedded' && !existsSync(join(database.dataDir, 'database')))
    throw new StartError(`DATA_DIR: there is no database in ${resolve(database.dataDir)}`);
  return openDatabase(settings);
}

/** The command: on a database that relays are using. @returns how many values were resealed */
export async function resealAll(
  { database, tokenKeys }: DatabaseSettings,
  isDryRun = false,
): Promise<number> {
  if (database.kind === 'embedded')
    throw new StartError(
      'DATABASE_URL: is unset; the embedded database is resealed when the relay starts',
    );
  const pool = poolTo(database.url);
  try {
    const opened = new Database({ pool, cipher: cipherOf(tokenKeys), namedStatements: false });
    return await (isDryRun ? outdatedCount(opened) : reseal(opened));
  } catch (error) {
    throw inWords(error);
  } finally {
    await pool.end();
  }
}

export function poolTo(connectionString: string): pg.Pool {
  return new pg.Pool({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // By the client's clock: poolers refuse the start-up parameter that would make the server do it.
    query_timeout: QUERY_TIMEOUT_MS,
  });
}

function cipherOf(tokenKeys: Config['tokenKeys']): TokenCipher {
  if (!tokenKeys) throw new TypeError('tokenKeys are required with DATABASE_URL');
  return new TokenCipher(tokenKeys);
}

async function openEmbedded(
  folder: string,
  tokenKeys: Config['tokenKeys'],
  onProgress: OpenOptions['onProgress'],
): Promise<Database> {
  const dataDir = await openDataDir(folder);
  try {
    const cipher = new TokenCipher(tokenKeys ?? (await readOrMakeTokenKeys(dataDir.path)));
    const engine = await openEngine(dataDir.path, onProgress);
    const afterClose = async (): Promise<void> => {
      await engine.close();
      dataDir.release();
    };
    const database = await prepare({ pool: poolOn(engine), cipher, afterClose });
    // The lock says that no other instance lives: a lease that is left is that of a process that was killed.
    await database.changed`UPDATE grants SET lease_until = NULL WHERE lease_until IS NOT NULL`;
    await database.changed`UPDATE playing SET lease_until = NULL WHERE lease_until IS NOT NULL`;
    await reseal(database);
    return database;
  } catch (error) {
    dataDir.release();
    throw inWords(error);
  }
}

async function prepare(options: DatabaseOptions): Promise<Database> {
  const database = new Database(options);
  try {
    await database.rows`SELECT 1`;
    await migrate(options.pool);
    await checkKeys(database);
    return database;
  } catch (error) {
    await database.close();
    throw inWords(error);
  }
}

/** Why a database cannot be used, without its address: that holds a password. */
export function inWords(error: unknown): unknown {
  if (error instanceof UnsealError) return new StartError(`TOKEN_KEYS: ${error.message}`);
  const cause = error instanceof DatabaseUnavailable ? error.cause : error;
  const state = sqlState(cause);
  const code = errorCode(cause) ?? '';
  const words =
    WORDS[state ?? code] ?? (state !== undefined && /^(28|3D)/.test(state) ? REFUSED : undefined);
  if (words !== undefined) return new StartError(`DATABASE_URL: ${words} (${state ?? code})`);
  if (tlsFaultOf(code) !== undefined) return new StartError(`DATABASE_URL: ${UNTRUSTED} (${code})`);
  const { message } = cause instanceof Error ? cause : { message: '' };
  if (/does not support SSL/.test(message))
    return new StartError('DATABASE_URL: the database speaks no TLS; take sslmode away');
  if (/read timeout/.test(message))
    return new StartError('DATABASE_URL: the database took longer than 10 s; try again');
  if (!isUnavailable(cause, state)) return error;
  return new StartError(
    `DATABASE_URL: no database answers there${code === '' ? '' : ` (${code})`}; check that it runs and that the address is right`,
  );
}

const REFUSED = 'the database refused the connection; check user, password and database name';
const UNTRUSTED =
  "the database's certificate is not trusted; name its CA with sslrootcert=FILE, or go without a check with sslmode=no-verify";
/** By SQLSTATE. */
const WORDS: Readonly<Record<string, string>> = Object.freeze({
  '25006': 'the database is read-only; name the primary, not a standby',
  '42501': 'this user may not create tables; GRANT CREATE ON SCHEMA public TO it',
  '55P03': 'another process holds a lock on the tables; end its transaction and try again',
});
