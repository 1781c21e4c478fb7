/**
 * The store on any Postgres-compatible database, through a `pg` pool. Every method is one statement, so that nothing is
 * held open across a call elsewhere (the embedded engine has one connection) and any pooler will do.
 */
import type pg from 'pg';
import type { SpotifyApp } from '../config.js';
import { query } from './query.js';
import {
  accountOf,
  authorizationOf,
  deviceCodeOf,
  deviceOf,
  GRANT_COLUMNS,
  grantOf,
  PLACES,
  type AccountRow,
  type AuthorizationRow,
  type DeviceCodeRow,
  type DeviceRow,
  type GrantRow,
} from './rows.js';
import type {
  Account,
  Authorization,
  Decision,
  Device,
  DeviceAccess,
  DeviceCode,
  Grant,
  Lease,
  NewDeviceCode,
  NewGrant,
  RefreshedGrant,
  Session,
  Store,
} from './store.js';
import type { TokenCipher } from './token-cipher.js';

export interface PostgresStoreOptions {
  readonly pool: pg.Pool;
  readonly cipher: TokenCipher;
  /** Runs after the pool has ended: closes an embedded engine and gives its lock back. */
  readonly afterClose?: () => Promise<void>;
}

export class PostgresStore implements Store {
  readonly #pool: pg.Pool;
  readonly #cipher: TokenCipher;
  readonly #afterClose: () => Promise<void>;

  constructor({ pool, cipher, afterClose = () => Promise.resolve() }: PostgresStoreOptions) {
    this.#pool = pool;
    this.#cipher = cipher;
    this.#afterClose = afterClose;
  }

  async ping(): Promise<void> {
    await this.#run('SELECT 1');
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.#afterClose();
  }

  async sweep(nowMs: number): Promise<void> {
    for (const table of ['sessions', 'authorizations', 'device_codes'])
      await this.#run(`DELETE FROM ${table} WHERE expires_at <= $1`, [new Date(nowMs)]);
  }

  async findAccount(uid: string): Promise<Account | undefined> {
    const row = await this.#first<AccountRow>(
      'SELECT uid, password_hash, client_id, client_secret_sealed FROM accounts WHERE uid = $1',
      [uid],
    );
    return row && accountOf(row, this.#cipher);
  }

