/** Linking a device: the OAuth device authorization grant (RFC 8628), with our rules. */
import type { Core } from '../core.js';
import { Sql } from '../db/database.js';
import type { Refused } from '../http/refusal.js';
import type { Throttle } from '../http/throttle.js';
import { hashOf, newId, newSecret } from '../secrets.js';
import { newUserCode, parseUserCode } from './user-code.js';

export const CODE_LIFE_S = 900;
export const POLL_INTERVAL_S = 5;
/** RFC 8628 section 3.5: slow_down adds five seconds, for this and all later polls. */
const SLOW_DOWN_S = 5;
/** A poll that the network carried a little faster than the one before is not too early. */
const EARLY_TOLERANCE_MS = 500;
/** Two equal codes of 34 bits are rare; five in a row mean that the random source is broken. */
const CODE_ATTEMPT_COUNT = 5;

export type Decision = 'approve' | 'deny';

export interface NewDevice {
  readonly clientId: string;
  readonly deviceName: string;
  /** Where the request came from, for the user who decides. */
  readonly address: string;
}

export interface WaitingDevice extends NewDevice {
  /** Eight letters, without the dash. */
  readonly userCode: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly decision?: Decision;
}

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly intervalS: number;
}

export interface Linked {
  readonly deviceToken: string;
  readonly uid: string;
}

/** The user and address that type a code: attempts are counted for each. */
export interface Typist {
  readonly uid: string;
  readonly sessionHash: string;
  /** Its blocks, the narrowest first. */
  readonly address: readonly string[];
}

type Given = Pick<Core, 'database' | 'clock' | 'bytes'> & {
  readonly throttle: Throttle;
  readonly intervalS: number;
};

export class Linking {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  /** @param blocks of the address, for counting */
  async begin(
    device: NewDevice,
    blocks: readonly string[],
  ): Promise<DeviceAuthorization | Refused> {
    const { database, clock, bytes, throttle, intervalS } = this.#given;
    const allowance = await throttle.count([
      ['device-address', blocks],
      ['device-all', 'all'],
    ]);
    if (!allowance.ok) return { ...allowance, refused: 'too-many-codes' };
    const { clientId, deviceName, address } = device;
    const deviceCode = newSecret(bytes);
    for (let attempt = 1; attempt <= CODE_ATTEMPT_COUNT; attempt += 1) {
      const userCode = newUserCode(bytes);
      const now = new Date(clock.nowMs());
      const end = new Date(clock.nowMs() + CODE_LIFE_S * 1000);
      const isNew = await database.changed`
        INSERT INTO device_codes (device_code_hash, user_code, client_id, device_name, address,
          interval_s, created_at, expires_at)
        VALUES (${hashOf(deviceCode)}, ${userCode}, ${clientId}, ${deviceName}, ${address},
          ${intervalS}, ${now}, ${end})
        ON CONFLICT DO NOTHING`;
      if (isNew) return { deviceCode, userCode, intervalS };
    }
    throw new Error('no free user code was found');
  }

