/**
 * Access tokens for devices: the cached one while it is good, else one refresh a grant, however many ask at once (one
 * flight a process) and on however many instances (one lease in the database). A refresh token that Spotify replaced is
 * committed before anyone sees the new access token.
 */
import type { Fault, Origin, Result } from '../../device/shared/faults.js';
import type { Clock } from '../clock.js';
import type { SpotifyApp } from '../config.js';
import { describeError, type Log } from '../log.js';
import type { SpotifyAccounts, TokenSet } from '../spotify/accounts.js';
import {
  StoreUnavailable,
  type Grant,
  type Lease,
  type Store,
  type UsableGrant,
} from '../db/store.js';
import { appOfGrant } from './apps.js';

/** A token with less left than this is renewed: a device may hold it until its end without asking again. */
const MARGIN_S = 300;
/** Twice the deadline of the call it covers, so that it never runs out under a holder that is merely slow. */
const LEASE_S = 10;
/** A device waits 10 s for an answer; who waits longer than this for another's refresh is told to come back. */
const WAIT_MAX_MS = 8_000;
/** Waiters of other instances look again this often; each look is one keyed read. */
const WAIT_STEP_MS = 50;
const COME_BACK_S = 2;
/** Each waiter holds a socket and some kilobytes; a flood beyond this is told to come back at once. */
const WAITERS_MAX = 2_000;
/** After a failure that named no time. */
const PAUSE_S = 5;
/** After Spotify refused the app's id or secret: only a person can mend that, and asking on changes nothing. */
const APP_PAUSE_S = 60;
/** What is left must at least carry a device through its next question. */
const LAST_RESORT_S = 30;
/** Waits between attempts to commit, about 3 s in all: a rotated token that is not stored is lost for good. */
const COMMIT_WAITS_MS = Object.freeze([100, 200, 400, 800, 1_600]);

export interface HandedToken {
  readonly token: string;
  readonly expiresInS: number;
}

export interface TokenRequest {
  readonly uid: string;
  /** As just read from the store. */
  readonly grant: UsableGrant | undefined;
  /** The token that Spotify refused, if one was: the cached token is not good enough when it is this one. */
  readonly rejectedToken: string | undefined;
}

export interface RefresherOptions {
  readonly store: Store;
  readonly accounts: SpotifyAccounts;
  readonly clock: Clock;
  readonly log: Log;
  readonly defaultApp: SpotifyApp | undefined;
}

const RELINK: Result<never> = { ok: false, fault: { kind: 'relink-required' } };
const APP_REFUSED: Result<never> = {
  ok: false,
  fault: { kind: 'not-allowed', reason: 'app-rejected' },
};

export class Refresher {
  readonly #options: RefresherOptions;
  readonly #flights = new Map<string, Promise<Result<HandedToken>>>();
  #waiterCount = 0;
  /** Accounts whose app Spotify refused last: during the pause they are told why, not just to wait. */
  readonly #refusedApps = new Set<string>();

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  async handOut({ uid, grant, rejectedToken }: TokenRequest): Promise<Result<HandedToken>> {
    if (!grant || grant.endedAtMs !== undefined) return RELINK;
    const cached = this.#cached(grant, rejectedToken);
    if (cached) return { ok: true, value: cached };
    if (this.#waiterCount >= WAITERS_MAX) return comeBack(COME_BACK_S);
    this.#waiterCount += 1;
    try {
      const joined = await this.#join(uid, rejectedToken);
      // The flight that was joined had found a cached token good enough, and it is the one refused here: once more.
      return joined.ok && joined.value.token === rejectedToken
        ? await this.#join(uid, rejectedToken)
        : joined;
    } finally {
      this.#waiterCount -= 1;
    }
  }

  #join(uid: string, rejectedToken: string | undefined): Promise<Result<HandedToken>> {
    const flying = this.#flights.get(uid);
    if (flying) return flying;
    const flight = this.#fly(uid, rejectedToken).finally(() => this.#flights.delete(uid));
    this.#flights.set(uid, flight);
    return flight;
  }

