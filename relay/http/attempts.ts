/** Counts attempts within windows of time, for all instances alike. */
import type { Database } from '../db/database.js';
import type { Attempt, AttemptOutcome, AttemptStore } from '../db/store.js';

export function attempts(database: Database): AttemptStore {
  return {
    async countAttempt({ key, max, windowS }: Attempt, nowMs: number): Promise<AttemptOutcome> {
      const endsAt = new Date(nowMs + windowS * 1000);
      const row = await database.first<{ is_counted: boolean; expires_at: Date }>(
        `WITH counted AS (
           INSERT INTO attempts AS a (key, count, expires_at) VALUES ($1, 1, $2)
           ON CONFLICT (key) DO UPDATE SET
             count = CASE WHEN a.expires_at <= $3 THEN 1 ELSE a.count + 1 END,
             expires_at = CASE WHEN a.expires_at <= $3 THEN excluded.expires_at ELSE a.expires_at END
           WHERE a.expires_at <= $3 OR a.count < $4
           RETURNING expires_at)
         SELECT true AS is_counted, expires_at FROM counted
         UNION ALL
         SELECT false, expires_at FROM attempts
         WHERE key = $1 AND NOT EXISTS (SELECT 1 FROM counted)`,
        [key, endsAt, new Date(nowMs), max],
      );
      // None: others have filled the window since this statement began, and it does not see their row.
      return {
        isCounted: row?.is_counted === true,
        expiresAtMs: (row?.expires_at ?? endsAt).getTime(),
      };
    },

    async forgiveAttempts(keys: readonly string[]): Promise<void> {
      await database.run(
        'UPDATE attempts SET count = count - 1 WHERE key = ANY($1) AND count > 0',
        [[...keys].sort()],
      );
    },

    async remember(key: string, untilMs: number): Promise<void> {
      await database.run(
        `INSERT INTO attempts (key, count, expires_at) VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at`,
        [key, new Date(untilMs)],
      );
    },

    async remembers(key: string, nowMs: number): Promise<boolean> {
      const row = await database.first(
        'SELECT 1 FROM attempts WHERE key = $1 AND expires_at > $2',
        [key, new Date(nowMs)],
      );
      return row !== undefined;
    },
  };
}
