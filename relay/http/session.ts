/** Who is signed in, by a random id in a cookie that the database knows only as a hash. */
import type { Middleware } from 'koa';
import type { Clock } from '../clock.js';
import type { Database } from '../db/database.js';
import { hashOf, newSecret, type SecretBytes } from '../secrets.js';
import { OwnCookie, type RelayContext, type RelayState, type Session } from './context.js';
import type { NoticeName } from './notices.js';

/** A month: the pages are opened when something has to be linked, and a sign-in each time teaches weak passwords. */
const SESSION_LIFE_S = 30 * 24 * 3600;
const SESSION_ID = /^[\w-]{43}$/;

export interface SessionsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly bytes: SecretBytes;
  readonly isHttps: boolean;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #cookie: OwnCookie;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#cookie = new OwnCookie('sixteen-by-two', options);
  }

  /** Always under a new id: one that was planted in the browser before is worth nothing. */
  async begin(ctx: RelayContext, uid: string, notice: NoticeName): Promise<void> {
    const { database, clock, bytes } = this.#options;
    const previousId = this.#cookie.read(ctx);
    if (previousId !== undefined) await this.end(hashOf(previousId));
    const id = newSecret(bytes);
    const nowMs = clock.nowMs();
    await database.changed(
      'INSERT INTO sessions (id_hash, uid, notice, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [hashOf(id), uid, notice, new Date(nowMs), new Date(nowMs + SESSION_LIFE_S * 1000)],
    );
    this.#cookie.write(ctx, id, SESSION_LIFE_S);
  }

  /** Looks the session up where a cookie came; device routes, mounted before, never pay for it. */
  middleware(): Middleware<RelayState> {
    return async (ctx, next) => {
      const id = this.#cookie.read(ctx);
      const session =
        id !== undefined && SESSION_ID.test(id) ? await this.#find(hashOf(id)) : undefined;
      if (session) ctx.state.session = session;
      await next();
    };
  }

  #find(idHash: string): Promise<Session | undefined> {
    const { database, clock } = this.#options;
    return database.first<Session>(
      'SELECT id_hash AS "idHash", uid, notice FROM sessions WHERE id_hash = $1 AND expires_at > $2',
      [idHash, new Date(clock.nowMs())],
    );
  }

  /** What the next /success page says. */
  async tell({ idHash }: Session, notice: NoticeName): Promise<void> {
    const text = 'UPDATE sessions SET notice = $2 WHERE id_hash = $1';
    await this.#options.database.changed(text, [idHash, notice]);
  }

  list(
    uid: string,
  ): Promise<readonly { readonly createdAtMs: number; readonly expiresAtMs: number }[]> {
    return this.#options.database.rows(
      `SELECT created_at AS "createdAtMs", expires_at AS "expiresAtMs" FROM sessions WHERE uid = $1
       ORDER BY created_at`,
      [uid],
    );
  }

  async end(idHash: string): Promise<void> {
    await this.#options.database.changed('DELETE FROM sessions WHERE id_hash = $1', [idHash]);
  }

  /** All of the account, but for one. */
  async endAll(uid: string, exceptIdHash = ''): Promise<void> {
    const text = 'DELETE FROM sessions WHERE uid = $1 AND id_hash <> $2';
    await this.#options.database.changed(text, [uid, exceptIdHash]);
  }

  forget(ctx: RelayContext): void {
    this.#cookie.clear(ctx);
  }
}
