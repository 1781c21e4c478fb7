/** Who is signed in, by a random id in a cookie that the database knows only as a hash. */
import type { Middleware } from 'koa';
import type { Core } from '../core.js';
import { hashOf, newSecret } from '../secrets.js';
import { OwnCookie, type RelayContext, type RelayState, type Session } from './context.js';
import type { NoticeName } from './notices.js';

/** A month: the pages are opened when something has to be linked, and a sign-in each time teaches weak passwords. */
const SESSION_LIFE_S = 30 * 24 * 3600;
const SESSION_ID = /^[\w-]{43}$/;

export class Sessions {
  readonly #core: Pick<Core, 'database' | 'clock' | 'bytes'>;
  readonly #cookie: OwnCookie;

  constructor(core: Core) {
    this.#core = core;
    this.#cookie = new OwnCookie('sixteen-by-two', core.config);
  }

  /** Always under a new id: one that was planted in the browser before is worth nothing. */
  async begin(ctx: RelayContext, uid: string, notice: NoticeName): Promise<void> {
    const { database, clock, bytes } = this.#core;
    const previousId = this.#cookie.read(ctx);
    if (previousId !== undefined) await this.end(hashOf(previousId));
    const id = newSecret(bytes);
    const now = new Date(clock.nowMs());
    const end = new Date(clock.nowMs() + SESSION_LIFE_S * 1000);
    await database.changed`
      INSERT INTO sessions (id_hash, uid, notice, created_at, expires_at)
      VALUES (${hashOf(id)}, ${uid}, ${notice}, ${now}, ${end})`;
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
    const { database, clock } = this.#core;
    return database.first<Session>`
      SELECT id_hash AS "idHash", uid, notice FROM sessions
      WHERE id_hash = ${idHash} AND expires_at > ${new Date(clock.nowMs())}`;
  }

  /** What the next /success page says. */
  async tell({ idHash }: Session, notice: NoticeName): Promise<void> {
    const { database } = this.#core;
    await database.changed`UPDATE sessions SET notice = ${notice} WHERE id_hash = ${idHash}`;
  }

  list(
    uid: string,
  ): Promise<readonly { readonly createdAtMs: number; readonly expiresAtMs: number }[]> {
    return this.#core.database.rows`
      SELECT created_at AS "createdAtMs", expires_at AS "expiresAtMs" FROM sessions
      WHERE uid = ${uid} ORDER BY created_at`;
  }

  async end(idHash: string): Promise<void> {
    await this.#core.database.changed`DELETE FROM sessions WHERE id_hash = ${idHash}`;
  }

  /** All of the account, but for one. */
  async endAll(uid: string, exceptIdHash = ''): Promise<void> {
    const { database } = this.#core;
    await database.changed`
      DELETE FROM sessions WHERE uid = ${uid} AND id_hash <> ${exceptIdHash}`;
  }

  forget(ctx: RelayContext): void {
    this.#cookie.clear(ctx);
  }
}
