/** Registering and signing in. Only registering tells whether a uid is taken, which cannot be helped. */
import type { SpotifyApp } from '../config.js';
import type { Core } from '../core.js';
import type { Refused } from '../http/refusal.js';
import type { Allowance, Throttle } from '../http/throttle.js';
import { isSameSecret } from '../secrets.js';
import type { Accounts } from './accounts.js';
import { isCommonPassword } from './common-passwords.js';
import type { Passwords } from './passwords.js';

export interface Credentials {
  readonly uid: string;
  readonly password: string;
  /** The account's own Spotify app; on a later sign-in a different one replaces it. */
  readonly app: SpotifyApp | undefined;
  readonly invite: string | undefined;
  /** Undefined: sign in, or register if the uid is free. */
  readonly action: 'sign-in' | 'register' | undefined;
  readonly visitor: Visitor;
}

/** Where a password was entered. */
export interface Visitor {
  /** For counting: see `addressBlocks`. */
  readonly blocks: readonly string[];
  /** What the browser was given when it was signed in before. */
  readonly browser: string | undefined;
  /** The account that is signed in. */
  readonly uid: string | undefined;
}

export interface Entered {
  readonly kind: 'signed-in' | 'registered' | 'app-changed';
  readonly uid: string;
}

type Given = Pick<Core, 'config' | 'clock' | 'log'> & {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
};

export class SignIn {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  async enter(credentials: Credentials): Promise<Entered | Refused> {
    const { uid, action } = credentials;
    if (action === 'sign-in') return this.#signIn(credentials);
    // Checked before any name is looked up: otherwise the responses would reveal which names are taken.
    const refused = await this.#mayRegister(credentials);
    if (refused?.refused === 'too-many-attempts') return refused;
    if (refused) return action === 'register' ? refused : this.#signIn(credentials);
    const isTaken = (await this.#given.accounts.find(uid)) !== undefined;
    if (action === 'register' || !isTaken) {
      const outcome = await this.#register(credentials, isTaken);
      // Two at once: the later one finds the name taken, and is what a second visit would be.
      const isLate = 'refused' in outcome && outcome.refused === 'name-taken';
      if (!isLate || action === 'register') return outcome;
    }
    return this.#signIn(credentials);
  }

  /** Also for a change that requires the current password. @returns undefined if it is right */
  async verify({
    uid,
    password,
    visitor,
  }: Pick<Credentials, 'uid' | 'password' | 'visitor'>): Promise<Refused | undefined> {
    const { accounts, passwords, throttle, log } = this.#given;
    const { blocks, browser } = visitor;
    const [address = ''] = blocks;
    const places = browser === undefined ? [address] : [address, browser];
    const known = await Promise.all(places.map((place) => throttle.knows(uid, place)));
    // A crowd that guesses elsewhere locks no owner out at home.
    const isKnown = visitor.uid === uid || known.includes(true);
    const allowance = await throttle.count([
      ['sign-in-here', blocks.map((block) => `${uid}@${block}`)],
      ['sign-in-address', blocks],
      ...(isKnown ? [] : [['sign-in-account', uid] as const]),
    ]);
    if (!allowance.ok) return allowance;
    const account = await accounts.find(uid);
    const isRight = await this.#unlessBusy(allowance, () =>
      passwords.verify(password, account?.passwordHash),
    );
    if (!account || !isRight) {
      // Only a name that exists: people type a password into the wrong field.
      log.warn(
        { address, ...(account ? { uid } : {}) },
        'a sign-in failed: wrong name or password',
      );
      // Unknown uid or wrong password: not told which.
      return { refused: 'wrong-credentials' };
    }
    await allowance.forgive();
    for (const place of places) await throttle.remember(uid, place);
    if (passwords.isOutdated(account.passwordHash))
      await accounts.replacePassword(uid, await passwords.hash(password));
    return undefined;
  }

  /** A password that was not looked at was no wrong one. */
  async #unlessBusy<T>(allowance: Allowance & { ok: true }, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await allowance.forgive();
      throw error;
    }
  }

  /** For any name. @returns undefined if it is acceptable */
  async #mayRegister({ invite, visitor }: Credentials): Promise<Refused | undefined> {
    const { registration, inviteCode = '' } = this.#given.config;
    if (registration === 'closed') return { refused: 'registration-closed' };
    if (registration !== 'invite') return undefined;
    if (invite === undefined) return { refused: 'not-invited' };
    // Else invitations could be guessed. With the right one, registering is counted further on.
    const allowance = await this.#countRegistration(visitor);
    if (!allowance.ok) return allowance;
    if (!isSameSecret(invite, inviteCode)) return { refused: 'not-invited' };
    await allowance.forgive();
    return undefined;
  }

  #countRegistration({ blocks }: Visitor): Promise<Allowance> {
    return this.#given.throttle.count([
      ['register-address', blocks],
      ['register-address-day', blocks],
      ['register-all', 'all'],
    ]);
  }

  async #register(
    { uid, password, app, visitor }: Credentials,
    isTaken: boolean,
  ): Promise<Entered | Refused> {
    const { accounts, clock, passwords, throttle, config } = this.#given;
    // Before it is told whether the name is taken.
    const allowance = await this.#countRegistration(visitor);
    if (!allowance.ok) return allowance;
    if (isTaken) return { refused: 'name-taken' };
    if (!app && !config.defaultApp) return { refused: 'app-missing' };
    if (isCommonPassword(password, uid)) return { refused: 'common-password' };
    const passwordHash = await this.#unlessBusy(allowance, () => passwords.hash(password));
    const account = { uid, passwordHash, app, createdAtMs: clock.nowMs() };
    if (!(await accounts.create(account))) return { refused: 'name-taken' };
    await throttle.remember(uid, visitor.blocks[0] ?? '');
    return { kind: 'registered', uid };
  }

  async #signIn(credentials: Credentials): Promise<Entered | Refused> {
    const { accounts, config } = this.#given;
    const { uid, app } = credentials;
    const refused = await this.verify(credentials);
    // The name may be wrong because it is not registered; the message is the same either way.
    if (refused?.refused === 'wrong-credentials' && config.registration === 'invite')
      return { refused: 'wrong-or-not-invited' };
    if (refused) return refused;
    const isNew = app !== undefined && (await accounts.replaceApp(uid, app));
    return { kind: isNew ? 'app-changed' : 'signed-in', uid };
  }
}