  async createAccount(account: Account & { readonly createdAtMs: number }): Promise<boolean> {
    const { uid, app } = account;
    return this.#changed(
      `INSERT INTO accounts (uid, password_hash, client_id, client_secret_sealed, created_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (uid) DO NOTHING`,
      [
        uid,
        account.passwordHash,
        app?.clientId ?? null,
        this.#sealedSecret(uid, app),
        new Date(account.createdAtMs),
      ],
    );
  }

  async replaceApp(uid: string, app: SpotifyApp): Promise<void> {
    await this.#run(
      'UPDATE accounts SET client_id = $2, client_secret_sealed = $3 WHERE uid = $1',
      [uid, app.clientId, this.#sealedSecret(uid, app)],
    );
  }

  async deleteAccount(uid: string): Promise<void> {
    await this.#run('DELETE FROM accounts WHERE uid = $1', [uid]);
  }

  async createSession(session: {
    readonly idHash: string;
    readonly uid: string;
    readonly createdAtMs: number;
    readonly expiresAtMs: number;
  }): Promise<void> {
    await this.#run(
      'INSERT INTO sessions (id_hash, uid, created_at, expires_at) VALUES ($1, $2, $3, $4)',
      [session.idHash, session.uid, new Date(session.createdAtMs), new Date(session.expiresAtMs)],
    );
  }

  async findSession(idHash: string, nowMs: number): Promise<Session | undefined> {
    const row = await this.#first<{ uid: string; notice: string | null }>(
      'SELECT uid, notice FROM sessions WHERE id_hash = $1 AND expires_at > $2',
      [idHash, new Date(nowMs)],
    );
    return row && { idHash, uid: row.uid, notice: row.notice ?? undefined };
  }

  async setNotice(idHash: string, notice: string): Promise<void> {
    await this.#run('UPDATE sessions SET notice = $2 WHERE id_hash = $1', [idHash, notice]);
  }

  async deleteSession(idHash: string): Promise<void> {
    await this.#run('DELETE FROM sessions WHERE id_hash = $1', [idHash]);
  }

  async createAuthorization(authorization: Authorization): Promise<void> {
    const { stateHash, verifier } = authorization;
    await this.#run(
      `INSERT INTO authorizations
         (state_hash, session_hash, uid, client_id, redirect_uri, verifier_sealed, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        stateHash,
        authorization.sessionHash,
        authorization.uid,
        authorization.clientId,
        authorization.redirectUri,
        this.#cipher.seal(verifier, PLACES.verifier(stateHash)),
        new Date(authorization.expiresAtMs),
      ],
    );
  }

  async takeAuthorization(stateHash: string): Promise<Authorization | undefined> {
    const row = await this.#first<AuthorizationRow>(
      `DELETE FROM authorizations WHERE state_hash = $1
       RETURNING state_hash, session_hash, uid, client_id, redirect_uri, verifier_sealed, expires_at`,
      [stateHash],
    );
    return row && authorizationOf(row, this.#cipher);
  }

  async findGrant(uid: string): Promise<Grant | undefined> {
    const row = await this.#first<GrantRow>(
      `SELECT ${GRANT_COLUMNS} FROM grants g WHERE g.uid = $1`,
      [uid],
    );
    return row && grantOf(row, this.#cipher);
  }

  async putGrant({ uid, clientId, refreshToken, access, consentedAtMs }: NewGrant): Promise<void> {
    await this.#run(
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
         ended_at = NULL, not_before = NULL, lease_until = NULL, fence = g.fence + 1`,
      [
        uid,
        clientId,
        this.#cipher.seal(refreshToken, PLACES.refreshToken(uid)),
        this.#cipher.seal(access.token, PLACES.accessToken(uid)),
        new Date(access.expiresAtMs),
        access.lifeS,
        new Date(consentedAtMs),
      ],
    );
  }

  async takeLease(uid: string, leaseS: number): Promise<Lease | undefined> {
    const row = await this.#first<GrantRow & { fence: string }>(
      `UPDATE grants AS g SET lease_until = now() + $2 * interval '1 second', fence = g.fence + 1
       WHERE g.uid = $1 AND (g.lease_until IS NULL OR g.lease_until < now())
       RETURNING g.fence, ${GRANT_COLUMNS}`,
      [uid, leaseS],
    );
    return row && { fence: Number(row.fence), grant: grantOf(row, this.#cipher) };
  }

  async releaseLease(
    uid: string,
    fence: number,
    pause?: { readonly notBeforeMs: number },
  ): Promise<void> {
    await this.#run(
      `UPDATE grants SET lease_until = NULL, not_before = COALESCE($3, not_before)
       WHERE uid = $1 AND fence = $2`,
      [uid, fence, pause ? new Date(pause.notBeforeMs) : null],
    );
  }

  async commitRefresh(refreshed: RefreshedGrant): Promise<boolean> {
    const { uid, access, refreshToken } = refreshed;
    return this.#changed(
      `UPDATE grants SET
         access_token_sealed = $4, access_expires_at = $5, access_life_s = $6,
         refresh_token_sealed = COALESCE($7, refresh_token_sealed),
         generation = CASE WHEN $7 IS NULL THEN generation ELSE generation + 1 END,
         ended_at = NULL, not_before = NULL,
         lease_until = CASE WHEN fence = $3 THEN NULL ELSE lease_until END
       WHERE uid = $1 AND generation = $2`,
      [
        uid,
        refreshed.generation,
        refreshed.fence,
        this.#cipher.seal(access.token, PLACES.accessToken(uid)),
        new Date(access.expiresAtMs),
        access.lifeS,
        refreshToken === undefined
          ? null
          : this.#cipher.seal(refreshToken, PLACES.refreshToken(uid)),
      ],
    );
  }

  async endGrant(
    uid: string,
    ended: { readonly fence: number; readonly generation: number; readonly endedAtMs: number },
  ): Promise<boolean> {
    return this.#changed(
      `UPDATE grants SET ended_at = $4, lease_until = NULL
       WHERE uid = $1 AND generation = $2 AND fence = $3`,
      [uid, ended.generation, ended.fence, new Date(ended.endedAtMs)],
    );
  }

  async findDeviceAccess(uid: string, tokenHash: string): Promise<DeviceAccess | undefined> {
    const row = await this.#first<
      {
        device_id: string;
        last_used_at: Date | null;
        settings: Record<string, unknown>;
      } & ({ has_grant: false } | ({ has_grant: true } & GrantRow))
    >(
      `SELECT d.id AS device_id, d.last_used_at, a.settings, g.uid IS NOT NULL AS has_grant,
         ${GRANT_COLUMNS}
       FROM devices d JOIN accounts a ON a.uid = d.uid LEFT JOIN grants g ON g.uid = d.uid
       WHERE d.token_hash = $2 AND d.uid = $1`,
      [uid, tokenHash],
    );
    return (
      row && {
        deviceId: row.device_id,
        lastUsedAtMs: row.last_used_at?.getTime(),
        settings: row.settings,
        grant: row.has_grant ? grantOf(row, this.#cipher) : undefined,
      }
    );
  }

  async touchDevice(deviceId: string, nowMs: number): Promise<void> {
    await this.#run('UPDATE devices SET last_used_at = $2 WHERE id = $1', [
      deviceId,
      new Date(nowMs),
    ]);
  }

  async listDevices(uid: string): Promise<readonly Device[]> {
    const { rows } = await this.#run<DeviceRow>(
      'SELECT id, name, created_at, last_used_at FROM devices WHERE uid = $1 ORDER BY created_at, id',
      [uid],
    );
    return rows.map(deviceOf);
  }

  async deleteDevice(uid: string, deviceId: string): Promise<boolean> {
    return this.#changed('DELETE FROM devices WHERE uid = $1 AND id = $2', [uid, deviceId]);
  }

  async createDeviceCode(code: NewDeviceCode): Promise<boolean> {
    return this.#changed(
      `INSERT INTO device_codes (device_code_hash, user_code, client_id, device_name, address,
         interval_s, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        code.deviceCodeHash,
        code.userCode,
        code.clientId,
        code.deviceName,
        code.address,
        code.intervalS,
        new Date(code.createdAtMs),
        new Date(code.expiresAtMs),
      ],
    );
  }

  async findDeviceCode(by: {
    readonly deviceCodeHash?: string;
    readonly userCode?: string;
  }): Promise<DeviceCode | undefined> {
    const row = await this.#first<DeviceCodeRow>(
      `SELECT device_code_hash, user_code, client_id, device_name, address, interval_s, created_at,
         expires_at, last_polled_at, decision
       FROM device_codes WHERE device_code_hash = $1 OR user_code = $2`,
      [by.deviceCodeHash ?? null, by.userCode ?? null],
    );
    return row && deviceCodeOf(row);
  }

  async decideDeviceCode(
    userCode: string,
    decided: { readonly decision: Decision; readonly uid: string; readonly nowMs: number },
  ): Promise<boolean> {
    return this.#changed(
      `UPDATE device_codes SET decision = $2, uid = $3
       WHERE user_code = $1 AND decision IS NULL AND expires_at > $4`,
      [userCode, decided.decision, decided.uid, new Date(decided.nowMs)],
    );
  }

  async notePoll(
    deviceCodeHash: string,
    poll: { readonly nowMs: number; readonly intervalS: number },
  ): Promise<void> {
    await this.#run(
      'UPDATE device_codes SET last_polled_at = $2, interval_s = $3 WHERE device_code_hash = $1',
      [deviceCodeHash, new Date(poll.nowMs), poll.intervalS],
    );
  }

  async deleteDeviceCode(deviceCodeHash: string): Promise<void> {
    await this.#run('DELETE FROM device_codes WHERE device_code_hash = $1', [deviceCodeHash]);
  }

  async redeemDeviceCode(
    deviceCodeHash: string,
    device: { readonly id: string; readonly tokenHash: string; readonly nowMs: number },
  ): Promise<{ readonly uid: string } | undefined> {
    // One statement, so that of two polls that arrive together only one makes a device.
    return this.#first<{ uid: string }>(
      `WITH taken AS (
         DELETE FROM device_codes
         WHERE device_code_hash = $1 AND decision = 'approve' AND expires_at > $4
         RETURNING uid, device_name)
       INSERT INTO devices (id, uid, name, token_hash, created_at)
       SELECT $2, uid, device_name, $3, $4 FROM taken RETURNING uid`,
      [deviceCodeHash, device.id, device.tokenHash, new Date(device.nowMs)],
    );
  }

  #sealedSecret(uid: string, app: SpotifyApp | undefined): string | null {
    if (app?.clientSecret === undefined) return null;
    return this.#cipher.seal(app.clientSecret, PLACES.clientSecret(uid));
  }

  #run<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>> {
    return query<Row>(this.#pool, text, values);
  }

  async #first<Row extends pg.QueryResultRow>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row | undefined> {
    return (await this.#run<Row>(text, values)).rows[0];
  }

  async #changed(text: string, values: readonly unknown[]): Promise<boolean> {
    return ((await this.#run(text, values)).rowCount ?? 0) > 0;
  }
}
