/** Linked displays. */
import type { Database } from './database.js';
import { deviceOf, GRANT_COLUMNS, grantOf, type DeviceRow, type GrantRow } from './rows.js';
import type { Device, DeviceAccess, DeviceStore, StoredSettings } from './store.js';

const DEVICE_COLUMNS = 'id, name, settings, created_at, last_used_at';

export function devices(database: Database): DeviceStore {
  const { cipher } = database;
  return {
    async findDeviceAccess(uid: string, tokenHash: string): Promise<DeviceAccess | undefined> {
      const row = await database.first<
        {
          device_id: string;
          last_used_at: Date | null;
          settings: StoredSettings;
        } & ({ has_grant: false } | ({ has_grant: true } & GrantRow))
      >(
        `SELECT d.id AS device_id, d.last_used_at, a.settings || d.settings AS settings, g.uid IS NOT NULL AS has_grant,
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
          grant: row.has_grant ? grantOf(row, cipher) : undefined,
        }
      );
    },

    async touchDevice(deviceId: string, nowMs: number): Promise<void> {
      await database.run('UPDATE devices SET last_used_at = $2 WHERE id = $1', [
        deviceId,
        new Date(nowMs),
      ]);
    },

    async createDevice(device: Parameters<DeviceStore['createDevice']>[0]): Promise<void> {
      await database.run(
        'INSERT INTO devices (id, uid, name, token_hash, created_at) VALUES ($1, $2, $3, $4, $5)',
        [device.id, device.uid, device.name, device.tokenHash, new Date(device.createdAtMs)],
      );
    },

    async listDevices(uid: string): Promise<readonly Device[]> {
      const { rows } = await database.run<DeviceRow>(
        `SELECT ${DEVICE_COLUMNS} FROM devices WHERE uid = $1 ORDER BY created_at, id`,
        [uid],
      );
      return rows.map(deviceOf);
    },

    async findDevice(uid: string, deviceId: string): Promise<Device | undefined> {
      const row = await database.first<DeviceRow>(
        `SELECT ${DEVICE_COLUMNS} FROM devices WHERE uid = $1 AND id = $2`,
        [uid, deviceId],
      );
      return row && deviceOf(row);
    },

    async renameDevice(uid: string, deviceId: string, name: string): Promise<boolean> {
      return database.changed('UPDATE devices SET name = $3 WHERE uid = $1 AND id = $2', [
        uid,
        deviceId,
        name,
      ]);
    },

    async replaceSettings(
      uid: string,
      deviceId: string,
      settings: StoredSettings,
    ): Promise<boolean> {
      return database.changed('UPDATE devices SET settings = $3 WHERE uid = $1 AND id = $2', [
        uid,
        deviceId,
        JSON.stringify(settings),
      ]);
    },

    async deleteDevice(uid: string, deviceId: string): Promise<boolean> {
      return database.changed('DELETE FROM devices WHERE uid = $1 AND id = $2', [uid, deviceId]);
    },
  };
}
