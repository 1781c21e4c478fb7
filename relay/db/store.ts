/**
 * What the relay remembers. Secrets go in and out in clear; the implementation seals them. Times are ms since 1970 by
 * the caller's clock, but for leases, which run on the database's. No method holds a transaction open for the caller.
 */
import type { SpotifyApp } from '../config.js';

export interface StoredApp extends SpotifyApp {
  /** Why the secret that is stored does not open, where it does not: the key and the place, nothing of what it holds. */
  readonly unreadable?: string;
}

export interface Account {
  readonly uid: string;
  readonly passwordHash: string;
  /** The account's own Spotify app, if it brought one. */
  readonly app: StoredApp | undefined;
}

export interface Session {
  readonly idHash: string;
  readonly uid: string;
  readonly notice: string | undefined;
}

/** A sign-in at Spotify that is under way. */
export interface Authorization {
  readonly stateHash: string;
  readonly sessionHash: string;
  readonly uid: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string;
  readonly expiresAtMs: number;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly lifeS: number;
}

export interface Grant {
  readonly uid: string;
  readonly clientId: string;
  readonly refreshToken: string;
  readonly generation: number;
  readonly access: AccessToken;
  readonly consentedAtMs: number;
  readonly endedAtMs: number | undefined;
  /** When its owner had it tried again after it ended, if so; a refresh that works or a new consent forgets it. */
  readonly retriedAtMs: number | undefined;
  readonly notBeforeMs: number | undefined;
}

export interface NewGrant {
  readonly uid: string;
  readonly clientId: string;
  readonly refreshToken: string;
  readonly access: AccessToken;
  readonly consentedAtMs: number;
}

/** The right to refresh a grant, and the grant as it was when the right was given. */
export interface Lease {
  readonly fence: number;
  readonly grant: Grant;
}

export interface RefreshedGrant {
  readonly uid: string;
  readonly fence: number;
  /** Of the refresh token that was used. */
  readonly generation: number;
  readonly access: AccessToken;
  /** The one that replaces it, where Spotify sent one. */
  readonly refreshToken: string | undefined;
}

/** What the relay tells a display about itself: names as in device/shared/settings.ts. */
export type StoredSettings = Readonly<Record<string, unknown>>;

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly settings: StoredSettings;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | undefined;
}

/** What handing out a token needs to know of a grant; the refresh token stays sealed. */
export type UsableGrant = Pick<Grant, 'access' | 'consentedAtMs' | 'endedAtMs'>;

/** What a request of a device needs, read in one statement. */
export interface DeviceAccess {
  readonly deviceId: string;
  readonly lastUsedAtMs: number | undefined;
  readonly settings: StoredSettings;
  readonly grant: UsableGrant | undefined;
}

export type Decision = 'approve' | 'deny';

export interface DeviceCode {
  readonly deviceCodeHash: string;
  /** Eight letters, without the dash. */
  readonly userCode: string;
  readonly clientId: string;
  readonly deviceName: string;
  /** Where the request came from, for the person who decides. */
  readonly address: string;
  readonly intervalS: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly lastPolledAtMs: number | undefined;
  readonly decision: Decision | undefined;
}

export interface PollRule {
  /** How much sooner than the interval a poll may come. */
  readonly earlyMs: number;
  /** What the interval grows by where it came sooner still. */
  readonly slowDownS: number;
}

export type NewDeviceCode = Omit<DeviceCode, 'lastPolledAtMs' | 'decision'>;

/** What is stored about an account, but for secrets. */
export interface AccountRecord {
  readonly createdAtMs: number;
  readonly sessions: readonly { readonly createdAtMs: number; readonly expiresAtMs: number }[];
}

/** One attempt under a key: at most `max` within a window of time that begins with the first. */
export interface Attempt {
  readonly key: string;
  readonly max: number;
  readonly windowS: number;
}

export interface AttemptOutcome {
  /** False: as many as may be are counted already, and this one was not. */
  readonly isCounted: boolean;
  /** When the count is forgotten. */
  readonly expiresAtMs: number;
}

/** What is known of what an account plays. */
export interface PlayingRow {
  /** As its writer put it; undefined: nothing yet, or too old. */
  readonly outcome: string | undefined;
  /** Nobody asks Spotify before. */
  readonly nextAtMs: number;
  readonly schedule: string | undefined;
  readonly fence: number;
}

export interface PlayingChange {
  readonly fence: number;
  readonly outcome: string;
  readonly nextAtMs: number;
  readonly schedule: string;
  /** When it is of no use any more, and deleted. */
  readonly expiresAtMs: number;
}

/** The text was not sealed for this place by a key that we hold. Says nothing of what it holds. */
export class UnsealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsealError';
  }
}

/** The database cannot be reached just now; nothing is known to be wrong with the request. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database cannot be reached', { cause });
    this.name = 'StoreUnavailable';
  }
}

export interface AccountStore {
  findAccount(uid: string): Promise<Account | undefined>;
  /** @returns false where the uid is taken */
  createAccount(account: Account & { readonly createdAtMs: number }): Promise<boolean>;
  findAccountRecord(uid: string): Promise<AccountRecord | undefined>;
  replacePassword(uid: string, passwordHash: string): Promise<void>;
  replaceApp(uid: string, app: SpotifyApp): Promise<void>;
  /** With all that belongs to it. */
  deleteAccount(uid: string): Promise<void>;
}

