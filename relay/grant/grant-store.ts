/** What accounts let us do at Spotify, and the lease that lets one caller refresh. */
import type { Database } from '../db/database.js';
import { GRANT_COLUMNS, grantOf, PLACES, type GrantRow } from '../db/rows.js';
import type { Grant, GrantStore, Lease, NewGrant, RefreshedGrant } from '../db/store.js';

export function grants(database: Database): GrantStore {
  const { cipher } = database;
  return {
    async findGrant(uid: string): Promise<Grant | undefined> {
      const row = await database.first<GrantRow>(
        `SELECT ${GRANT_COLUMNS} FROM grants g WHERE g.uid = $1`,
        [uid],
      );
      return row && grantOf(row, cipher);
    },

    async putGrant({
      uid,
      clientId,
      refreshToken,
      access,
      consentedAtMs,
    }: NewGrant): Promise<void> {
      await database.run(
        `INSERT INTO grants AS g (uid, client_id, refresh_token_sealed, access_token_sealed,
           access_expires_at, access_life_s, consented_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (uid) DO UPDATE SET
           client_id = excluded.client_id,
           refresh_token_sealed = excluded.refresh_token_sealed,
           generation = g.generation + 1,
           access_token_sealed = excluded.access_token_sealed,
           access_expires_at = excluded.access_expires_at,
           access_life_s = excluded.access_life_s,
           consented_at = excluded.consented_at,
           ended_at = NULL, retried_at = NULL, not_before = NULL, lease_until = NULL, fence = g.fence + 1`,
        [
          uid,
          clientId,
          cipher.seal(refreshToken, PLACES.refreshToken(uid)),
          cipher.seal(access.token, PLACES.accessToken(uid)),
          new Date(access.expiresAtMs),
          access.lifeS,
          new Date(consentedAtMs),
        ],
      );
    },

    async takeLease(uid: string, leaseS: number): Promise<Lease | undefined> {
      const row = await database.first<GrantRow & { fence: string }>(
        `UPDATE grants AS g SET lease_until = now() + $2 * interval '1 second', fence = g.fence + 1
         WHERE g.uid = $1 AND (g.lease_until IS NULL OR g.lease_until < now())
         RETURNING g.fence, ${GRANT_COLUMNS}`,
        [uid, leaseS],
      );
      return row && { fence: Number(row.fence), grant: grantOf(row, cipher) };
    },

    async releaseLease(
      uid: string,
      fence: number,
      pause?: { readonly notBeforeMs: number },
    ): Promise<void> {
      await database.run(
        `UPDATE grants SET lease_until = NULL, not_before = COALESCE($3, not_before)
         WHERE uid = $1 AND fence = $2`,
        [uid, fence, pause ? new Date(pause.notBeforeMs) : null],
      );
    },

    async commitRefresh(refreshed: RefreshedGrant): Promise<boolean> {
      const { uid, access, refreshToken } = refreshed;
      return database.changed(
        `UPDATE grants SET
           access_token_sealed = $4, access_expires_at = $5, access_life_s = $6,
           refresh_token_sealed = COALESCE($7, refresh_token_sealed),
           generation = CASE WHEN $7 IS NULL THEN generation ELSE generation + 1 END,
           ended_at = NULL, retried_at = NULL, not_before = NULL,
           lease_until = CASE WHEN fence = $3 THEN NULL ELSE lease_until END
         WHERE uid = $1 AND generation = $2`,
        [
          uid,
          refreshed.generation,
          refreshed.fence,
          cipher.seal(access.token, PLACES.accessToken(uid)),
          new Date(access.expiresAtMs),
          access.lifeS,
          refreshToken === undefined ? null : cipher.seal(refreshToken, PLACES.refreshToken(uid)),
        ],
      );
    },

    async endGrant(
      uid: string,
      ended: { readonly fence: number; readonly generation: number; readonly endedAtMs: number },
    ): Promise<boolean> {
      return database.changed(
        `UPDATE grants SET ended_at = $4, lease_until = NULL
         WHERE uid = $1 AND generation = $2 AND fence = $3`,
        [uid, ended.generation, ended.fence, new Date(ended.endedAtMs)],
      );
    },

    async reopenGrant(uid: string, nowMs: number): Promise<boolean> {
      return database.changed(
        `UPDATE grants SET ended_at = NULL, retried_at = $2, not_before = NULL
         WHERE uid = $1 AND ended_at IS NOT NULL AND retried_at IS NULL`,
        [uid, new Date(nowMs)],
      );
    },
  };
}
