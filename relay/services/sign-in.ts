/** Registering and signing in. Only registering tells whether a uid is taken, which cannot be helped. */
import type { Clock } from '../clock.js';
import type { Registration, SpotifyApp } from '../config.js';
import type { Store } from '../store/store.js';
import type { Passwords } from './passwords.js';
import { isSameSecret } from './secrets.js';

export type SignInAction = 'sign-in' | 'register';

export interface Credentials {
  readonly uid: string;
  readonly password: string;
  /** The account's own Spotify app; on a later sign-in a different one replaces it. */
  readonly app: SpotifyApp | undefined;
  readonly invite: string | undefined;
  /** Undefined: sign in, or register where the uid is free. */
  readonly action: SignInAction | undefined;
}

export type SignInOutcome =
  | { readonly kind: 'signed-in' | 'registered' | 'app-changed'; readonly uid: string }
  /** Unknown uid or wrong password: not told which. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'taken' }
  /** Nobody may register, or not without the invitation. */
  | { readonly kind: 'closed' | 'not-invited' }
  /** Neither the account nor the relay has a Spotify app. */
  | { readonly kind: 'app-needed' };

export interface SignInOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly passwords: Passwords;
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
    if (action !== 'sign-in') {
      const isTaken = (await this.#options.store.findAccount(uid)) !== undefined;
      if (action === 'register' && isTaken) return { kind: 'taken' };
      if (!isTaken && !(action === undefined && this.#options.registration === 'closed')) {
        const outcome = await this.#register(credentials);
        // Two at once: the later one finds the name taken, and is what a second visit would be.
        if (outcome.kind !== 'taken' || action === 'register') return outcome;
      }
    }
    return this.#signIn(credentials);
  }

  async #register({ uid, password, app, invite }: Credentials): Promise<SignInOutcome> {
    const { store, clock, passwords, registration, inviteCode, defaultApp } = this.#options;
    if (registration === 'closed') return { kind: 'closed' };
    if (registration === 'invite' && !isSameSecret(invite ?? '', inviteCode ?? ''))
      return { kind: 'not-invited' };
    if (!app && !defaultApp) return { kind: 'app-needed' };
    const isCreated = await store.createAccount({
      uid,
      passwordHash: await passwords.hash(password),
      app,
      createdAtMs: clock.nowMs(),
    });
    return isCreated ? { kind: 'registered', uid } : { kind: 'taken' };
  }

  async #signIn({ uid, password, app }: Credentials): Promise<SignInOutcome> {
    const { store, passwords } = this.#options;
    const account = await store.findAccount(uid);
    const isRight = await passwords.verify(password, account?.passwordHash);
    if (!account || !isRight) return { kind: 'wrong' };
    if (!app || bringsNothingNew(app, account.app)) return { kind: 'signed-in', uid };
    await store.replaceApp(uid, app);
    return { kind: 'app-changed', uid };
  }
}

/** A secret left empty beside the known id means "as before": browsers fill in the id alone. */
function bringsNothingNew(app: SpotifyApp, stored: SpotifyApp | undefined): boolean {
  if (app.clientId !== stored?.clientId) return false;
  return app.clientSecret === undefined || app.clientSecret === stored.clientSecret;
}
