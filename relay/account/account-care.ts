/** What a person may do with the account that is signed in: change it, take what is stored along. */
import type { SpotifyApp } from '../config.js';
import type { Session, Store, StoredApp } from '../db/store.js';
import type { Passwords } from './passwords.js';
import { bringsNothingNew, type SignIn } from './sign-in.js';

export type ChangeOutcome =
  | { readonly kind: 'changed' | 'wrong' }
  | { readonly kind: 'slow-down'; readonly retryAfterS: number };

export class AccountCare {
  readonly #store: Store;
  readonly #passwords: Passwords;
  readonly #signIn: SignIn;

  constructor(options: { store: Store; passwords: Passwords; signIn: SignIn }) {
    this.#store = options.store;
    this.#passwords = options.passwords;
    this.#signIn = options.signIn;
  }

  /** Every other browser is signed out: whoever changes a password may have lost the old one to somebody. */
  async changePassword(
    session: Session,
    change: { readonly password: string; readonly newPassword: string; readonly address: string },
  ): Promise<ChangeOutcome> {
    const { uid } = session;
    const { password, newPassword, address } = change;
    const verified = await this.#signIn.verify({ uid, password, address });
    if (verified.kind !== 'right') return verified;
    await this.#store.replacePassword(uid, await this.#passwords.hash(newPassword));
    await this.#store.deleteSessions(uid, session.idHash);
    return { kind: 'changed' };
  }

  /** An empty secret beside the id that is stored leaves the secret as it is. */
  async changeApp({ uid }: Session, app: SpotifyApp): Promise<void> {
    const account = await this.#store.findAccount(uid);
    if (!bringsNothingNew(app, account?.app)) await this.#store.replaceApp(uid, app);
  }

  signOutEverywhere({ uid }: Session): Promise<void> {
    return this.#store.deleteSessions(uid);
  }

  /** All that is stored; of secrets only whether they are there. */
  async exported({ uid }: Session): Promise<object> {
    const [account, record, grant, devices] = [
      await this.#store.findAccount(uid),
      await this.#store.findAccountRecord(uid),
      await this.#store.findGrant(uid),
      await this.#store.listDevices(uid),
    ];
    return {
      uid,
      created_at: timeOf(record?.createdAtMs),
      password: 'stored as a scrypt hash',
      spotify_app: account?.app
        ? {
            client_id: account.app.clientId,
            client_secret: storedSecret(account.app),
          }
        : null,
      spotify_permission: grant
        ? {
            client_id: grant.clientId,
            given_at: timeOf(grant.consentedAtMs),
            ended_at: timeOf(grant.endedAtMs),
            tried_again_at: timeOf(grant.retriedAtMs),
            refresh_token: 'stored encrypted',
            access_token: 'stored encrypted',
            access_token_expires_at: timeOf(grant.access.expiresAtMs),
          }
        : null,
      what_plays: 'the last answer of Spotify, stored encrypted for an hour at most',
      displays: devices.map(({ id, name, settings, createdAtMs, lastUsedAtMs }) => ({
        id,
        name,
        settings,
        linked_at: timeOf(createdAtMs),
        last_used_at: timeOf(lastUsedAtMs),
        token: 'stored as a hash',
      })),
      sessions: (record?.sessions ?? []).map(({ createdAtMs, expiresAtMs }) => ({
        signed_in_at: timeOf(createdAtMs),
        expires_at: timeOf(expiresAtMs),
      })),
    };
  }
}

function storedSecret({ clientSecret, unreadable }: StoredApp): string | null {
  if (unreadable !== undefined) return 'stored encrypted, but cannot be read any more';
  return clientSecret === undefined ? null : 'stored encrypted';
}

function timeOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
