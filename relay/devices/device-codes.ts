/** Displays that ask to be linked (RFC 8628). */
import type { Database } from '../db/database.js';
import { deviceCodeOf, type DeviceCodeRow } from '../db/rows.js';
import type {
  Decision,
  DeviceCode,
  DeviceCodeStore,
  NewDeviceCode,
  PollRule,
} from '../db/store.js';

export function deviceCodes(database: Database): DeviceCodeStore {
  return {
    async createDeviceCode(code: NewDeviceCode): Promise<boolean> {
      return database.changed(
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
    },

    async findDeviceCode(by: {
      readonly deviceCodeHash?: string;
      readonly userCode?: string;
    }): Promise<DeviceCode | undefined> {
      const row = await database.first<DeviceCodeRow>(
        `SELECT device_code_hash, user_code, client_id, device_name, address, interval_s, created_at,
           expires_at, last_polled_at, decision
         FROM device_codes WHERE device_code_hash = $1 OR user_code = $2`,
        [by.deviceCodeHash ?? null, by.userCode ?? null],
      );
      return row && deviceCodeOf(row);
    },

    async decideDeviceCode(
      userCode: string,
      decided: { readonly decision: Decision; readonly uid: string; readonly nowMs: number },
    ): Promise<boolean> {
      return database.changed(
        `UPDATE device_codes SET decision = $2, uid = $3
         WHERE user_code = $1 AND decision IS NULL AND expires_at > $4`,
        [userCode, decided.decision, decided.uid, new Date(decided.nowMs)],
      );
    },

    async notePoll(
      deviceCodeHash: string,
      { nowMs, earlyMs, slowDownS }: PollRule & { readonly nowMs: number },
    ): Promise<boolean> {
      // The row decides, so that of polls that arrive together on two instances all but one are too early.
      const row = await database.first<{ is_early: boolean }>(
        `WITH before AS (
           SELECT device_code_hash, COALESCE(
             $2 < last_polled_at + interval_s * interval '1 second' - $3 * interval '1 millisecond',
             false) AS is_early
           FROM device_codes WHERE device_code_hash = $1 FOR UPDATE)
         UPDATE device_codes d SET last_polled_at = $2,
           interval_s = d.interval_s + CASE WHEN before.is_early THEN $4::int ELSE 0 END
         FROM before WHERE d.device_code_hash = before.device_code_hash
         RETURNING before.is_early`,
        [deviceCodeHash, new Date(nowMs), earlyMs, slowDownS],
      );
      return row?.is_early === true;
    },

    async deleteDeviceCode(deviceCodeHash: string): Promise<void> {
      await database.run('DELETE FROM device_codes WHERE device_code_hash = $1', [deviceCodeHash]);
    },

    async redeemDeviceCode(
      deviceCodeHash: string,
      device: { readonly id: string; readonly tokenHash: string; readonly nowMs: number },
    ): Promise<{ readonly uid: string } | undefined> {
      // One statement, so that of two polls that arrive together only one makes a device.
      return database.first<{ uid: string }>(
        `WITH taken AS (
           DELETE FROM device_codes
           WHERE device_code_hash = $1 AND decision = 'approve' AND expires_at > $4
           RETURNING uid, device_name)
         INSERT INTO devices (id, uid, name, token_hash, created_at)
         SELECT $2, uid, device_name, $3, $4 FROM taken RETURNING uid`,
        [deviceCodeHash, device.id, device.tokenHash, new Date(device.nowMs)],
      );
    },
  };
}
