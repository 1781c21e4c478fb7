/** Linked devices: which one sends a request, and what its owner sees and changes. */
import DataLoader from 'dataloader';
import type { Core } from '../core.js';
import { Sql } from '../db/database.js';
import { PLACES } from '../db/sealed.js';
import type { UsableGrant } from '../grant/grants.js';
import { hashOf, newId, newSecret } from '../secrets.js';

/** What the relay tells a device about itself: names as in device/shared/settings.ts. */
export type StoredSettings = Readonly<Record<string, unknown>>;

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly settings: StoredSettings;
  readonly createdAtMs: number;
  readonly lastUsedAtMs?: number;
  /** Of its program, if the device sends it. */
  readonly version?: string;
}

/** What a request of a device needs, read in one statement. */
export interface DeviceAccess {
  readonly uid: string;
  readonly settings: StoredSettings;
  readonly grant: UsableGrant | undefined;
}

interface Claim {
  readonly uid: string;
  readonly tokenHash: string;
}

/** Last use is shown to the minute, so it is written no more often. */
const TOUCH_EVERY_MS = 60_000;
const UNDER_WAY_MAX = 2;
const DEVICES_MAX = 50;
const OPENED_MAX = 1_000;
const COLUMNS = new Sql(
  `id, name, settings, version, created_at AS "createdAtMs", last_used_at AS "lastUsedAtMs"`,
);
/** A time as a number: its text takes the client longer to read than all the rest of the row. */
const ms = (column: string): Sql => new Sql(`round(extract(epoch FROM ${column}) * 1000)::float8`);
type AccessRow = [
  n: number,
  deviceId: string,
  lastUsedAtMs: number | null,
  settings: string,
  ...grant:
    | [sealed: string, expiresAtMs: number, lifeS: number, consentedAtMs: number, number | null]
    | [null, null, null, null, null],
];

export class Devices {
  readonly #core: Pick<Core, 'database' | 'clock' | 'bytes'>;
  /**
   * Read for every request, since a device that was unlinked a moment ago must be refused. Requests that arrive
   * together share a statement: 65 µs of processor time each instead of 112, measured under 32 connections.
   */
  readonly #lookUps = new DataLoader<Claim, AccessRow | undefined>(
    (claims) => this.#lookUp(claims),
    { cache: false, maxBatchSize: 128, batchScheduleFn: (send) => this.#plan(send) },
  );
  readonly #planned: (() => void)[] = [];
  #underWayCount = 0;
  /** The access token that was opened last, by account: it mostly is the next request's too. */
  readonly #opened = new Map<string, { readonly sealed: string; readonly token: string }>();
  /** Devices whose last use is being written: a crowd of one device's requests needs it once. */
  readonly #touching = new Set<string>();

  constructor(core: Pick<Core, 'database' | 'clock' | 'bytes'>) {
    this.#core = core;
  }

  /** @returns undefined for an unknown uid and a wrong token alike; both take one read */
  async identify(
    uid: string,
    deviceToken: string,
    userAgent = '',
  ): Promise<DeviceAccess | undefined> {
    const row = await this.#lookUps.load({ uid, tokenHash: hashOf(deviceToken) });
    if (!row) return undefined;
    const [, deviceId, lastUsedAtMs, settings, ...grant] = row;
    this.#touch(deviceId, lastUsedAtMs ?? 0, userAgent);
    return {
      uid,
      settings: JSON.parse(settings) as StoredSettings,
      grant: grant[0] === null ? undefined : this.#usable(uid, grant),
    };
  }

