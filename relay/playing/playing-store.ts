/** The last answer about what an account plays, sealed, and who may ask for the next one. */
import type { Database } from '../db/database.js';
import { PLACES } from '../db/rows.js';
import type { PlayingChange, PlayingRow, PlayingStore } from '../db/store.js';

interface Row {
  outcome_sealed: string | null;
  next_at: Date;
  schedule: string | null;
  /** bigint comes as text. */
  fence: string;
}

const COLUMNS = 'p.outcome_sealed, p.next_at, p.schedule, p.fence';

export function playing(database: Database): PlayingStore {
  const { cipher } = database;
  const rowOf = (uid: string, row: Row): PlayingRow => ({
    outcome:
      row.outcome_sealed === null
        ? undefined
        : cipher.unseal(row.outcome_sealed, PLACES.outcome(uid)),
    nextAtMs: row.next_at.getTime(),
    schedule: row.schedule ?? undefined,
    fence: Number(row.fence),
  });
  return {
    async findPlaying(uid: string): Promise<PlayingRow | undefined> {
      const row = await database.first<Row>(`SELECT ${COLUMNS} FROM playing p WHERE p.uid = $1`, [
        uid,
      ]);
      return row && rowOf(uid, row);
    },

    async claimPlaying(
      uid: string,
      { nowMs, leaseS }: { readonly nowMs: number; readonly leaseS: number },
    ): Promise<PlayingRow | undefined> {
      // The first question makes the row; of two at once one inserts, and the other finds the lease taken.
      const row = await database.first<Row>(
        `INSERT INTO playing AS p (uid, next_at, expires_at, lease_until)
         VALUES ($1, $2, $2, now() + $3 * interval '1 second')
         ON CONFLICT (uid) DO UPDATE SET
           lease_until = excluded.lease_until, fence = p.fence + 1
         WHERE p.next_at <= $2 AND (p.lease_until IS NULL OR p.lease_until < now())
         RETURNING ${COLUMNS}`,
        [uid, new Date(nowMs), leaseS],
      );
      return row && rowOf(uid, row);
    },

    async putPlaying(uid: string, change: PlayingChange): Promise<boolean> {
      return database.changed(
        `UPDATE playing SET outcome_sealed = $3, next_at = $4, schedule = $5, expires_at = $6,
           lease_until = NULL
         WHERE uid = $1 AND fence = $2`,
        [
          uid,
          change.fence,
          cipher.seal(change.outcome, PLACES.outcome(uid)),
          new Date(change.nextAtMs),
          change.schedule,
          new Date(change.expiresAtMs),
        ],
      );
    },

    async resetPlaying(uid: string): Promise<void> {
      await database.run(
        `UPDATE playing SET outcome_sealed = NULL, next_at = to_timestamp(0), lease_until = NULL,
           fence = fence + 1
         WHERE uid = $1`,
        [uid],
      );
    },
  };
}
