/** Registering and signing in. Only registering tells whether a uid is taken, which cannot be helped. */
import type { SpotifyApp } from '../config.js';
import type { Core } from '../core.js';
import type { Refused } from '../http/refusal.js';
import type { Allowance, Throttle } from '../http/throttle.js';
import { isSameSecret } from '../secrets.js';
import type { Accounts } from './accounts.js';
import type { Passwords } from './passwords.js';

export interface Credentials {
  readonly uid: string;
  readonly password: string;
  /** The account's own Spotify app; on a later sign-in a different one replaces it. */
  readonly app: SpotifyApp | undefined;
  readonly invite: string | undefined;
  /** Undefined: sign in, or register where the uid is free. */
  readonly action: 'sign-in' | 'register' | undefined;
  /** For counting: see `addressBlock`. */
  readonly address: string;
}

export interface Entered {
  readonly kind: 'signed-in' | 'registered' | 'app-changed';
  readonly uid: string;
}

type Given = Pick<Core, 'config' | 'clock'> & {
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
    // Said before any name is looked up: else the answers would tell which names are taken.
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

  /** Also for a change that needs the password once more. @returns undefined where it is right */
  async verify({
    uid,
    password,
    address,
  }: Pick<Credentials, 'uid' | 'password' | 'address'>): Promise<Refused | undefined> {
    const { accounts, passwords, throttle } = this.#given;
    const isKnownHere = await throttle.knows(uid, address);
    const allowance = await throttle.count([
      ['sign-in-here', `${uid}@${address}`],
      ['sign-in-address', address],
      // A crowd that guesses elsewhere locks no owner out at home.
      ...(isKnownHere ? [] : [['sign-in-account', uid] as const]),
    ]);
    if (!allowance.ok) return allowance;
    const account = await accounts.find(uid);
    const isRight = await passwords.verify(password, account?.passwordHash);
    // Unknown uid or wrong password: not told which.
    if (!account || !isRight) return { refused: 'wrong-credentials' };
    await allowance.forgive();
    await throttle.remember(uid, address);
    return undefined;
  }

  /** Whatever the name. @returns undefined where nothing stands against it */
  async #mayRegister({ invite, address }: Credentials): Promise<Refused | undefined> {
    const { registration, inviteCode = '' } = this.#given.config;
    if (registration === 'closed') return { refused: 'registration-closed' };
    if (registration !== 'invite') return undefined;
    if (invite === undefined) return { refused: 'not-invited' };
    // Else invitations could be guessed. With the right one, registering is counted further on.
    const allowance = await this.#countRegistration(address);
    if (!allowance.ok) return allowance;
    if (!isSameSecret(invite, inviteCode)) return { refused: 'not-invited' };
    await allowance.forgive();
    return undefined;
  }

  #countRegistration(address: string): Promise<Allowance> {
    return this.#given.throttle.count([
      ['register-address', address],
      ['register-address-day', address],
      ['register-all', 'all'],
    ]);
  }

  async #register(
    { uid, password, app, address }: Credentials,
    isTaken: boolean,
  ): Promise<Entered | Refused> {
    const { accounts, clock, passwords, throttle, config } = this.#given;
    // Before it is told whether the name is taken.
    const allowance = await this.#countRegistration(address);
    if (!allowance.ok) return allowance;
    if (isTaken) return { refused: 'name-taken' };
    if (!app && !config.defaultApp) return { refused: 'app-missing' };
    const passwordHash = await passwords.hash(password);
    const account = { uid, passwordHash, app, createdAtMs: clock.nowMs() };
    if (!(await accounts.create(account))) return { refused: 'name-taken' };
    await throttle.remember(uid, address);
    return { kind: 'registered', uid };
  }

  async #signIn(credentials: Credentials): Promise<Entered | Refused> {
    const { accounts, config } = this.#given;
    const { uid, app } = credentials;
    const refused = await this.verify(credentials);
    // The name may be wrong because it is nobody's yet; this is said whether it is or not.
    if (refused?.refused === 'wrong-credentials' && config.registration === 'invite')
      return { refused: 'wrong-or-not-invited' };
    if (refused) return refused;
    const isNew = app !== undefined && (await accounts.replaceApp(uid, app));
    return { kind: isNew ? 'app-changed' : 'signed-in', uid };
  }
}