  async #fly(uid: string, rejectedToken: string | undefined): Promise<Result<HandedToken>> {
    const { store, clock } = this.#options;
    const deadlineMs = clock.nowMs() + WAIT_MAX_MS;
    while (clock.nowMs() < deadlineMs) {
      const lease = await store.takeLease(uid, LEASE_S);
      // Read again even with the lease in hand: another instance may have refreshed since the caller looked.
      const grant = lease ? lease.grant : await store.findGrant(uid);
      const settled = this.#settled(uid, grant, rejectedToken);
      if (settled) {
        if (lease) await store.releaseLease(uid, lease.fence);
        return settled;
      }
      if (!lease) {
        await clock.sleep(WAIT_STEP_MS);
        continue;
      }
      const outcome = await this.#refresh(uid, lease, rejectedToken);
      if (outcome) return outcome;
    }
    return comeBack(COME_BACK_S);
  }

  /** What can be answered without asking Spotify; undefined where it must be asked. */
  #settled(
    uid: string,
    grant: Grant | undefined,
    rejectedToken: string | undefined,
  ): Result<HandedToken> | undefined {
    if (!grant || grant.endedAtMs !== undefined) return RELINK;
    const cached = this.#cached(grant, rejectedToken);
    if (cached) return { ok: true, value: cached };
    const pauseMs = (grant.notBeforeMs ?? 0) - this.#options.clock.nowMs();
    if (pauseMs <= 0) return undefined;
    if (this.#refusedApps.has(uid)) return APP_REFUSED;
    const retryAfterS = Math.ceil(pauseMs / 1000);
    return this.#lastResort(grant, rejectedToken) ?? comeBack(retryAfterS, 'spotify');
  }

  /** @returns undefined where the grant was replaced meanwhile and has to be looked at again */
  async #refresh(
    uid: string,
    { fence, grant }: Lease,
    rejectedToken: string | undefined,
  ): Promise<Result<HandedToken> | undefined> {
    const { store, accounts, clock, log, defaultApp } = this.#options;
    const app = appOfGrant(grant.clientId, await store.findAccount(uid), defaultApp);
    if (!app) {
      await store.releaseLease(uid, fence);
      return RELINK;
    }
    if (app.unreadable !== undefined) {
      // As if Spotify had refused it: only its owner can help, by entering it again.
      log.error({ uid, unreadable: app.unreadable }, 'a stored client secret does not open');
      const notBeforeMs = clock.nowMs() + APP_PAUSE_S * 1000;
      await store.releaseLease(uid, fence, { notBeforeMs });
      this.#refusedApps.add(uid);
      return APP_REFUSED;
    }
    const askedAtMs = clock.nowMs();
    const answer = await accounts.refresh(app, grant.refreshToken);
    this.#refusedApps.delete(uid);
    if (answer.ok) return this.#keep(uid, { fence, grant }, { ...answer.value, askedAtMs });

    const { fault } = answer;
    log.warn({ uid, fault: fault.kind }, 'refresh failed');
    if (fault.kind === 'relink-required') {
      const { generation } = grant;
      const isEnded = await store.endGrant(uid, { fence, generation, endedAtMs: clock.nowMs() });
      return isEnded ? RELINK : undefined;
    }
    const pauseS = pauseOf(fault);
    await store.releaseLease(uid, fence, { notBeforeMs: clock.nowMs() + pauseS * 1000 });
    if (fault.kind === 'not-allowed') {
      this.#refusedApps.add(uid);
      return APP_REFUSED;
    }
    return this.#lastResort(grant, rejectedToken) ?? { ok: false, fault: withRetry(fault, pauseS) };
  }

  async #keep(
    uid: string,
    { fence, grant }: Lease,
    { accessToken, lifeS, refreshToken, askedAtMs }: TokenSet & { readonly askedAtMs: number },
  ): Promise<Result<HandedToken> | undefined> {
    const access = { token: accessToken, lifeS, expiresAtMs: askedAtMs + lifeS * 1000 };
    const isKept = await this.#commit({
      uid,
      fence,
      generation: grant.generation,
      access,
      refreshToken: refreshToken === grant.refreshToken ? undefined : refreshToken,
    });
    if (!isKept) return undefined;
    return {
      ok: true,
      value: { token: accessToken, expiresInS: this.#leftS(access.expiresAtMs) },
    };
  }

  async #commit(refreshed: Parameters<Store['commitRefresh']>[0]): Promise<boolean> {
    const { store, clock, log } = this.#options;
    for (const waitMs of COMMIT_WAITS_MS) {
      try {
        return await store.commitRefresh(refreshed);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        log.error(
          { uid: refreshed.uid, ...describeError(error) },
          'cannot store a refreshed grant',
        );
        await clock.sleep(waitMs);
      }
    }
    return store.commitRefresh(refreshed);
  }

  #cached({ access }: UsableGrant, rejectedToken: string | undefined): HandedToken | undefined {
    const leftS = this.#leftS(access.expiresAtMs);
    // Tokens that live for minutes only would else never count as good.
    const marginS = Math.min(MARGIN_S, access.lifeS / 4);
    if (access.token === rejectedToken || leftS <= 0 || leftS < marginS) return undefined;
    return { token: access.token, expiresInS: leftS };
  }

  /** Spotify is down, but what is cached still runs for a while. */
  #lastResort(
    { access }: UsableGrant,
    rejectedToken: string | undefined,
  ): Result<HandedToken> | undefined {
    const leftS = this.#leftS(access.expiresAtMs);
    if (access.token === rejectedToken || leftS < LAST_RESORT_S) return undefined;
    return { ok: true, value: { token: access.token, expiresInS: leftS } };
  }

  #leftS(expiresAtMs: number): number {
    return Math.floor((expiresAtMs - this.#options.clock.nowMs()) / 1000);
  }
}

function comeBack(retryAfterS: number, origin: Origin = 'relay'): Result<never> {
  return { ok: false, fault: { kind: 'unavailable', origin, status: 503, retryAfterS } };
}

function pauseOf(fault: Fault): number {
  if (fault.kind === 'rate-limited' || fault.kind === 'unavailable')
    return Math.max(1, fault.retryAfterS ?? PAUSE_S);
  return fault.kind === 'not-allowed' ? APP_PAUSE_S : PAUSE_S;
}

function withRetry(fault: Fault, retryAfterS: number): Fault {
  return fault.kind === 'rate-limited' || fault.kind === 'unavailable'
    ? { ...fault, retryAfterS }
    : fault;
}
