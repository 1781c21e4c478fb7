/** Linked devices: which one sends a request, and what its owner sees and changes. */
import DataLoader from 'dataloader';
import type { Clock } from '../clock.js';
import type { Database } from '../db/database.js';
import { PLACES } from '../db/sealed.js';
import type { UsableGrant } from '../grant/grants.js';
import { hashOf, newId, newSecret, type SecretBytes } from '../secrets.js';

/** What the relay tells a device about itself: names as in device/shared/settings.ts. */
export type StoredSettings = Readonly<Record<string, unknown>>;

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly settings: StoredSettings;
  readonly createdAtMs: number;
  readonly lastUsedAtMs?: number;
}

/** What a request of a device needs, read in one statement. */
export interface DeviceAccess {
  readonly uid: string;
  readonly deviceId: string;
  readonly settings: StoredSettings;
  readonly grant: UsableGrant | undefined;
}

interface Claim {
  readonly uid: string;
  readonly tokenHash: string;
}

/** Last use is shown to the minute, so it is written no more often. */
const TOUCH_EVERY_MS = 60_000;
const COLUMNS = `id, name, settings, created_at AS "createdAtMs", last_used_at AS "lastUsedAtMs"`;
/** A time as a number: its text takes the client longer to read than all the rest of the row. */
const ms = (column: string): string => `round(extract(epoch FROM ${column}) * 1000)::float8`;
/** The one statement of every request of a device: a keyed look at two tables, and nothing that is not needed. */
const ACCESS = `SELECT claim.n, d.id, ${ms('d.last_used_at')}, d.settings::text, g.access_token_sealed,
    ${ms('g.access_expires_at')}, g.access_life_s, ${ms('g.consented_at')}, ${ms('g.ended_at')}
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS claim (uid, token_hash, n)
  JOIN devices d ON d.token_hash = claim.token_hash AND d.uid = claim.uid
  LEFT JOIN grants g ON g.uid = d.uid`;
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
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #bytes: SecretBytes;
  /**
   * Read anew for every request, since a device that was unlinked a moment ago must be refused. Requests that arrive
   * together share a statement: 65 µs of processor time each instead of 112, measured under 32 connections.
   */
  readonly #lookUps = new DataLoader<Claim, AccessRow | undefined>(
    (claims) => this.#lookUp(claims),
    { cache: false, maxBatchSize: 128, batchScheduleFn: (send) => setImmediate(send) },
  );
  /** Devices whose last use is being written: a crowd of one device's requests needs it once. */
  readonly #touching = new Set<string>();

  constructor({
    database,
    clock,
    bytes,
  }: {
    database: Database;
    clock: Clock;
    bytes: SecretBytes;
  }) {
    this.#database = database;
    this.#clock = clock;
    this.#bytes = bytes;
  }

  /** @returns undefined for an unknown uid and a wrong token alike; both take one read */
  async identify(uid: string, deviceToken: string): Promise<DeviceAccess | undefined> {
    const row = await this.#lookUps.load({ uid, tokenHash: hashOf(deviceToken) });
    if (!row) return undefined;
    const [, deviceId, lastUsedAtMs, settings, ...grant] = row;
    await this.#touch(deviceId, lastUsedAtMs ?? 0);
    return {
      uid,
      deviceId,
      settings: JSON.parse(settings) as StoredSettings,
      grant: grant[0] === null ? undefined : this.#usable(uid, grant),
    };
  }

  async #lookUp(claims: readonly Claim[]): Promise<readonly (AccessRow | undefined)[]> {
    const rows = await this.#database.arrays<AccessRow>(ACCESS, [
      claims.map(({ uid }) => uid),
      claims.map(({ tokenHash }) => tokenHash),
    ]);
    const found = new Array<AccessRow | undefined>(claims.length).fill(undefined);
    for (const row of rows) found[row[0] - 1] = row;
    return found;
  }

  #usable(
    uid: string,
    grant: readonly [string, number, number, number, number | null],
  ): UsableGrant {
    const [sealed, expiresAtMs, lifeS, consentedAtMs, endedAtMs] = grant;
    const token = this.#database.cipher.unseal(sealed, PLACES.accessToken(uid));
    const ended = endedAtMs === null ? {} : { endedAtMs };
    return { access: { token, expiresAtMs, lifeS }, consentedAtMs, ...ended };
  }

  async #touch(deviceId: string, lastUsedAtMs: number): Promise<void> {
    const nowMs = this.#clock.nowMs();
    if (nowMs - lastUsedAtMs < TOUCH_EVERY_MS || this.#touching.has(deviceId)) return;
    this.#touching.add(deviceId);
    try {
      const text = 'UPDATE devices SET last_used_at = $2 WHERE id = $1';
      await this.#database.changed(text, [deviceId, new Date(nowMs)]);
    } finally {
      this.#touching.delete(deviceId);
    }
  }

  list(uid: string): Promise<readonly Device[]> {
    const text = `SELECT ${COLUMNS} FROM devices WHERE uid = $1 ORDER BY created_at, id`;
    return this.#database.rows<Device>(text, [uid]);
  }

  find(uid: string, deviceId: string): Promise<Device | undefined> {
    const text = `SELECT ${COLUMNS} FROM devices WHERE uid = $1 AND id = $2`;
    return this.#database.first<Device>(text, [uid, deviceId]);
  }

  /** For what cannot show a code, such as a script. @returns the device token, which is told once */
  async makeByHand(uid: string, name: string): Promise<string> {
    const deviceToken = newSecret(this.#bytes);
    await this.#database.changed(
      'INSERT INTO devices (id, uid, name, token_hash, created_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(this.#bytes), uid, name, hashOf(deviceToken), new Date(this.#clock.nowMs())],
    );
    return deviceToken;
  }

  /** @returns false where the account has no such device, as the two below */
  rename(uid: string, deviceId: string, name: string): Promise<boolean> {
    const text = 'UPDATE devices SET name = $3 WHERE uid = $1 AND id = $2';
    return this.#database.changed(text, [uid, deviceId, name]);
  }

  set(uid: string, deviceId: string, settings: StoredSettings): Promise<boolean> {
    const text = 'UPDATE devices SET settings = $3 WHERE uid = $1 AND id = $2';
    return this.#database.changed(text, [uid, deviceId, JSON.stringify(settings)]);
  }

  unlink(uid: string, deviceId: string): Promise<boolean> {
    const text = 'DELETE FROM devices WHERE uid = $1 AND id = $2';
    return this.#database.changed(text, [uid, deviceId]);
  }
}
