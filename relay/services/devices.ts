/** Linked displays: who asks, and the list that their owner sees. */
import type { Clock } from '../clock.js';
import type { Device, DeviceAccess, Store } from '../store/store.js';
import { hashOf } from './secrets.js';

/** Last use is shown to the minute, so it is written no more often. */
const TOUCH_EVERY_MS = 60_000;

export class Devices {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns undefined for an unknown uid and a wrong token alike; both take one read */
  async identify(uid: string, deviceToken: string): Promise<DeviceAccess | undefined> {
    const access = await this.#store.findDeviceAccess(uid, hashOf(deviceToken));
    const nowMs = this.#clock.nowMs();
    if (access && nowMs - (access.lastUsedAtMs ?? 0) >= TOUCH_EVERY_MS)
      await this.#store.touchDevice(access.deviceId, nowMs);
    return access;
  }

  list(uid: string): Promise<readonly Device[]> {
    return this.#store.listDevices(uid);
  }

  revoke(uid: string, deviceId: string): Promise<boolean> {
    return this.#store.deleteDevice(uid, deviceId);
  }
}
