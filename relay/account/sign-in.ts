/** Registering and signing in. Only registering tells whether a uid is taken, which cannot be helped. */
import type { Clock } from '../clock.js';
import type { Registration, SpotifyApp } from '../config.js';
import type { Store } from '../db/store.js';
import type { Passwords } from './passwords.js';
import { isSameSecret } from '../secrets.js';
import type { Allowance, Throttle } from '../http/throttle.js';

export type SignInAction = 'sign-in' | 'register';

export interface Credentials {
  readonly uid: string;
  readonly password: string;
  /** The account's own Spotify app; on a later sign-in a different one replaces it. */
  readonly app: SpotifyApp | undefined;
  readonly invite: string | undefined;
  /** Undefined: sign in, or register where the uid is free. */
  readonly action: SignInAction | undefined;
  /** Whom to count: see `addressBlock`. */
  readonly address: string;
}

export type SignInOutcome =
  | { readonly kind: 'signed-in' | 'registered' | 'app-changed'; readonly uid: string }
  /** Unknown uid or wrong password: not told which. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'taken' }
  /** Nobody may register, or not without the invitation. */
  | { readonly kind: 'closed' | 'not-invited' }
  /** Neither the account nor the relay has a Spotify app. */
  | { readonly kind: 'app-needed' }
  /** Too many attempts: whatever was sent was not looked at. */
  | { readonly kind: 'slow-down'; readonly retryAfterS: number };

export interface SignInOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly registration: Registration;
  readonly inviteCode: string | undefined;
  readonly defaultApp: SpotifyApp | undefined;
}

export class SignIn {
  readonly #options: SignInOptions;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  async enter(credentials: Credentials): Promise<SignInOutcome> {
    const { uid, action } = credentials;
    if (action === 'sign-in') return this.#signIn(credentials);
    // Who may not register is told so before any name is looked up: else the answers would tell which are taken.
    const refused = await this.#mayRegister(credentials);
    if (refused?.kind === 'slow-down') return refused;
    if (refused) return action === 'register' ? refused : this.#signIn(credentials);
    const isTaken = (await this.#options.store.findAccount(uid)) !== undefined;
    if (action === 'register' || !isTaken) {
      const outcome = await this.#register(credentials, isTaken);
      // Two at once: the later one finds the name taken, and is what a second visit would be.
      if (outcome.kind !== 'taken' || action === 'register') return outcome;
    }
    return this.#signIn(credentials);
  }

  /** Also for a change that needs the password once more. */
  async verify({
    uid,
    password,
    address,
  }: Pick<Credentials, 'uid' | 'password' | 'address'>): Promise<
    Extract<SignInOutcome, { kind: 'wrong' | 'slow-down' }> | { readonly kind: 'right' }
  > {
    const { store, passwords, throttle } = this.#options;
    const isKnownHere = await throttle.knows(uid, address);
    const allowance = await throttle.count([
      ['sign-in-here', `${uid}@${address}`],
      ['sign-in-address', address],
      // A crowd that guesses elsewhere locks no owner out at home.
      ...(isKnownHere ? [] : [['sign-in-account', uid] as const]),
    ]);
    if (!allowance.ok) return { kind: 'slow-down', retryAfterS: allowance.retryAfterS };
    const account = await store.findAccount(uid);
    const isRight = await passwords.verify(password, account?.passwordHash);
    if (!account || !isRight) return { kind: 'wrong' };
    await allowance.forgive();
    await throttle.remember(uid, address);
    return { kind: 'right' };
  }

  /** Asked without regard to the name. @returns undefined where nothing stands against it */
  async #mayRegister({
    invite,
    address,
  }: Credentials): Promise<
    Extract<SignInOutcome, { kind: 'closed' | 'not-invited' | 'slow-down' }> | undefined
  > {
    const { registration, inviteCode = '' } = this.#options;
    if (registration === 'closed') return { kind: 'closed' };
    if (registration !== 'invite') return undefined;
    if (invite === undefined) return { kind: 'not-invited' };
    // Else invitations could be guessed. Who registers with the right one is counted further on.
    const allowance = await this.#countRegistration(address);
    if (!allowance.ok) return { kind: 'slow-down', retryAfterS: allowance.retryAfterS };
    if (!isSameSecret(invite, inviteCode)) return { kind: 'not-invited' };
    await allowance.forgive();
    return undefined;
  }

  #countRegistration(address: string): Promise<Allowance> {
    return this.#options.throttle.count([
      ['register-address', address],
      ['register-address-day', address],
      ['register-all', 'all'],
    ]);
  }

  async #register(
    { uid, password, app, address }: Credentials,
    isTaken: boolean,
  ): Promise<SignInOutcome> {
    const { store, clock, passwords, throttle, defaultApp } = this.#options;
    // Before it is told whether the name is taken.
    const allowance = await this.#countRegistration(address);
    if (!allowance.ok) return { kind: 'slow-down', retryAfterS: allowance.retryAfterS };
    if (isTaken) return { kind: 'taken' };
    if (!app && !defaultApp) return { kind: 'app-needed' };
    const isCreated = await store.createAccount({
      uid,
      passwordHash: await passwords.hash(password),
      app,
      createdAtMs: clock.nowMs(),
    });
    if (!isCreated) return { kind: 'taken' };
    await throttle.remember(uid, address);
    return { kind: 'registered', uid };
  }

  async #signIn(credentials: Credentials): Promise<SignInOutcome> {
    const { store } = this.#options;
    const { uid, app } = credentials;
    const verified = await this.verify(credentials);
    if (verified.kind !== 'right') return verified;
    if (!app || bringsNothingNew(app, (await store.findAccount(uid))?.app))
      return { kind: 'signed-in', uid };
    await store.replaceApp(uid, app);
    return { kind: 'app-changed', uid };
  }
}

/** A secret left empty beside the known id means "as before": browsers fill in the id alone. */
export function bringsNothingNew(app: SpotifyApp, stored: SpotifyApp | undefined): boolean {
  if (app.clientId !== stored?.clientId) return false;
  return app.clientSecret === undefined || app.clientSecret === stored.clientSecret;
}
