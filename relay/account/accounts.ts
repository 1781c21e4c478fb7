/** Accounts: their names, the hashes of their passwords, their own Spotify apps. */
import type { SpotifyApp } from '../config.js';
import type { Database } from '../db/database.js';
import { PLACES } from '../db/sealed.js';

export interface StoredApp extends SpotifyApp {
  /** Why the stored secret cannot be decrypted, if so: the key and the place, nothing of its content. */
  readonly unreadable?: string;
}

export interface Account {
  readonly uid: string;
  readonly passwordHash: string;
  readonly createdAtMs: number;
  /** The account's own Spotify app, if it has one. */
  readonly app: StoredApp | undefined;
}

export class Accounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(uid: string): Promise<Account | undefined> {
    type Row = Omit<Account, 'app'> & { readonly clientId?: string; readonly sealed?: string };
    const row = await this.#database.first<Row>`
      SELECT uid, password_hash AS "passwordHash", created_at AS "createdAtMs",
        client_id AS "clientId", client_secret_sealed AS sealed
      FROM accounts WHERE uid = ${uid}`;
    if (!row) return undefined;
    const { clientId, sealed, ...account } = row;
    const app = clientId === undefined ? undefined : this.#appOf(uid, clientId, sealed);
    return { ...account, app };
  }

  /** Most callers need no secret: that one does not open is told to those that do. */
  #appOf(uid: string, clientId: string, sealed: string | undefined): StoredApp {
    if (sealed === undefined) return { clientId, clientSecret: undefined };
    const opened = this.#database.cipher.tryUnseal(sealed, PLACES.clientSecret(uid));
    return typeof opened === 'string'
      ? { clientId, clientSecret: opened }
      : { clientId, clientSecret: undefined, unreadable: opened.message };
  }

  /** @returns false if the uid is taken */
  create({ uid, passwordHash, app, createdAtMs }: Account): Promise<boolean> {
    return this.#database.changed`
      INSERT INTO accounts (uid, password_hash, client_id, client_secret_sealed, created_at)
      VALUES (${uid}, ${passwordHash}, ${app?.clientId}, ${this.#sealedSecret(uid, app)},
        ${new Date(createdAtMs)})
      ON CONFLICT (uid) DO NOTHING`;
  }

  async replacePassword(uid: string, passwordHash: string): Promise<void> {
    await this.#database.changed`
      UPDATE accounts SET password_hash = ${passwordHash} WHERE uid = ${uid}`;
  }

  /**
   * A secret left empty beside the known id means "as before": browsers fill in only the id.
   * @returns whether anything is new
   */
  async replaceApp(uid: string, app: SpotifyApp): Promise<boolean> {
    const stored = (await this.find(uid))?.app;
    const isSameSecret =
      app.clientSecret === undefined || app.clientSecret === stored?.clientSecret;
    if (app.clientId === stored?.clientId && isSameSecret) return false;
    return this.#database.changed`
      UPDATE accounts
      SET client_id = ${app.clientId}, client_secret_sealed = ${this.#sealedSecret(uid, app)}
      WHERE uid = ${uid}`;
  }

  /** With all that belongs to it. */
  async delete(uid: string): Promise<void> {
    await this.#database.changed`DELETE FROM accounts WHERE uid = ${uid}`;
  }

  #sealedSecret(uid: string, app: SpotifyApp | undefined): string | undefined {
    if (app?.clientSecret === undefined) return undefined;
    return this.#database.cipher.seal(app.clientSecret, PLACES.clientSecret(uid));
  }
}
