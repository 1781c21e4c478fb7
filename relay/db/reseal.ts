/**
 * Seals everything under the first of TOKEN_KEYS, so that the others can be taken away. Row by row while relays run: a
 * value that changed meanwhile was sealed by whoever changed it, and is looked at again.
 */
import type pg from 'pg';
import { query } from './query.js';
import { PLACES } from './rows.js';
import type { TokenCipher } from './token-cipher.js';

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: string;
  readonly place: (key: string) => string;
}

/** Everything that is sealed. */
export const SEALED_COLUMNS: readonly SealedColumn[] = Object.freeze([
  { table: 'grants', column: 'refresh_token_sealed', key: 'uid', place: PLACES.refreshToken },
  { table: 'grants', column: 'access_token_sealed', key: 'uid', place: PLACES.accessToken },
  { table: 'accounts', column: 'client_secret_sealed', key: 'uid', place: PLACES.clientSecret },
  { table: 'authorizations', column: 'verifier_sealed', key: 'state_hash', place: PLACES.verifier },
  { table: 'playing', column: 'outcome_sealed', key: 'uid', place: PLACES.outcome },
]);
const BATCH_SIZE = 200;

/** @returns how many values were sealed anew. A value that no key opens throws `UnsealError`, and nothing of it is lost */
export async function reseal(pool: pg.Pool, cipher: TokenCipher): Promise<number> {
  let count = 0;
  for (const column of SEALED_COLUMNS) {
    for (;;) {
      const resealed = await resealBatch(pool, cipher, column);
      if (resealed === 0) break;
      count += resealed;
    }
  }
  return count;
}

async function resealBatch(
  pool: pg.Pool,
  cipher: TokenCipher,
  { table, column, key, place }: SealedColumn,
): Promise<number> {
  const { rows } = await query<{ key: string; sealed: string }>(pool, {
    text: `SELECT ${key} AS key, ${column} AS sealed FROM ${table}
           WHERE ${column} IS NOT NULL AND NOT starts_with(${column}, $1) LIMIT ${BATCH_SIZE}`,
    values: [cipher.prefix],
  });
  for (const row of rows) {
    const at = place(row.key);
    await query(pool, {
      text: `UPDATE ${table} SET ${column} = $3 WHERE ${key} = $1 AND ${column} = $2`,
      values: [row.key, row.sealed, cipher.seal(cipher.unseal(row.sealed, at), at)],
    });
  }
  return rows.length;
}
