/** Linking a display: the OAuth device authorization grant (RFC 8628), our rules of it. */
import type { Clock } from '../clock.js';
import type { Decision, DeviceCode, Store } from '../store/store.js';
import { hashOf, newId, newSecret, type SecretBytes } from './secrets.js';
import { newUserCode, parseUserCode } from './user-code.js';

export const CODE_LIFE_S = 900;
export const POLL_INTERVAL_S = 5;
/** RFC 8628 section 3.5: slow_down adds five seconds, for this and all later requests. */
const SLOW_DOWN_S = 5;
/** A poll that the network carried a little faster than the one before is not too early. */
const EARLY_TOLERANCE_MS = 500;
/** Two equal codes of 34 bits are rare; five in a row are a broken source of chance. */
const CODE_ATTEMPT_COUNT = 5;

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly expiresInS: number;
  readonly intervalS: number;
}

export type PollOutcome =
  | { readonly kind: 'pending' | 'slow-down' | 'expired' | 'denied' }
  | { readonly kind: 'linked'; readonly deviceToken: string; readonly uid: string };

export interface LinkDeviceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly bytes: SecretBytes;
  readonly intervalS: number;
}

export class LinkDevice {
  readonly #options: LinkDeviceOptions;

  constructor(options: LinkDeviceOptions) {
    this.#options = options;
  }

  async begin(device: {
    readonly clientId: string;
    readonly deviceName: string;
    readonly address: string;
  }): Promise<DeviceAuthorization> {
    const { store, clock, bytes, intervalS } = this.#options;
    const deviceCode = newSecret(bytes);
    for (let attempt = 1; attempt <= CODE_ATTEMPT_COUNT; attempt += 1) {
      const userCode = newUserCode(bytes);
      const nowMs = clock.nowMs();
      const isNew = await store.createDeviceCode({
        ...device,
        deviceCodeHash: hashOf(deviceCode),
        userCode,
        intervalS,
        createdAtMs: nowMs,
        expiresAtMs: nowMs + CODE_LIFE_S * 1000,
      });
      if (isNew) return { deviceCode, userCode, expiresInS: CODE_LIFE_S, intervalS };
    }
    throw new Error('no free user code was found');
  }

  /** An unknown code is an expired one that was swept away: the device does the same for both, it starts over. */
  async poll(deviceCode: string, clientId: string): Promise<PollOutcome> {
    const { store, clock, bytes } = this.#options;
    const deviceCodeHash = hashOf(deviceCode);
    const code = await store.findDeviceCode({ deviceCodeHash });
    const nowMs = clock.nowMs();
    if (code?.clientId !== clientId || code.expiresAtMs <= nowMs) return { kind: 'expired' };
    if (code.decision === 'deny') return { kind: 'denied' };
    if (code.decision === 'approve') {
      const deviceToken = newSecret(bytes);
      const device = { id: newId(bytes), tokenHash: hashOf(deviceToken), nowMs };
      const linked = await store.redeemDeviceCode(deviceCodeHash, device);
      return linked ? { kind: 'linked', deviceToken, uid: linked.uid } : { kind: 'expired' };
    }
    const isTooEarly =
      code.lastPolledAtMs !== undefined &&
      nowMs - code.lastPolledAtMs < code.intervalS * 1000 - EARLY_TOLERANCE_MS;
    const intervalS = code.intervalS + (isTooEarly ? SLOW_DOWN_S : 0);
    await store.notePoll(deviceCodeHash, { nowMs, intervalS });
    return { kind: isTooEarly ? 'slow-down' : 'pending' };
  }

  /** @param typed as a person typed it. @returns the device that waits for a decision */
  async find(typed: string): Promise<DeviceCode | undefined> {
    const userCode = parseUserCode(typed);
    if (userCode === undefined) return undefined;
    const code = await this.#options.store.findDeviceCode({ userCode });
    if (!code || code.expiresAtMs <= this.#options.clock.nowMs()) return undefined;
    return code.decision === undefined ? code : undefined;
  }

  /** @returns false where no device waits under the code (any more) */
  async decide(typed: string, decision: Decision, uid: string): Promise<boolean> {
    const userCode = parseUserCode(typed);
    if (userCode === undefined) return false;
    const nowMs = this.#options.clock.nowMs();
    return this.#options.store.decideDeviceCode(userCode, { decision, uid, nowMs });
  }
}
