/**
 * Every secret in the database: where it is, whether TOKEN_KEYS open it, and re-encryption with the first key, so that
 * the others can be removed.
 */
import { Sql, type Database } from './database.js';
import { StartError } from '../error-code.js';

/** Bound into each ciphertext, so that one that is copied into another row does not open. */
export const PLACES = Object.freeze({
  clientSecret: (uid: string) => `accounts.client_secret/${uid}`,
  verifier: (stateHash: string) => `authorizations.verifier/${stateHash}`,
  refreshToken: (uid: string) => `grants.refresh_token/${uid}`,
  accessToken: (uid: string) => `grants.access_token/${uid}`,
  outcome: (uid: string) => `playing.outcome/${uid}`,
});
const at = (table: string, column: string, key: string, place: (key: string) => string) => ({
  table: new Sql(table),
  column: new Sql(column),
  key: new Sql(key),
  place,
});
const COLUMNS = Object.freeze([
  at('grants', 'refresh_token_sealed', 'uid', PLACES.refreshToken),
  at('grants', 'access_token_sealed', 'uid', PLACES.accessToken),
  at('accounts', 'client_secret_sealed', 'uid', PLACES.clientSecret),
  at('authorizations', 'verifier_sealed', 'state_hash', PLACES.verifier),
  at('playing', 'outcome_sealed', 'uid', PLACES.outcome),
]);
const BATCH_SIZE = 200;
/** Of each key and column. One damaged value is its account's problem; if none opens, the key is wrong. */
const SAMPLE_SIZE = 3;

interface SealedRow {
  readonly key: string;
  readonly sealed: string;
}

/**
 * Row by row while relays run: a value that changed meanwhile was sealed by the relay that changed it, and is read again.
 * @returns how many values were resealed. A value that no key opens throws `UnsealError`, and stays as it is
 */
export async function reseal(database: Database): Promise<number> {
  const { cipher } = database;
  let count = 0;
  for (const { table, column, key, place } of COLUMNS)
    for (;;) {
      const rows = await database.rows<SealedRow>`
        SELECT ${key} AS key, ${column} AS sealed FROM ${table}
        WHERE ${column} IS NOT NULL AND NOT starts_with(${column}, ${cipher.prefix})
        LIMIT ${BATCH_SIZE}`;
      if (rows.length === 0) break;
      for (const row of rows) {
        const here = place(row.key);
        const resealed = cipher.seal(cipher.unseal(row.sealed, here), here);
        await database.changed`
          UPDATE ${table} SET ${column} = ${resealed}
          WHERE ${key} = ${row.key} AND ${column} = ${row.sealed}`;
      }
      count += rows.length;
    }
  return count;
}

/** @returns how many values are sealed with a key other than the first */
export async function outdatedCount(database: Database): Promise<number> {
  let count = 0;
  for (const { table, column } of COLUMNS)
    count +=
      (
        await database.first<{ readonly count: number }>`
          SELECT count(${column}) AS count FROM ${table}
          WHERE NOT starts_with(${column}, ${database.cipher.prefix})`
      )?.count ?? 0;
  return count;
}

/**
 * At the start: with a key missing or mistaken the relay would come up and then fail for every account.
 * @throws StartError naming the ids; no key material
 */
export async function checkKeys(database: Database): Promise<void> {
  /** Key id → whether each sampled value opens. */
  const samples = new Map<string, boolean[]>();
  for (const { table, column, key, place } of COLUMNS) {
    const rows = await database.rows<SealedRow & { readonly keyId: string }>`
      SELECT key, sealed, key_id AS "keyId" FROM (
         SELECT ${key} AS key, ${column} AS sealed, split_part(${column}, '.', 2) AS key_id,
           row_number() OVER (PARTITION BY split_part(${column}, '.', 2) ORDER BY ${key}) AS n
         FROM ${table} WHERE ${column} IS NOT NULL) AS numbered
       WHERE n <= ${SAMPLE_SIZE}`;
    for (const { key: row, sealed, keyId } of rows)
      samples.set(keyId, [
        ...(samples.get(keyId) ?? []),
        typeof database.cipher.tryUnseal(sealed, place(row)) === 'string',
      ]);
  }
  const ids = [...samples.keys()].sort();
  const missing = ids.filter((id) => !database.cipher.has(id));
  if (missing.length > 0)
    throw new StartError(
      `TOKEN_KEYS: lacks ${named(missing)}, which sealed secrets in the database; add what is missing after the first`,
    );
  const mistaken = ids.filter((id) => {
    const outcomes = samples.get(id) ?? [];
    return outcomes.length > 1 && !outcomes.includes(true);
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
