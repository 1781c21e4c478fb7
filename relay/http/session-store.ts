/** Who is signed in, and which sign-ins at Spotify are under way. */
import type { Database } from '../db/database.js';
import { authorizationOf, PLACES, type AuthorizationRow } from '../db/rows.js';
import type { Authorization, Session, SessionStore } from '../db/store.js';

export function sessions(database: Database): SessionStore {
  const { cipher } = database;
  return {
    async createSession(session: {
      readonly idHash: string;
      readonly uid: string;
      readonly createdAtMs: number;
      readonly expiresAtMs: number;
    }): Promise<void> {
      await database.run(
        'INSERT INTO sessions (id_hash, uid, created_at, expires_at) VALUES ($1, $2, $3, $4)',
        [session.idHash, session.uid, new Date(session.createdAtMs), new Date(session.expiresAtMs)],
      );
    },

    async findSession(idHash: string, nowMs: number): Promise<Session | undefined> {
      const row = await database.first<{ uid: string; notice: string | null }>(
        'SELECT uid, notice FROM sessions WHERE id_hash = $1 AND expires_at > $2',
        [idHash, new Date(nowMs)],
      );
      return row && { idHash, uid: row.uid, notice: row.notice ?? undefined };
    },

    async setNotice(idHash: string, notice: string): Promise<void> {
      await database.run('UPDATE sessions SET notice = $2 WHERE id_hash = $1', [idHash, notice]);
    },

    async deleteSession(idHash: string): Promise<void> {
      await database.run('DELETE FROM sessions WHERE id_hash = $1', [idHash]);
    },

    async deleteSessions(uid: string, exceptIdHash?: string): Promise<void> {
      await database.run(
        'DELETE FROM sessions WHERE uid = $1 AND ($2::text IS NULL OR id_hash <> $2)',
        [uid, exceptIdHash ?? null],
      );
    },

    async createAuthorization(authorization: Authorization): Promise<void> {
      const { stateHash, verifier } = authorization;
      await database.run(
        `INSERT INTO authorizations
           (state_hash, session_hash, uid, client_id, redirect_uri, verifier_sealed, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          stateHash,
          authorization.sessionHash,
          authorization.uid,
          authorization.clientId,
          authorization.redirectUri,
          cipher.seal(verifier, PLACES.verifier(stateHash)),
          new Date(authorization.expiresAtMs),
        ],
      );
    },

    async takeAuthorization(stateHash: string): Promise<Authorization | undefined> {
      const row = await database.first<AuthorizationRow>(
        `DELETE FROM authorizations WHERE state_hash = $1
         RETURNING state_hash, session_hash, uid, client_id, redirect_uri, verifier_sealed, expires_at`,
        [stateHash],
      );
      return row && authorizationOf(row, cipher);
    },
  };
}
