/** Counts attempts within windows of time, for all instances alike. */
import type { Database } from './database.js';
import type { Attempt, AttemptCount, AttemptStore } from './store.js';

export function attempts(database: Database): AttemptStore {
  return {
    async countAttempts(
      counted: readonly Attempt[],
      nowMs: number,
    ): Promise<readonly AttemptCount[]> {
      // Sorted, so that two statements lock the same rows in the same order.
      const sorted = [...counted].sort((one, other) => (one.key < other.key ? -1 : 1));
      const { rows } = await database.run<{ key: string; count: number; expires_at: Date }>(
        `INSERT INTO attempts AS a (key, count, expires_at)
         SELECT new.key, 1, new.expires_at
         FROM unnest($1::text[], $2::timestamptz[]) AS new (key, expires_at)
         ON CONFLICT (key) DO UPDATE SET
           count = CASE WHEN a.expires_at <= $3 THEN 1 ELSE a.count + 1 END,
           expires_at = CASE WHEN a.expires_at <= $3 THEN excluded.expires_at ELSE a.expires_at END
         RETURNING key, count, expires_at`,
        [
          sorted.map(({ key }) => key),
          sorted.map(({ windowS }) => new Date(nowMs + windowS * 1000)),
          new Date(nowMs),
        ],
      );
      return rows.map(({ key, count, expires_at: expiresAt }) => ({
        key,
        count,
        expiresAtMs: expiresAt.getTime(),
      }));
    },

    async forgiveAttempts(keys: readonly string[]): Promise<void> {
      await database.run(
        'UPDATE attempts SET count = count - 1 WHERE key = ANY($1) AND count > 0',
        [[...keys].sort()],
      );
    },
  };
}