export interface SessionStore {
  createSession(session: {
    readonly idHash: string;
    readonly uid: string;
    readonly createdAtMs: number;
    readonly expiresAtMs: number;
  }): Promise<void>;
  findSession(idHash: string, nowMs: number): Promise<Session | undefined>;
  setNotice(idHash: string, notice: string): Promise<void>;
  deleteSession(idHash: string): Promise<void>;
  /** All of the account, but for one. */
  deleteSessions(uid: string, exceptIdHash?: string): Promise<void>;

  createAuthorization(authorization: Authorization): Promise<void>;
  /** Removes it: whoever takes it is the only one who gets it. */
  takeAuthorization(stateHash: string): Promise<Authorization | undefined>;
}

export interface GrantStore {
  findGrant(uid: string): Promise<Grant | undefined>;
  /** A new consent: replaces whatever was there and ends every lease on it. */
  putGrant(grant: NewGrant): Promise<void>;
  /** @returns undefined where another holds the lease, or no grant is there */
  takeLease(uid: string, leaseS: number): Promise<Lease | undefined>;
  /** Gives the lease back if it still is ours; `notBeforeMs` makes everyone wait until then. */
  releaseLease(uid: string, fence: number, pause?: { readonly notBeforeMs: number }): Promise<void>;
  /**
   * Stores what a refresh brought, and gives the lease back if it still is ours. Even a holder whose lease ran out may
   * store: the generation alone decides, since a rotated token that is dropped is a grant that is lost.
   * @returns false where the refresh token was replaced meanwhile
   */
  commitRefresh(refreshed: RefreshedGrant): Promise<boolean>;
  /** Marks the grant as over. @returns false where it was replaced or the lease passed on meanwhile */
  endGrant(
    uid: string,
    ended: { readonly fence: number; readonly generation: number; readonly endedAtMs: number },
  ): Promise<boolean>;
  /** Opens a grant that is marked as over, once. @returns false where it is not, or was tried again already */
  reopenGrant(uid: string, nowMs: number): Promise<boolean>;
}

export interface DeviceStore {
  /** @returns undefined for a wrong token and for an unknown uid alike */
  findDeviceAccess(uid: string, tokenHash: string): Promise<DeviceAccess | undefined>;
  touchDevice(deviceId: string, nowMs: number): Promise<void>;
  createDevice(device: {
    readonly id: string;
    readonly uid: string;
    readonly name: string;
    readonly tokenHash: string;
    readonly createdAtMs: number;
  }): Promise<void>;
  listDevices(uid: string): Promise<readonly Device[]>;
  findDevice(uid: string, deviceId: string): Promise<Device | undefined>;
  /** @returns false where the account has no such device, as the two below */
  renameDevice(uid: string, deviceId: string, name: string): Promise<boolean>;
  replaceSettings(uid: string, deviceId: string, settings: StoredSettings): Promise<boolean>;
  deleteDevice(uid: string, deviceId: string): Promise<boolean>;
}

export interface DeviceCodeStore {
  /** @returns false where a code of the same letters is pending */
  createDeviceCode(code: NewDeviceCode): Promise<boolean>;
  findDeviceCode(by: {
    readonly deviceCodeHash?: string;
    readonly userCode?: string;
  }): Promise<DeviceCode | undefined>;
  /** @returns false where the code is unknown, expired or decided already */
  decideDeviceCode(
    userCode: string,
    decided: { readonly decision: Decision; readonly uid: string; readonly nowMs: number },
  ): Promise<boolean>;
  /** Notes a poll, and lengthens the interval where it came too early. @returns whether it did */
  notePoll(deviceCodeHash: string, poll: PollRule & { readonly nowMs: number }): Promise<boolean>;
  deleteDeviceCode(deviceCodeHash: string): Promise<void>;
  /** Turns an approved code into a device, once. @returns the account, or undefined where it is not (or no longer) there */
  redeemDeviceCode(
    deviceCodeHash: string,
    device: { readonly id: string; readonly tokenHash: string; readonly nowMs: number },
  ): Promise<{ readonly uid: string } | undefined>;
}

export interface AttemptStore {
  /** Counts an attempt where there is room: in one statement, so that of many at once no more than `max` get in. */
  countAttempt(attempt: Attempt, nowMs: number): Promise<AttemptOutcome>;
  /** Takes one attempt back under each key: it was a good one, or was not made. */
  forgiveAttempts(keys: readonly string[]): Promise<void>;
  /** Keeps a bare fact until then. */
  remember(key: string, untilMs: number): Promise<void>;
  remembers(key: string, nowMs: number): Promise<boolean>;
}

export interface PlayingStore {
  findPlaying(uid: string): Promise<PlayingRow | undefined>;
  /** The right to ask Spotify, where a question is due. @returns undefined where none is, or another asks just now */
  claimPlaying(
    uid: string,
    claim: { readonly nowMs: number; readonly leaseS: number },
  ): Promise<PlayingRow | undefined>;
  /** Stores what came of it and gives the right back. @returns false where it passed on meanwhile */
  putPlaying(uid: string, change: PlayingChange): Promise<boolean>;
  /** Forgets the answer and lets the next question go out at once; what the schedule has learnt stays. */
  resetPlaying(uid: string): Promise<void>;
}

export interface Store
  extends
    AccountStore,
    SessionStore,
    GrantStore,
    DeviceStore,
    DeviceCodeStore,
    AttemptStore,
    PlayingStore {
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Deletes what ended before `nowMs`: sessions, sign-ins under way, codes, counts, old answers. */
  sweep(nowMs: number): Promise<void>;
}