  /** An unknown code is an expired one that was swept away: the device does the same for both, it starts over. */
  async poll(deviceCode: string, clientId: string): Promise<Linked | Refused> {
    const { clock } = this.#given;
    const codeHash = hashOf(deviceCode);
    const code = await this.#find('device_code_hash', codeHash);
    if (code?.clientId !== clientId || code.expiresAtMs <= clock.nowMs())
      return { refused: 'code-expired' };
    if (code.decision === 'deny') return { refused: 'denied' };
    if (code.decision === 'approve')
      return (await this.#redeem(codeHash)) ?? { refused: 'code-expired' };
    return { refused: (await this.#isTooSoon(codeHash)) ? 'polled-too-soon' : 'pending' };
  }

  /** Turns an approved code into a device: one statement, so that of two polls that arrive together only one does. */
  async #redeem(codeHash: string): Promise<Linked | undefined> {
    const { database, clock, bytes } = this.#given;
    const deviceToken = newSecret(bytes);
    const now = new Date(clock.nowMs());
    const linked = await database.first<{ readonly uid: string }>`
      WITH taken AS (
        DELETE FROM device_codes
        WHERE device_code_hash = ${codeHash} AND decision = 'approve' AND expires_at > ${now}
        RETURNING uid, device_name)
      INSERT INTO devices (id, uid, name, token_hash, created_at)
      SELECT ${newId(bytes)}::text, uid, device_name, ${hashOf(deviceToken)}::text, ${now}::timestamptz
      FROM taken RETURNING uid`;
    return linked && { deviceToken, uid: linked.uid };
  }

  /** Records a poll, and lengthens the interval if it came too soon: in the row, so for all instances. */
  async #isTooSoon(codeHash: string): Promise<boolean> {
    const { database, clock } = this.#given;
    const now = new Date(clock.nowMs());
    const row = await database.first<{ readonly isEarly: boolean }>`
      WITH before AS (
        SELECT device_code_hash, COALESCE(
          ${now} < last_polled_at + interval_s * interval '1 second'
            - ${EARLY_TOLERANCE_MS}::float8 * interval '1 millisecond',
          false) AS is_early
        FROM device_codes WHERE device_code_hash = ${codeHash} FOR UPDATE)
      UPDATE device_codes d SET last_polled_at = ${now},
        interval_s = d.interval_s + CASE WHEN before.is_early THEN ${SLOW_DOWN_S}::int ELSE 0 END
      FROM before WHERE d.device_code_hash = before.device_code_hash
      RETURNING before.is_early AS "isEarly"`;
    return row?.isEarly === true;
  }

  /** @param typed as a person typed it. @returns the device that waits for a decision */
  find(typed: string, typist: Typist): Promise<WaitingDevice | Refused> {
    return this.#counted(typed, typist, (userCode) => this.#open(userCode));
  }

  async #open(userCode: string): Promise<WaitingDevice | Refused> {
    const code = await this.#find('user_code', userCode);
    if (!code) return { refused: 'unknown-code' };
    if (code.expiresAtMs <= this.#given.clock.nowMs()) return { refused: 'old-code' };
    return code.decision === undefined ? code : { refused: 'used-code' };
  }

  /** @returns undefined if it is done */
  async decide(typed: string, decision: Decision, typist: Typist): Promise<Refused | undefined> {
    const { database, clock } = this.#given;
    const outcome = await this.#counted(typed, typist, async (userCode) => {
      const isDecided = await database.changed`
        UPDATE device_codes SET decision = ${decision}, uid = ${typist.uid}
        WHERE user_code = ${userCode} AND decision IS NULL
          AND expires_at > ${new Date(clock.nowMs())}`;
      if (isDecided) return {};
      const open = await this.#open(userCode);
      return 'refused' in open ? open : { refused: 'used-code' };
    });
    return 'refused' in outcome ? outcome : undefined;
  }

  #find(by: 'device_code_hash' | 'user_code', value: string): Promise<WaitingDevice | undefined> {
    return this.#given.database.first<WaitingDevice>`
      SELECT user_code AS "userCode", client_id AS "clientId", device_name AS "deviceName", address,
        created_at AS "createdAtMs", expires_at AS "expiresAtMs", decision
      FROM device_codes WHERE ${new Sql(by)} = ${value}`;
  }

  /** Only a possible code that no device shows counts; anything else is a typo. */
  async #counted<Found extends object>(
    typed: string,
    { uid, sessionHash, address }: Typist,
    look: (userCode: string) => Promise<Found | Refused>,
  ): Promise<Found | Refused> {
    const userCode = parseUserCode(typed);
    if (userCode === undefined) return { refused: 'not-a-code' };
    const allowance = await this.#given.throttle.count([
      ['code-session', sessionHash],
      ['code-account', uid],
      ['code-address', address],
      ['code-all', 'all'],
    ]);
    if (!allowance.ok) return allowance;
    const found = await look(userCode);
    if ('refused' in found) return found;
    await allowance.forgive();
    return found;
  }
}
