/**
 * Consent at Spotify: authorization code with PKCE, the state single-use, short-lived and bound to the browser's session.
 * @see RFC 6749 section 4.1, RFC 7636, RFC 9700 section 2.1
 */
import type { Fault } from '../../device/shared/faults.js';
import type { Clock } from '../clock.js';
import type { SpotifyApp } from '../config.js';
import type { SpotifyAccounts } from '../spotify/accounts.js';
import type { Log } from '../log.js';
import type { Session, Store, StoredApp } from '../db/store.js';
import { appOf, appOfGrant } from './apps.js';
import { grantState, type GrantState } from './grant-state.js';
import type { Refresher } from './refresh.js';
import { hashOf, newSecret, type SecretBytes } from '../secrets.js';

/** Spotify's own code lives about as long; who took longer starts over with a click. */
const STATE_LIFE_MS = 10 * 60 * 1000;
/** Parameters of an honest redirect are a few hundred characters. */
const PARAMETER_MAX = 4_096;

export type BeginOutcome =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'app-needed' }
  | { readonly kind: 'secret-unreadable' };

export type FinishOutcome =
  | { readonly kind: 'granted' }
  /** The person said no. */
  | { readonly kind: 'declined' }
  /** Unknown, used, too old, or begun in another browser. */
  | { readonly kind: 'wrong-state' }
  /** Spotify does not take the code or the redirect address. */
  | { readonly kind: 'code-refused' }
  /** Spotify does not take the app's id or secret. */
  | { readonly kind: 'app-refused' }
  /** The app's secret is stored, but does not open. */
  | { readonly kind: 'secret-unreadable' }
  /** Spotify's redirect named another error. */
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface GrantsOptions {
  readonly store: Store;
  readonly accounts: SpotifyAccounts;
  readonly refresher: Refresher;
  readonly clock: Clock;
  readonly log: Log;
  readonly bytes: SecretBytes;
  readonly defaultApp: SpotifyApp | undefined;
  readonly redirectUri: string;
}

export class Grants {
  readonly #options: GrantsOptions;

  constructor(options: GrantsOptions) {
    this.#options = options;
  }

  get redirectUri(): string {
    return this.#options.redirectUri;
  }

  /** @param options.mustAsk has Spotify ask the person even where it knows the answer from before */
  async begin(
    session: Session,
    { mustAsk = false }: { readonly mustAsk?: boolean } = {},
  ): Promise<BeginOutcome> {
    const { store, accounts, clock, bytes, defaultApp, redirectUri } = this.#options;
    const app = appOf(await store.findAccount(session.uid), defaultApp);
    if (!app) return { kind: 'app-needed' };
    if (this.#isUnreadable(session.uid, app)) return { kind: 'secret-unreadable' };
    const state = newSecret(bytes);
    const verifier = newSecret(bytes);
    await store.createAuthorization({
      stateHash: hashOf(state),
      sessionHash: session.idHash,
      uid: session.uid,
      clientId: app.clientId,
      redirectUri,
      verifier,
      expiresAtMs: clock.nowMs() + STATE_LIFE_MS,
    });
    const url = await accounts.authorizeUrl({ app, redirectUri, state, verifier, mustAsk });
    return { kind: 'redirect', url };
  }

  async state(uid: string): Promise<GrantState> {
    const { store, clock, defaultApp } = this.#options;
    const grant = await store.findGrant(uid);
    const account = await store.findAccount(uid);
    const clientIds = [account?.app, defaultApp].flatMap((app) => app?.clientId ?? []);
    if (account?.app?.unreadable !== undefined) return { kind: 'secret-unreadable' };
    return grantState(grant, { nowMs: clock.nowMs(), clientIds });
  }

  #isUnreadable(uid: string, { unreadable }: StoredApp): boolean {
    if (unreadable === undefined) return false;
    this.#options.log.error({ uid, unreadable }, 'a stored client secret does not open');
    return true;
  }

  /** Spotify said that the grant is over; it has said so falsely. Asks once more. @returns whether it lives */
  async retry(uid: string): Promise<boolean> {
    const { store, clock, refresher } = this.#options;
    if (!(await store.reopenGrant(uid, clock.nowMs()))) return false;
    const grant = await store.findGrant(uid);
    // What is cached may be good still, and would prove nothing.
    const rejectedToken = grant?.access.token;
    const token = await refresher.handOut({ uid, grant, rejectedToken });
    return token.ok;
  }

  /** @param parameters of the address to which Spotify redirected; undefined session: nobody is signed in */
  async finish(session: Session | undefined, parameters: URLSearchParams): Promise<FinishOutcome> {
    const { store, accounts, clock, defaultApp } = this.#options;
    const single = (name: string): string | undefined => {
      const values = parameters.getAll(name);
      return values.length === 1 && (values[0]?.length ?? 0) <= PARAMETER_MAX
        ? values[0]
        : undefined;
    };
    const state = single('state');
    if (!session || !state) return { kind: 'wrong-state' };
    // Taken even where it turns out to be another's: a state that leaked is burnt.
    const begun = await store.takeAuthorization(hashOf(state));
    if (
      begun?.sessionHash !== session.idHash ||
      begun.uid !== session.uid ||
      begun.expiresAtMs <= clock.nowMs()
    )
      return { kind: 'wrong-state' };

    const error = single('error');
    if (error === 'access_denied') return { kind: 'declined' };
    if (error !== undefined) return { kind: 'error', error: error.slice(0, 100) };
    const code = single('code');
    if (!code) return { kind: 'code-refused' };
    const account = await store.findAccount(session.uid);
    const app = appOfGrant(begun.clientId, account, defaultApp);
    // The account's app was changed in between.
    if (!app) return { kind: 'wrong-state' };
    if (this.#isUnreadable(session.uid, app)) return { kind: 'secret-unreadable' };

    const askedAtMs = clock.nowMs();
    const { verifier, redirectUri } = begun;
    const answer = await accounts.exchange({ app, redirectUri, state, verifier, code });
    if (!answer.ok) return outcomeOf(answer.fault);
    const { accessToken, lifeS, refreshToken } = answer.value;
    if (refreshToken === undefined)
      return outcomeOf({ kind: 'malformed', origin: 'spotify', path: 'refresh_token' });
    await store.putGrant({
      uid: session.uid,
      clientId: app.clientId,
      refreshToken,
      access: { token: accessToken, lifeS, expiresAtMs: askedAtMs + lifeS * 1000 },
      consentedAtMs: askedAtMs,
    });
    // It may be another person's, and a long pause that the old one earned is over.
    await store.resetPlaying(session.uid);
    return { kind: 'granted' };
  }
}

function outcomeOf(fault: Fault): FinishOutcome {
  if (fault.kind === 'relink-required') return { kind: 'code-refused' };
  if (fault.kind === 'not-allowed') return { kind: 'app-refused' };
  return { kind: 'fault', fault };
}
