/**
 * Connecting Spotify: authorization code with PKCE, the state single-use, short-lived and bound to the browser's session.
 * @see RFC 6749 section 4.1, RFC 7636, RFC 9700 section 2.1
 */
import type { Accounts, StoredApp } from '../account/accounts.js';
import type { Core } from '../core.js';
import { PLACES } from '../db/sealed.js';
import { CONTROL_SCOPE } from '../spotify/accounts.js';
import type { Session } from '../http/context.js';
import { refusalOf } from '../http/fault-refusal.js';
import { Refusal } from '../http/refusal.js';
import { hashOf, newSecret } from '../secrets.js';
import { appOfGrant, type Grants } from './grants.js';
import type { Redirect } from './redirect-uri.js';
import type { Refresher } from './refresh.js';

/** Spotify's own code lives about as long; after that the user clicks once more. */
const STATE_LIFE_MS = 10 * 60 * 1000;
const PENDING_MAX = 10;
/** Parameters of an honest redirect are a few hundred characters. */
const PARAMETER_MAX = 4_096;
/** Spotify ends each grant after six months, however often it is used. */
const GRANT_MONTHS = 6;
const WARN_MS = 14 * 24 * 3_600_000;

/** The state of an account's Spotify connection, for the pages. */
export type GrantState = {
  /** Devices may control playback. */
  readonly mayControl: boolean;
} & (
  | { readonly kind: 'none' | 'good' }
  /** It ends within two weeks. */
  | { readonly kind: 'ending'; readonly endsAtMs: number }
  /** Spotify says that it has ended; `canRetry`: that was not retried yet. */
  | { readonly kind: 'ended'; readonly isOfAge: boolean; readonly canRetry: boolean }
  /** The secret of the account's app is stored, but does not open. */
  | { readonly kind: 'secret-unreadable' }
  /** The account's app was changed, and a grant works for the app that got it. */
  | { readonly kind: 'other-app' }
);

interface Authorization {
  readonly sessionHash: string;
  readonly uid: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifierSealed: string;
  readonly expiresAtMs: number;
}

type Given = Core & {
  readonly grants: Grants;
  readonly accounts: Accounts;
  readonly refresher: Refresher;
  readonly redirectTarget: Redirect;
};

export class Connect {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  /**
   * @param options.mustAsk makes Spotify ask even a user who has agreed before
   * @param options.control devices may control playback
   * @returns the address at Spotify
   */
  async begin(
    session: Session,
    options: { readonly mustAsk: boolean; readonly control: boolean },
  ): Promise<string> {
    const { database, accounts, spotify, clock, bytes, config, redirectTarget } = this.#given;
    const { uid } = session;
    const redirectUri = redirectTarget.uri;
    const app = (await accounts.find(uid))?.app ?? config.defaultApp;
    if (!app) throw new Refusal('app-needed');
    this.#insistOnSecret(uid, app);
    const state = newSecret(bytes);
    const verifier = newSecret(bytes);
    const stateHash = hashOf(state);
    const verifierSealed = database.cipher.seal(verifier, PLACES.verifier(stateHash));
    await database.changed`
      INSERT INTO authorizations
        (state_hash, session_hash, uid, client_id, redirect_uri, verifier_sealed, expires_at)
      VALUES (${stateHash}, ${session.idHash}, ${uid}, ${app.clientId}, ${redirectUri},
        ${verifierSealed}, ${new Date(clock.nowMs() + STATE_LIFE_MS)})`;
    // The account's limit: the oldest go.
    await database.changed`
      DELETE FROM authorizations WHERE state_hash IN (
        SELECT state_hash FROM authorizations WHERE uid = ${uid}
        ORDER BY expires_at DESC OFFSET ${PENDING_MAX})`;
    const challenge = hashOf(verifier);
    return spotify.accounts.authorizeUrl({
      clientId: app.clientId,
      redirectUri,
      state,
      challenge,
      ...options,
    });
  }

