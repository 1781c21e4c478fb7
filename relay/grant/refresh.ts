/**
 * Access tokens for devices: the cached one while it is good, else one refresh a grant, however many devices and
 * instances want it. A refresh token that Spotify replaced is committed before anyone sees the new access token.
 */
import type { Fault, Origin, Result } from '../../device/shared/faults.js';
import type { Accounts } from '../account/accounts.js';
import type { Core } from '../core.js';
import { DatabaseUnavailable } from '../db/database.js';
import { Flights } from '../flights.js';
import type { Throttle } from '../http/throttle.js';
import { describeError } from '../log.js';
import type { TokenSet } from '../spotify/accounts.js';
import {
  appOfGrant,
  type Grant,
  type Grants,
  type Lease,
  type RefreshedGrant,
  type UsableGrant,
} from './grants.js';

/** A token with less left than this is refreshed: a device may use it until it expires. */
const MARGIN_S = 300;
/** Twice the deadline of the call it covers, so that it never runs out under a holder that is merely slow. */
const LEASE_S = 10;
const COME_BACK_S = 2;
/** Each waiter holds a socket and some kilobytes; beyond this many, devices are told to come back at once. */
const WAITERS_MAX = 2_000;
/** After a failure that named no time. */
const PAUSE_S = 5;
/** As long as the device would obey; a year can only be a mistake. */
const PAUSE_MAX_S = 48 * 3600;
/** After Spotify rejected the app's id or secret: only a person can correct that; retrying changes nothing. */
const APP_PAUSE_S = 25;
/** What is left must at least carry a device through its next poll. */
const LAST_RESORT_S = 30;
/** Between attempts to store a rotated token, which would otherwise be lost. */
const STORE_EVERY_MS = 500;
const SETTLE_MAX_MS = 10_000;
/** Once the database is back, another instance stores within this: `STORE_EVERY_MS` after a connection that hung. */
const STORED_ELSEWHERE_MS = 6_000;

export interface HandedToken {
  readonly token: string;
  readonly expiresInS: number;
}

export interface TokenRequest {
  readonly uid: string;
  /** As just read from the database. */
  readonly grant: UsableGrant | undefined;
  /** The token that Spotify rejected, if one was: the cached token is not good enough when it is this one. */
  readonly rejectedToken: string | undefined;
}

type Given = Core & {
  readonly grants: Grants;
  readonly accounts: Accounts;
  readonly throttle: Throttle;
};

const failed = (fault: Fault): Result<never> => ({ ok: false, fault });
const RELINK = failed({ kind: 'relink-required' });
const APP_REJECTED = failed({ kind: 'not-allowed', reason: 'app-rejected' });

export class Refresher {
  readonly #given: Given;
  readonly #flights: Flights<Result<HandedToken>>;
  #waiterCount = 0;
  /** Refreshes that the database could not take yet, by account: until it does, no token of theirs goes out. */
  readonly #unstored = new Map<string, Promise<void>>();
  /** Accounts whose app Spotify rejected last: during the pause they are told why, not just to wait. */
  readonly #rejectedApps = new Set<string>();

  constructor(given: Given) {
    this.#given = given;
    this.#flights = new Flights(given.clock);
  }

