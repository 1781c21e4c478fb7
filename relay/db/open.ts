/** Config → a store that is ready: opened, locked, migrated. */
import pg from 'pg';
import type { Config } from '../config.js';
import { errorCode, sqlState } from '../error-code.js';
import { openDataDir } from './embedded/data-dir.js';
import { openEmbedded } from './embedded/embedded.js';
import { checkKeys } from './key-check.js';
import { migrate } from './migrate.js';
import { postgresStore } from './postgres.js';
import { query } from './query.js';
import { reseal } from './reseal.js';
import { StartError } from './start-error.js';
import { StoreUnavailable, UnsealError, type Store } from './store.js';
import { TokenCipher } from './token-cipher.js';
import { readOrMakeTokenKeys } from './embedded/token-key-file.js';

/** Ten requests at a time keep two cores busy; more only queue inside Postgres. */
const POOL_SIZE = 10;
/** A request waits for a connection no longer than a device waits for an answer. */
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 10_000;

export interface OpenStoreOptions {
  readonly onProgress?: (line: string) => void;
  /** A connection that nobody was using broke; the pool replaces it. */
  readonly onIdleError?: (error: Error) => void;
}

export async function openStore(
  {
    database,
    tokenKeys,
    namedStatements = true,
  }: Pick<Config, 'database' | 'tokenKeys'> & Partial<Pick<Config, 'namedStatements'>>,
  { onProgress, onIdleError = () => undefined }: OpenStoreOptions = {},
): Promise<Store> {
  if (database.kind === 'postgres') {
    if (!tokenKeys) throw new TypeError('tokenKeys are required with DATABASE_URL');
    const cipher = new TokenCipher(tokenKeys);
    const pool = new pg.Pool({
      connectionString: database.url,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // By the client's clock: poolers refuse the start-up parameter that would make the server do it.
      query_timeout: QUERY_TIMEOUT_MS,
    });
    // Without a listener a broken idle connection would end the process.
    pool.on('error', onIdleError);
    try {
      await query(pool, 'SELECT 1');
      await migrate(pool);
      await checkKeys(pool, cipher);
    } catch (error) {
      await pool.end();
      throw inWords(error);
    }
    return postgresStore({ pool, cipher, namedStatements });
  }

  const dataDir = await openDataDir(database.dataDir);
  try {
    const keys = tokenKeys ?? (await readOrMakeTokenKeys(dataDir.path));
    const cipher = new TokenCipher(keys);
    const { pool, close } = await openEmbedded(dataDir.path, onProgress);
    const afterClose = async (): Promise<void> => {
      await close();
      dataDir.release();
    };
    try {
      await migrate(pool);
      await endLeases(pool);
      // Before sealing anew: with a mistaken key nothing is to change. No other process can do it while this one holds the folder. Without a new key there is nothing to do.
      await checkKeys(pool, cipher);
      await reseal(pool, cipher);
    } catch (error) {
      await pool.end();
      await close();
      throw keysInWords(error);
    }
    return postgresStore({ pool, cipher, namedStatements, afterClose });
  } catch (error) {
    dataDir.release();
    throw error;
  }
}

/** The command: on a database that relays are using. @returns how many values were sealed anew */
export async function resealAll({
  database,
  tokenKeys,
}: Pick<Config, 'database' | 'tokenKeys'>): Promise<number> {
  if (database.kind === 'embedded' || !tokenKeys)
    throw new StartError(
      'DATABASE_URL: is unset; the embedded database is sealed anew by itself when the relay starts',
    );
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  try {
    return await reseal(pool, new TokenCipher(tokenKeys));
  } catch (error) {
    throw inWords(keysInWords(error));
  } finally {
    await pool.end();
  }
}

/** A key is missing, or another's has its id. */
function keysInWords(error: unknown): unknown {
  return error instanceof UnsealError ? new StartError(`TOKEN_KEYS: ${error.message}`) : error;
}

/** The lock says that no other instance lives: a lease that is left is that of a process that was killed. */
async function endLeases(pool: pg.Pool): Promise<void> {
  await pool.query('UPDATE grants SET lease_until = NULL WHERE lease_until IS NOT NULL');
  await pool.query('UPDATE playing SET lease_until = NULL WHERE lease_until IS NOT NULL');
}

/** Why a database will not have us, without its address: that holds a password. */
function inWords(error: unknown): unknown {
  const cause = error instanceof StoreUnavailable ? error.cause : error;
  const state = sqlState(cause);
  if (state !== undefined && /^(28|3D)/.test(state))
    return new StartError(
      `DATABASE_URL: the database refuses us (SQLSTATE ${state}); check user, password and database name`,
    );
  if (!(error instanceof StoreUnavailable)) return error;
  const code = errorCode(cause);
  return new StartError(
    `DATABASE_URL: no database answers there${code === undefined ? '' : ` (${code})`}; is it running, and the address right?`,
  );
}
