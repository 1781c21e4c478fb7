/** The stored grants, and the lease that lets one instance refresh. Leases run by the database's clock. */
import type { SpotifyApp } from '../config.js';
import type { Account, StoredApp } from '../account/accounts.js';
import { Sql, type Database } from '../db/database.js';
import { PLACES } from '../db/sealed.js';

interface AccessToken {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly lifeS: number;
}

export interface NewGrant {
  readonly uid: string;
  readonly clientId: string;
  readonly refreshToken: string;
  readonly access: AccessToken;
  readonly consentedAtMs: number;
  /** As Spotify named it. */
  readonly scope?: string | undefined;
}

export interface Grant extends NewGrant {
  readonly generation: number;
  readonly endedAtMs?: number;
  /** When it was retried after it ended; a refresh that works or a new grant clears it. */
  readonly retriedAtMs?: number;
  readonly notBeforeMs?: number;
}

/** What handing out a token needs to know of a grant; the refresh token stays sealed. */
export type UsableGrant = Pick<Grant, 'access' | 'consentedAtMs' | 'endedAtMs'>;

/** The right to refresh a grant, and the grant as it was when the right was given. */
export interface Lease {
  readonly fence: number;
  /** Its last holder did not release it: killed, or cut off from the database with a token still to store. */
  readonly isTakenOver: boolean;
  readonly grant: Grant;
}

export interface RefreshedGrant {
  readonly uid: string;
  readonly fence: number;
  /** Of the refresh token that was used. */
  readonly generation: number;
  readonly access: AccessToken;
  /** The one that replaces it, if Spotify sent one. */
  readonly refreshToken: string | undefined;
}

interface Row extends Omit<Grant, 'uid' | 'access' | 'refreshToken'> {
  readonly refreshSealed: string;
  readonly accessSealed: string;
  readonly expiresAtMs: number;
  readonly lifeS: number;
}

const COLUMNS =
  new Sql(`g.client_id AS "clientId", g.refresh_token_sealed AS "refreshSealed", g.generation,
  g.access_token_sealed AS "accessSealed", g.access_expires_at AS "expiresAtMs", g.access_life_s AS "lifeS",
  g.consented_at AS "consentedAtMs", g.ended_at AS "endedAtMs", g.retried_at AS "retriedAtMs",
  g.not_before AS "notBeforeMs", g.scope`);

