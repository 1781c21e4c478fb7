/** Linking a display: the OAuth device authorization grant (RFC 8628), our rules of it. */
import type { Clock } from '../clock.js';
import type { Decision, DeviceCode, Store } from '../db/store.js';
import { hashOf, newId, newSecret, type SecretBytes } from '../secrets.js';
import type { Throttle } from '../http/throttle.js';
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

/** Who types a code: each is counted. */
export interface Typist {
  readonly uid: string;
  readonly sessionHash: string;
  /** A block of addresses. */
  readonly address: string;
}

export type SlowDown = { readonly kind: 'slow-down'; readonly retryAfterS: number };
export type BeginOutcome = ({ readonly kind: 'begun' } & DeviceAuthorization) | SlowDown;
export type FindOutcome =
  { readonly kind: 'found'; readonly code: DeviceCode } | { readonly kind: 'unknown' } | SlowDown;
export type DecideOutcome = { readonly kind: 'decided' } | { readonly kind: 'unknown' } | SlowDown;

export interface LinkDeviceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly bytes: SecretBytes;
  readonly throttle: Throttle;
  readonly intervalS: number;
}

export class LinkDevice {
  readonly #options: LinkDeviceOptions;

  constructor(options: LinkDeviceOptions) {
    this.#options = options;
  }

  /** @param addressBlock of the address, for counting */
  async begin(
    device: {
      readonly clientId: string;
      readonly deviceName: string;
      readonly address: string;
    },
    addressBlock: string,
  ): Promise<BeginOutcome> {
    const { store, clock, bytes, throttle, intervalS } = this.#options;
    const allowance = await throttle.count([
      ['device-address', addressBlock],
      ['device-all', 'all'],
    ]);
    if (!allowance.ok) return { kind: 'slow-down', retryAfterS: allowance.retryAfterS };
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
      if (isNew) return { kind: 'begun', deviceCode, userCode, expiresInS: CODE_LIFE_S, intervalS };
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
    const isTooEarly = await store.notePoll(deviceCodeHash, {
      nowMs,
      earlyMs: EARLY_TOLERANCE_MS,
      slowDownS: SLOW_DOWN_S,
    });
    return { kind: isTooEarly ? 'slow-down' : 'pending' };
  }

  /** @param typed as a person typed it. @returns the device that waits for a decision */
  async find(typed: string, typist: Typist): Promise<FindOutcome> {
    const { store, clock } = this.#options;
    return this.#counted(typed, typist, async (userCode): Promise<FindOutcome> => {
      const code = await store.findDeviceCode({ userCode });
      const isOpen = code && code.expiresAtMs > clock.nowMs() && code.decision === undefined;
      return isOpen ? { kind: 'found', code } : { kind: 'unknown' };
    });
  }

  async decide(typed: string, decision: Decision, typist: Typist): Promise<DecideOutcome> {
    const { store, clock } = this.#options;
    return this.#counted(typed, typist, async (userCode): Promise<DecideOutcome> => {
      const decided = { decision, uid: typist.uid, nowMs: clock.nowMs() };
      return { kind: (await store.decideDeviceCode(userCode, decided)) ? 'decided' : 'unknown' };
    });
  }

  /** Only a code that nobody waits with counts; what cannot be a code is a slip, and guesses nothing. */
  async #counted<Outcome extends { readonly kind: string }>(
    typed: string,
    { uid, sessionHash, address }: Typist,
    look: (userCode: string) => Promise<Outcome>,
  ): Promise<Outcome | SlowDown | { readonly kind: 'unknown' }> {
    const userCode = parseUserCode(typed);
    if (userCode === undefined) return { kind: 'unknown' };
    const allowance = await this.#options.throttle.count([
      ['code-session', sessionHash],
      ['code-account', uid],
      ['code-address', address],
      ['code-all', 'all'],
    ]);
    if (!allowance.ok) return { kind: 'slow-down', retryAfterS: allowance.retryAfterS };
    const outcome = await look(userCode);
    if (outcome.kind !== 'unknown') await allowance.forgive();
    return outcome;
  }
}
