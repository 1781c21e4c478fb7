/**
 * Spotify's two limits: 30 rolling seconds for an app, and 24 rolling hours in development mode for the owner's account.
 * The numbers are invented, since Spotify publishes none; the responses are as seen in 2026.
 */
import { apiError, apiJson, type FakeResponse } from './http-message.js';

export interface CallLimitsOptions {
  readonly now: () => number;
  /** Calls in any 30 s. */
  readonly windowCalls?: number;
  /** Calls in any 24 h; undefined: no quota. */
  readonly quotaCalls?: number;
}

const WINDOW_MS = 30_000;
const QUOTA_MS = 24 * 3600_000;
const WINDOW_CALLS = 180;

export class CallLimits {
  readonly #now: () => number;
  /** When the counted calls came, oldest first; none older than a day. */
  readonly #callsAtMs: number[] = [];
  #blockedUntilMs = 0;
  #isQuotaBlock = false;
  windowCalls: number;
  quotaCalls: number | undefined;
  /** Calls before a Retry-After was over: a good client makes none. */
  callsDuringBlock = 0;
  callCount = 0;

  constructor({ now, windowCalls = WINDOW_CALLS, quotaCalls }: CallLimitsOptions) {
    this.#now = now;
    this.windowCalls = windowCalls;
    this.quotaCalls = quotaCalls;
  }

  /** Counts one call; undefined if it may pass. */
  admit(): FakeResponse | undefined {
    const nowMs = this.#now();
    this.callCount++;
    if (nowMs < this.#blockedUntilMs) {
      this.callsDuringBlock++;
      return this.#refusal(nowMs);
    }
    while (this.#callsAtMs.length > 0 && nowMs - (this.#callsAtMs[0] ?? 0) >= QUOTA_MS)
      this.#callsAtMs.shift();
    if (this.quotaCalls !== undefined && this.#callsAtMs.length >= this.quotaCalls) {
      const oldestMs = this.#callsAtMs[this.#callsAtMs.length - this.quotaCalls] ?? nowMs;
      return this.block(oldestMs + QUOTA_MS - nowMs, true);
    }
    const windowStart = this.#callsAtMs[this.#callsAtMs.length - this.windowCalls];
    if (windowStart !== undefined && nowMs - windowStart < WINDOW_MS)
      return this.block(windowStart + WINDOW_MS - nowMs, false);
    this.#callsAtMs.push(nowMs);
    return undefined;
  }

  /** Refuses every call for `forMs` from now on. */
  block(forMs: number, isQuota: boolean): FakeResponse {
    const nowMs = this.#now();
    // Whole seconds, rounded up: Retry-After has no finer unit and must not end too early.
    this.#blockedUntilMs = nowMs + Math.max(1, Math.ceil(forMs / 1000)) * 1000;
    this.#isQuotaBlock = isQuota;
    return this.#refusal(nowMs);
  }

  unblock(): void {
    this.#blockedUntilMs = 0;
    this.#callsAtMs.length = 0;
  }

  #refusal(nowMs: number): FakeResponse {
    const headers = {
      'retry-after': String(Math.ceil((this.#blockedUntilMs - nowMs) / 1000)),
    };
    if (!this.#isQuotaBlock) return apiError(429, 'API rate limit exceeded', headers);
    const error = { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' };
    return apiJson(429, JSON.stringify({ error }), headers);
  }
}