export class Grants {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(uid: string): Promise<Grant | undefined> {
    const row = await this.#database.first<Row>`
      SELECT ${COLUMNS} FROM grants g WHERE g.uid = ${uid}`;
    return row && this.#grantOf(uid, row);
  }

  /** A new grant: replaces the old one and ends every lease on it. */
  async put({
    uid,
    clientId,
    refreshToken,
    access,
    consentedAtMs,
    scope,
  }: NewGrant): Promise<void> {
    const { cipher } = this.#database;
    const refreshSealed = cipher.seal(refreshToken, PLACES.refreshToken(uid));
    const accessSealed = cipher.seal(access.token, PLACES.accessToken(uid));
    await this.#database.changed`
      INSERT INTO grants AS g (uid, client_id, refresh_token_sealed, access_token_sealed,
        access_expires_at, access_life_s, consented_at, scope)
      VALUES (${uid}, ${clientId}, ${refreshSealed}, ${accessSealed},
        ${new Date(access.expiresAtMs)}, ${access.lifeS}, ${new Date(consentedAtMs)}, ${scope})
      ON CONFLICT (uid) DO UPDATE SET
        client_id = excluded.client_id,
        refresh_token_sealed = excluded.refresh_token_sealed,
        generation = g.generation + 1,
        access_token_sealed = excluded.access_token_sealed,
        access_expires_at = excluded.access_expires_at,
        access_life_s = excluded.access_life_s,
        consented_at = excluded.consented_at,
        scope = excluded.scope,
        ended_at = NULL, retried_at = NULL, not_before = NULL, lease_until = NULL, fence = g.fence + 1`;
  }

  /** @returns undefined if another instance holds the lease, or there is no grant */
  async takeLease(uid: string, leaseS: number): Promise<Lease | undefined> {
    const row = await this.#database.first<Row & Omit<Lease, 'grant'>>`
      WITH before AS (
        SELECT uid, lease_until IS NOT NULL AS is_taken_over FROM grants
        WHERE uid = ${uid} AND (lease_until IS NULL OR lease_until < now()) FOR UPDATE)
      UPDATE grants AS g
      SET lease_until = now() + ${leaseS}::float8 * interval '1 second', fence = g.fence + 1
      FROM before WHERE g.uid = before.uid
      RETURNING g.fence, before.is_taken_over AS "isTakenOver", ${COLUMNS}`;
    if (!row) return undefined;
    const { fence, isTakenOver, ...grant } = row;
    return { fence, isTakenOver, grant: this.#grantOf(uid, grant) };
  }

  /** Releases the lease if it still is ours; `notBeforeMs` makes everyone wait until then. */
  async releaseLease(uid: string, fence: number, notBeforeMs?: number): Promise<void> {
    const notBefore = notBeforeMs === undefined ? undefined : new Date(notBeforeMs);
    await this.#database.changed`
      UPDATE grants SET lease_until = NULL, not_before = COALESCE(${notBefore}, not_before)
      WHERE uid = ${uid} AND fence = ${fence}`;
  }

  /**
   * Stores what a refresh brought, and releases the lease if it still is ours. Even a holder whose lease ran out may
   * store: only the generation decides, since dropping a rotated token would lose the grant.
   * @returns false if the refresh token was replaced meanwhile
   */
  commit({ uid, fence, generation, access, refreshToken }: RefreshedGrant): Promise<boolean> {
    const { cipher } = this.#database;
    const accessSealed = cipher.seal(access.token, PLACES.accessToken(uid));
    const refreshSealed = refreshToken && cipher.seal(refreshToken, PLACES.refreshToken(uid));
    return this.#database.changed`
      UPDATE grants SET
        access_token_sealed = ${accessSealed}, access_expires_at = ${new Date(access.expiresAtMs)},
        access_life_s = ${access.lifeS},
        refresh_token_sealed = COALESCE(${refreshSealed}, refresh_token_sealed),
        generation = generation + ${refreshSealed === undefined ? 0 : 1},
        ended_at = NULL, retried_at = NULL, not_before = NULL,
        lease_until = CASE WHEN fence = ${fence} THEN NULL ELSE lease_until END
      WHERE uid = ${uid} AND generation = ${generation}`;
  }

  /** Marks the grant as ended. @returns false if it was replaced or the lease passed on meanwhile */
  end({ uid, generation }: Grant, fence: number, endedAtMs: number): Promise<boolean> {
    return this.#database.changed`
      UPDATE grants SET ended_at = ${new Date(endedAtMs)}, lease_until = NULL
      WHERE uid = ${uid} AND generation = ${generation} AND fence = ${fence}`;
  }

  /** Reopens a grant that is marked as ended, once. @returns false if it is not, or was retried already */
  reopen(uid: string, nowMs: number): Promise<boolean> {
    return this.#database.changed`
      UPDATE grants SET ended_at = NULL, retried_at = ${new Date(nowMs)}, not_before = NULL
      WHERE uid = ${uid} AND ended_at IS NOT NULL AND retried_at IS NULL`;
  }

  async delete(uid: string): Promise<void> {
    await this.#database.changed`DELETE FROM grants WHERE uid = ${uid}`;
  }

  #grantOf(uid: string, row: Row): Grant {
    const { refreshSealed, accessSealed, expiresAtMs, lifeS, ...rest } = row;
    const { cipher } = this.#database;
    const token = cipher.unseal(accessSealed, PLACES.accessToken(uid));
    return {
      ...rest,
      uid,
      refreshToken: cipher.unseal(refreshSealed, PLACES.refreshToken(uid)),
      access: { token, expiresAtMs, lifeS },
    };
  }
}

/** A refresh token works for the app that got it and for no other: the account's own, or the relay's. */
export function appOfGrant(
  clientId: string,
  account: Account | undefined,
  defaultApp: SpotifyApp | undefined,
): StoredApp | undefined {
  const apps: readonly (StoredApp | undefined)[] = [account?.app, defaultApp];
  return apps.find((app) => app?.clientId === clientId);
}