  async handOut({ uid, grant, rejectedToken }: TokenRequest): Promise<Result<HandedToken>> {
    if (!grant || grant.endedAtMs !== undefined) return RELINK;
    if (this.#unstored.has(uid)) return comeBack(COME_BACK_S);
    const cached = this.#stored(grant, rejectedToken);
    if (cached) return cached;
    if (this.#waiterCount >= WAITERS_MAX) return comeBack(COME_BACK_S);
    this.#waiterCount += 1;
    try {
      const joined = await this.#join(uid, rejectedToken);
      // The flight that was joined had found a cached token good enough, and it is the one rejected here: once more.
      return joined.ok && joined.value.token === rejectedToken
        ? await this.#join(uid, rejectedToken)
        : joined;
    } finally {
      this.#waiterCount -= 1;
    }
  }

  #join(uid: string, rejectedToken: string | undefined): Promise<Result<HandedToken>> {
    const attempt = async (): Promise<Result<HandedToken> | undefined> => {
      const { grants } = this.#given;
      const lease = await grants.takeLease(uid, LEASE_S);
      // Read again even with the lease in hand: another instance may have refreshed since the caller looked.
      const grant = lease ? lease.grant : await grants.find(uid);
      const settled = this.#settled(uid, grant, rejectedToken);
      if (!settled) return lease && this.#refresh(lease, rejectedToken);
      if (lease) await grants.releaseLease(uid, lease.fence);
      return settled;
    };
    return this.#flights.join(uid, attempt, comeBack(COME_BACK_S));
  }

  /** The result if it needs no request to Spotify; undefined if it does. */
  #settled(
    uid: string,
    grant: Grant | undefined,
    rejectedToken: string | undefined,
  ): Result<HandedToken> | undefined {
    if (!grant || grant.endedAtMs !== undefined) return RELINK;
    const cached = this.#stored(grant, rejectedToken);
    if (cached) return cached;
    const pauseMs = (grant.notBeforeMs ?? 0) - this.#given.clock.nowMs();
    if (pauseMs <= 0) return undefined;
    if (this.#rejectedApps.has(uid)) return APP_REJECTED;
    const retryAfterS = Math.ceil(pauseMs / 1000);
    // Spotify is down, but what is cached still runs for a while.
    return this.#stored(grant, rejectedToken, LAST_RESORT_S) ?? comeBack(retryAfterS, 'spotify');
  }

  /** @returns undefined if the grant was replaced meanwhile and has to be looked at again */
  async #refresh(
    lease: Lease,
    rejectedToken: string | undefined,
  ): Promise<Result<HandedToken> | undefined> {
    const { grants, accounts, spotify, clock, log, config } = this.#given;
    const { fence, grant, isTakenOver } = lease;
    const { uid } = grant;
    const app = appOfGrant(grant.clientId, await accounts.find(uid), config.defaultApp);
    const isDefaultApp = app === config.defaultApp;
    const refused = app && (await this.#countForced(grant, rejectedToken, isDefaultApp));
    if (!app || refused) {
      await grants.releaseLease(uid, fence);
      return refused ?? RELINK;
    }
    const askedAtMs = clock.nowMs();
    const response: Result<TokenSet> =
      app.unreadable === undefined
        ? await spotify.accounts.refresh(app, grant.refreshToken)
        : APP_REJECTED;
    this.#rejectedApps.delete(uid);
    if (response.ok) return this.#keep(lease, response.value, askedAtMs);

    const { fault } = response;
    if (app.unreadable === undefined) log.warn({ uid, fault: fault.kind }, 'refresh failed');
    else log.error({ uid, unreadable: app.unreadable }, 'a stored client secret does not open');
    if (fault.kind === 'relink-required') {
      // The last holder may have rotated the token that we tried; `end` does not touch what it stores.
      if (isTakenOver) await this.#storedElsewhere(grant);
      if (await grants.end(grant, fence, clock.nowMs())) return RELINK;
      await grants.releaseLease(uid, fence);
      return undefined;
    }
    const pauseS = pauseOf(fault);
    await grants.releaseLease(uid, fence, clock.nowMs() + pauseS * 1000);
    if (fault.kind === 'not-allowed') {
      this.#rejectedApps.add(uid);
      return APP_REJECTED;
    }
    return this.#stored(grant, rejectedToken, LAST_RESORT_S) ?? failed(withRetry(fault, pauseS));
  }

  /** Forced by a device although the token is valid as far as we know: allowed a few times a minute. */
  async #countForced(
    grant: Grant,
    rejectedToken: string | undefined,
    isDefaultApp: boolean,
  ): Promise<Result<never> | undefined> {
    if (rejectedToken === undefined || !this.#stored(grant, undefined)) return undefined;
    const allowance = await this.#given.throttle.count([
      ['forced-account', grant.uid],
      ...(isDefaultApp ? [['forced-app', 'default'] as const] : []),
    ]);
    if (allowance.ok) return undefined;
    const { retryAfterS = COME_BACK_S } = allowance;
    return failed({ kind: 'rate-limited', origin: 'relay', quota: false, retryAfterS });
  }

  async #keep(
    { fence, grant: { uid, generation, refreshToken: used } }: Lease,
    { accessToken, lifeS, refreshToken }: TokenSet,
    askedAtMs: number,
  ): Promise<Result<HandedToken> | undefined> {
    const access = { token: accessToken, lifeS, expiresAtMs: askedAtMs + lifeS * 1000 };
    const rotated = refreshToken === used ? undefined : refreshToken;
    const { log } = this.#given;
    const refreshed = { uid, fence, generation, access, refreshToken: rotated };
    const isStored = await this.#store(refreshed);
    if (isStored === undefined) {
      // Whatever another instance does to the grant meanwhile, the generation allows a late store.
      const storing = this.#storeLater(refreshed)
        .catch((error: unknown) => log.error(describeError(error), 'a refreshed grant was lost'))
        .finally(() => this.#unstored.delete(uid));
      this.#unstored.set(uid, storing);
      return comeBack(COME_BACK_S);
    }
    if (!isStored) return undefined;
    return { ok: true, value: { token: accessToken, expiresInS: this.#leftS(access) } };
  }

  /** @returns whether it counted; undefined if the database cannot be reached */
  async #store(refreshed: RefreshedGrant): Promise<boolean | undefined> {
    const { grants, log } = this.#given;
    try {
      return await grants.commit(refreshed);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      const { uid } = refreshed;
      log.error({ uid, ...describeError(error.cause) }, 'cannot store a refreshed grant');
      return undefined;
    }
  }

  async #storeLater(refreshed: RefreshedGrant): Promise<void> {
    do await this.#given.clock.sleep(STORE_EVERY_MS);
    while ((await this.#store(refreshed)) === undefined);
  }

  /** Waits until another instance has stored the grant's next refresh token, or no longer can have one. */
  async #storedElsewhere({ uid, generation }: Grant): Promise<void> {
    const { grants, clock } = this.#given;
    for (let waitedMs = 0; waitedMs < STORED_ELSEWHERE_MS; waitedMs += STORE_EVERY_MS) {
      await clock.sleep(STORE_EVERY_MS);
      if ((await grants.find(uid))?.generation !== generation) return;
    }
  }

  /** Before the database is closed: what is not stored then is lost. */
  async settle(): Promise<void> {
    const all = Promise.all(this.#unstored.values());
    await Promise.race([all, this.#given.clock.sleep(SETTLE_MAX_MS)]);
  }

  /** The stored token, if it is not the rejected one and lasts long enough. */
  #stored(
    { access }: UsableGrant,
    rejectedToken: string | undefined,
    // Otherwise tokens that last only minutes would never count as good.
    leftMinS = Math.min(MARGIN_S, access.lifeS / 4),
  ): Result<HandedToken> | undefined {
    const expiresInS = this.#leftS(access);
    const isGood = access.token !== rejectedToken && expiresInS > 0 && expiresInS >= leftMinS;
    return isGood ? { ok: true, value: { token: access.token, expiresInS } } : undefined;
  }

  #leftS({ expiresAtMs }: { readonly expiresAtMs: number }): number {
    return Math.floor((expiresAtMs - this.#given.clock.nowMs()) / 1000);
  }
}

function comeBack(retryAfterS: number, origin: Origin = 'relay'): Result<never> {
  return failed({ kind: 'unavailable', origin, status: 503, retryAfterS });
}

function pauseOf(fault: Fault): number {
  if (fault.kind === 'rate-limited' || fault.kind === 'unavailable')
    return Math.min(PAUSE_MAX_S, Math.max(1, fault.retryAfterS ?? PAUSE_S));
  return fault.kind === 'not-allowed' ? APP_PAUSE_S : PAUSE_S;
}

/** How long to wait from now, if waiting helps. */
export function withRetry(fault: Fault, retryAfterS: number): Fault {
  return fault.kind === 'rate-limited' || fault.kind === 'unavailable'
    ? { ...fault, retryAfterS }
    : fault;
}
