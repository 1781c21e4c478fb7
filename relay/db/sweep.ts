import { Sql, type Database } from './database.js';

const EXPIRING = Object.freeze(['sessions', 'authorizations', 'device_codes', 'attempts']);

/** Deletes what ended before `nowMs`: sessions, connections under way, codes, counts, old responses. */
export async function sweep(database: Database, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  for (const table of EXPIRING)
    await database.changed`DELETE FROM ${new Sql(table)} WHERE expires_at <= ${now}`;
  // The row stays: its schedule knows what was polled today.
  await database.changed`
    UPDATE playing SET outcome_sealed = NULL WHERE expires_at <= ${now} AND outcome_sealed IS NOT NULL`;
}
