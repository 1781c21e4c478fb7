/** Linked displays: who asks, and what their owner sees and changes. */
import type { Clock } from '../clock.js';
import type { Device, DeviceAccess, Store, StoredSettings } from '../db/store.js';
import { hashOf, newId, newSecret, type SecretBytes } from '../secrets.js';

/** Last use is shown to the minute, so it is written no more often. */
const TOUCH_EVERY_MS = 60_000;

export class Devices {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #bytes: SecretBytes;
  /** Devices whose last use is being written: a crowd of one display's requests needs it once. */
  readonly #touching = new Set<string>();

  constructor({ store, clock, bytes }: { store: Store; clock: Clock; bytes: SecretBytes }) {
    this.#store = store;
    this.#clock = clock;
    this.#bytes = bytes;
  }

  /** @returns undefined for an unknown uid and a wrong token alike; both take one read */
  async identify(uid: string, deviceToken: string): Promise<DeviceAccess | undefined> {
    const access = await this.#store.findDeviceAccess(uid, hashOf(deviceToken));
    if (!access) return undefined;
    const { deviceId, lastUsedAtMs = 0 } = access;
    const nowMs = this.#clock.nowMs();
    if (nowMs - lastUsedAtMs < TOUCH_EVERY_MS || this.#touching.has(deviceId)) return access;
    this.#touching.add(deviceId);
    try {
      await this.#store.touchDevice(deviceId, nowMs);
    } finally {
      this.#touching.delete(deviceId);
    }
    return access;
  }

  list(uid: string): Promise<readonly Device[]> {
    return this.#store.listDevices(uid);
  }

  find(uid: string, deviceId: string): Promise<Device | undefined> {
    return this.#store.findDevice(uid, deviceId);
  }

  /** For what cannot show a code, such as a script. @returns the device token: it is told once */
  async makeByHand(uid: string, name: string): Promise<{ readonly deviceToken: string }> {
    const deviceToken = newSecret(this.#bytes);
    await this.#store.createDevice({
      id: newId(this.#bytes),
      uid,
      name,
      tokenHash: hashOf(deviceToken),
      createdAtMs: this.#clock.nowMs(),
    });
    return { deviceToken };
  }

  rename(uid: string, deviceId: string, name: string): Promise<boolean> {
    return this.#store.renameDevice(uid, deviceId, name);
  }

  set(uid: string, deviceId: string, settings: StoredSettings): Promise<boolean> {
    return this.#store.replaceSettings(uid, deviceId, settings);
  }

  revoke(uid: string, deviceId: string): Promise<boolean> {
    return this.#store.deleteDevice(uid, deviceId);
  }
}