  /** Two statements at a time, so that the database works on one while the next gathers. */
  #plan(send?: () => void): void {
    if (send) this.#planned.push(send);
    const next = this.#underWayCount < UNDER_WAY_MAX ? this.#planned.shift() : undefined;
    if (!next) return;
    this.#underWayCount += 1;
    // After the ready sockets have been read, so that requests that arrived together are included.
    setImmediate(next);
  }

  async #lookUp(claims: readonly Claim[]): Promise<readonly (AccessRow | undefined)[]> {
    const uids = claims.map(({ uid }) => uid);
    const hashes = claims.map(({ tokenHash }) => tokenHash);
    try {
      // One keyed query of two tables, with only the needed columns.
      const rows = await this.#core.database.arrays<AccessRow>`
        SELECT claim.n, d.id, ${ms('d.last_used_at')}, d.settings::text, g.access_token_sealed,
          ${ms('g.access_expires_at')}, g.access_life_s, ${ms('g.consented_at')}, ${ms('g.ended_at')}
        FROM unnest(${uids}::text[], ${hashes}::text[]) WITH ORDINALITY AS claim (uid, token_hash, n)
        JOIN devices d ON d.token_hash = claim.token_hash AND d.uid = claim.uid
        LEFT JOIN grants g ON g.uid = d.uid`;
      const found = new Array<AccessRow | undefined>(claims.length).fill(undefined);
      for (const row of rows) found[row[0] - 1] = row;
      return found;
    } finally {
      this.#underWayCount -= 1;
      this.#plan();
    }
  }

  #usable(
    uid: string,
    grant: readonly [string, number, number, number, number | null],
  ): UsableGrant {
    const [sealed, expiresAtMs, lifeS, consentedAtMs, endedAtMs] = grant;
    let opened = this.#opened.get(uid);
    if (opened?.sealed !== sealed) {
      const token = this.#core.database.cipher.unseal(sealed, PLACES.accessToken(uid));
      opened = { sealed, token };
      if (this.#opened.size >= OPENED_MAX) this.#opened.clear();
      this.#opened.set(uid, opened);
    }
    const { token } = opened;
    const ended = endedAtMs === null ? {} : { endedAtMs };
    return { access: { token, expiresAtMs, lifeS }, consentedAtMs, ...ended };
  }

  /** Neither waited for nor worth a line when it fails: when it was used is nice to know, and a token is worth more. */
  #touch(deviceId: string, lastUsedAtMs: number, userAgent: string): void {
    const nowMs = this.#core.clock.nowMs();
    if (nowMs - lastUsedAtMs < TOUCH_EVERY_MS || this.#touching.has(deviceId)) return;
    this.#touching.add(deviceId);
    this.#core.database.changed`
      UPDATE devices SET last_used_at = ${new Date(nowMs)}, version = ${versionIn(userAgent)}
      WHERE id = ${deviceId}`
      .catch(() => undefined)
      .finally(() => this.#touching.delete(deviceId));
  }

  list(uid: string): Promise<readonly Device[]> {
    return this.#core.database.rows<Device>`
      SELECT ${COLUMNS} FROM devices WHERE uid = ${uid} ORDER BY created_at, id`;
  }

  find(uid: string, deviceId: string): Promise<Device | undefined> {
    return this.#core.database.first<Device>`
      SELECT ${COLUMNS} FROM devices WHERE uid = ${uid} AND id = ${deviceId}`;
  }

  /** Devices and codes that were approved: each is a row, and a line on the home page. */
  async isFull(uid: string): Promise<boolean> {
    const row = await this.#core.database.first<{ readonly count: number }>`
      SELECT (SELECT count(*) FROM devices WHERE uid = ${uid})
        + (SELECT count(*) FROM device_codes WHERE uid = ${uid} AND decision = 'approve') AS count`;
    return (row?.count ?? 0) >= DEVICES_MAX;
  }

  /** For what cannot show a code, such as a script. @returns the device token, which is shown once */
  async makeByHand(uid: string, name: string): Promise<string> {
    const { database, clock, bytes } = this.#core;
    const deviceToken = newSecret(bytes);
    const now = new Date(clock.nowMs());
    await database.changed`
      INSERT INTO devices (id, uid, name, token_hash, created_at)
      VALUES (${newId(bytes)}, ${uid}, ${name}, ${hashOf(deviceToken)}, ${now})`;
    return deviceToken;
  }

  /** @returns false if the account has no such device, as the two below */
  rename(uid: string, deviceId: string, name: string): Promise<boolean> {
    return this.#core.database.changed`
      UPDATE devices SET name = ${name} WHERE uid = ${uid} AND id = ${deviceId}`;
  }

  set(uid: string, deviceId: string, settings: StoredSettings): Promise<boolean> {
    return this.#core.database.changed`
      UPDATE devices SET settings = ${JSON.stringify(settings)} WHERE uid = ${uid} AND id = ${deviceId}`;
  }

  async unlinkAll(uid: string): Promise<void> {
    await this.#core.database.changed`DELETE FROM devices WHERE uid = ${uid}`;
  }

  unlink(uid: string, deviceId: string): Promise<boolean> {
    return this.#core.database.changed`DELETE FROM devices WHERE uid = ${uid} AND id = ${deviceId}`;
  }
}

/** As device/relay-client/relay-request.ts sends it. */
function versionIn(userAgent: string): string | undefined {
  return /^sixteen-by-two\/(\d{1,4}\.\d{1,4}\.\d{1,4})$/.exec(userAgent)?.[1];
}
