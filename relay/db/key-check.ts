/**
 * Whether TOKEN_KEYS open what is stored, asked at the start: with a key missing or mistaken the relay would come up
 * and then fail for every account.
 */
import type pg from 'pg';
import { query } from './query.js';
import { SEALED_COLUMNS } from './reseal.js';
import { StartError } from './start-error.js';
import type { TokenCipher } from './token-cipher.js';

/** Of each key and column. One damaged value is its account's trouble; all of them are a wrong key. */
const SAMPLE_SIZE = 3;

interface Tally {
  openCount: number;
  closedCount: number;
}

/** @throws StartError naming the ids; no key material */
export async function checkKeys(pool: pg.Pool, cipher: TokenCipher): Promise<void> {
  const tallies = new Map<string, Tally>();
  for (const { table, column, key, place } of SEALED_COLUMNS) {
    const { rows } = await query<{ key: string; sealed: string; key_id: string }>(pool, {
      text: `SELECT key, sealed, key_id FROM (
               SELECT ${key} AS key, ${column} AS sealed, split_part(${column}, '.', 2) AS key_id,
                 row_number() OVER (PARTITION BY split_part(${column}, '.', 2) ORDER BY ${key}) AS n
               FROM ${table} WHERE ${column} IS NOT NULL) AS numbered
             WHERE n <= ${SAMPLE_SIZE}`,
    });
    for (const row of rows) {
      const tally = tallies.get(row.key_id) ?? { openCount: 0, closedCount: 0 };
      tallies.set(row.key_id, tally);
      if (cipher.opens(row.sealed, place(row.key))) tally.openCount += 1;
      else tally.closedCount += 1;
    }
  }
  const ids = [...tallies.keys()].sort();
  const missing = ids.filter((id) => !cipher.has(id));
  if (missing.length > 0)
    throw new StartError(
      `TOKEN_KEYS: lacks ${named(missing)}, with which the database's secrets are sealed; add what is missing behind the first`,
    );
  const mistaken = ids.filter((id) => {
    const { openCount = 0, closedCount = 0 } = tallies.get(id) ?? {};
    return openCount === 0 && closedCount > 1;
  });
  if (mistaken.length > 0)
    throw new StartError(
      `TOKEN_KEYS: ${named(mistaken)} has the id but not the bytes of what sealed the database's secrets; nothing opens with it`,
    );
}

/** An id is ours, or what a damaged value happens to hold in its place. */
function named(ids: readonly string[]): string {
  const quoted = ids.slice(0, 8).map((id) => `"${id.replace(/[^\w-]/g, '?').slice(0, 32)}"`);
  return `the key${ids.length > 1 ? 's' : ''} ${quoted.join(', ')}`;
}
