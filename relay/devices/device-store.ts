/** Linked displays. */
import type { Database } from '../db/database.js';
import { deviceAccess } from './device-access.js';
import { deviceOf, type DeviceRow } from '../db/rows.js';
import type { Device, DeviceStore, StoredSettings } from '../db/store.js';

const DEVICE_COLUMNS = 'id, name, settings, created_at, last_used_at';

export function devices(database: Database): DeviceStore {
  return {
    findDeviceAccess: deviceAccess(database),

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
