/**
 * One statement on a pool. Conflicts of serializable databases are tried again; a database that cannot be reached
 * becomes `StoreUnavailable`, so that a request answers 503 and not 500.
 */
import type pg from 'pg';
import { errorCode, sqlState } from '../error-code.js';
import { StoreUnavailable } from './store.js';

/** Serialization failure and deadlock: the statement did nothing and may simply be sent again. */
const CONFLICTS = Object.freeze(['40001', '40P01']);
const ATTEMPT_COUNT = 5;
/** Connection trouble, too little room, shutdown, failing disk. */
const UNAVAILABLE_CLASSES = Object.freeze(['08', '53', '57', '58']);

export async function query<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  statement: string | pg.QueryConfig,
): Promise<pg.QueryResult<Row>> {
  return again(() => pool.query<Row>(statement));
}

/** Rows as arrays, in the order of the statement's columns: an object a row costs more than many a statement. */
export async function queryArrays<Row extends unknown[]>(
  pool: pg.Pool,
  statement: pg.QueryConfig,
): Promise<readonly Row[]> {
  return (await again(() => pool.query<Row>({ ...statement, rowMode: 'array' }))).rows;
}

async function again<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const state = sqlState(error);
      if (state !== undefined && CONFLICTS.includes(state) && attempt < ATTEMPT_COUNT) continue;
      if (isUnavailable(error, state)) throw new StoreUnavailable(error);
      throw error;
    }
  }
}

/** What the server never answered has no SQLSTATE: refused, reset, timed out. A bug of ours is a TypeError or the like. */
function isUnavailable(error: unknown, state: string | undefined): boolean {
  if (state !== undefined) return UNAVAILABLE_CLASSES.includes(state.slice(0, 2));
  // pg's own "Connection terminated" and "timeout exceeded" are bare errors without a code.
  return errorCode(error) !== undefined || (error instanceof Error && error.name === 'Error');
}