  /**
   * @param session undefined if not signed in
   * @param parameters of the address to which Spotify redirected
   * @returns the session that is connected now
   */
  async finish(session: Session | undefined, parameters: URLSearchParams): Promise<Session> {
    const { database, grants, accounts, spotify, clock, config } = this.#given;
    const { publicUrl, defaultApp } = config;
    const single = (name: string): string | undefined => {
      const [value, ...others] = parameters.getAll(name);
      return others.length > 0 || (value?.length ?? 0) > PARAMETER_MAX ? undefined : value;
    };
    const state = single('state');
    if (!session || !state) throw new Refusal('wrong-state');
    // Deleted even if it belongs to another session: a leaked state is then useless.
    const begun = await this.#take(hashOf(state));
    const isOurs = begun?.sessionHash === session.idHash && begun.uid === session.uid;
    if (!isOurs || begun.expiresAtMs <= clock.nowMs()) throw new Refusal('wrong-state');
    const error = single('error');
    if (error === 'access_denied') throw new Refusal('declined');
    if (error !== undefined)
      throw new Refusal('spotify-error', {
        description: `Spotify returned the error "${error.slice(0, 100)}".`,
      });
    const code = single('code');
    if (!code) throw new Refusal('code-refused');
    const { uid } = session;
    const app = appOfGrant(begun.clientId, await accounts.find(uid), defaultApp);
    // The account's app was changed in between.
    if (!app) throw new Refusal('wrong-state');
    this.#insistOnSecret(uid, app);

    const consentedAtMs = clock.nowMs();
    const { redirectUri, verifierSealed } = begun;
    const verifier = database.cipher.unseal(verifierSealed, PLACES.verifier(hashOf(state)));
    const response = await spotify.accounts.exchange(app, { code, redirectUri, verifier });
    if (!response.ok)
      switch (response.fault.kind) {
        case 'relink-required':
          throw new Refusal(
            /redirect/i.test(response.said ?? '') ? 'redirect-refused' : 'code-refused',
          );
        case 'not-allowed':
          if (app === defaultApp) throw new Refusal('operator-app-refused');
          throw new Refusal(
            /secret/i.test(response.said ?? '') ? 'secret-refused' : 'client-refused',
          );
        default:
          throw refusalOf(response.fault, publicUrl);
      }
    const { accessToken, lifeS, refreshToken, scope } = response.value;
    if (refreshToken === undefined)
      throw refusalOf({ kind: 'malformed', origin: 'spotify', path: 'refresh_token' }, publicUrl);
    const access = { token: accessToken, lifeS, expiresAtMs: consentedAtMs + lifeS * 1000 };
    await grants.put({ uid, clientId: app.clientId, refreshToken, access, consentedAtMs, scope });
    return session;
  }

  /** Removes it, so that of many that arrive at once one gets it. */
  #take(stateHash: string): Promise<Authorization | undefined> {
    return this.#given.database.first<Authorization>`
      DELETE FROM authorizations WHERE state_hash = ${stateHash}
      RETURNING session_hash AS "sessionHash", uid, client_id AS "clientId",
        redirect_uri AS "redirectUri", verifier_sealed AS "verifierSealed", expires_at AS "expiresAtMs"`;
  }

  #insistOnSecret(uid: string, { unreadable }: StoredApp): void {
    if (unreadable === undefined) return;
    this.#given.log.error({ uid, unreadable }, 'a stored client secret does not open');
    throw new Refusal('secret-unreadable');
  }

  /** Spotify reported that the grant has ended, sometimes wrongly. Refreshes once more. @returns whether it works */
  async retry(uid: string): Promise<boolean> {
    const { grants, clock, refresher } = this.#given;
    if (!(await grants.reopen(uid, clock.nowMs()))) return false;
    const grant = await grants.find(uid);
    // A cached token may still be valid, and would prove nothing.
    const rejectedToken = grant?.access.token;
    return (await refresher.handOut({ uid, grant, rejectedToken })).ok;
  }

  async state(uid: string): Promise<GrantState> {
    const { grants, accounts, clock, config } = this.#given;
    const grant = await grants.find(uid);
    const account = await accounts.find(uid);
    const mayControl = grant?.scope?.split(' ').includes(CONTROL_SCOPE) ?? false;
    if (account?.app?.unreadable !== undefined) return { kind: 'secret-unreadable', mayControl };
    if (!grant) return { kind: 'none', mayControl };
    if (!appOfGrant(grant.clientId, account, config.defaultApp))
      return { kind: 'other-app', mayControl };
    const end = new Date(grant.consentedAtMs);
    const endsAtMs = end.setUTCMonth(end.getUTCMonth() + GRANT_MONTHS);
    const leftMs = endsAtMs - clock.nowMs();
    if (grant.endedAtMs !== undefined)
      return {
        kind: 'ended',
        isOfAge: leftMs <= 0,
        canRetry: grant.retriedAtMs === undefined,
        mayControl,
      };
    return leftMs <= WARN_MS
      ? { kind: 'ending', endsAtMs, mayControl }
      : { kind: 'good', mayControl };
  }
}
