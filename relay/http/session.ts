/** The signed-in user, by a random id in a cookie; the database stores only its hash. */
import type { Middleware } from 'koa';
import type { Core } from '../core.js';
import { hashOf, newSecret } from '../secrets.js';
import {
  OwnCookie,
  redirect,
  type RelayContext,
  type RelayState,
  type Session,
} from './context.js';
import type { NoticeName } from './notices.js';

/** A month: the pages are opened when something has to be linked, and a sign-in each time teaches weak passwords. */
const SESSION_LIFE_S = 30 * 24 * 3600;
/** Not used for two weeks, it ends. */
const IDLE_MAX_S = 14 * 24 * 3600;
/** Last use is shown to the hour, so it is written no more often. */
const SEEN_EVERY_MS = 3_600_000;
const SESSIONS_MAX = 20;
const SESSION_ID = /^[\w-]{43}$/;

export interface OpenSession {
  readonly idHash: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly lastSeenAtMs?: number;
  /** A word or two, such as "Firefox on Linux". */
  readonly browser?: string;
}

export class Sessions {
  readonly #core: Pick<Core, 'database' | 'clock' | 'bytes'>;
  readonly #cookie: OwnCookie;

  constructor(core: Core) {
    this.#core = core;
    this.#cookie = new OwnCookie('sixteen-by-two', core.config);
  }

  /** Always under a new id, against session fixation. */
  async begin(ctx: RelayContext, uid: string, notice: NoticeName): Promise<void> {
    const { database, clock, bytes } = this.#core;
    const previousId = this.#cookie.read(ctx);
    if (previousId !== undefined)
      await database.changed`DELETE FROM sessions WHERE id_hash = ${hashOf(previousId)}`;
    const id = newSecret(bytes);
    const now = new Date(clock.nowMs());
    const end = new Date(clock.nowMs() + SESSION_LIFE_S * 1000);
    await database.changed`
      INSERT INTO sessions (id_hash, uid, notice, created_at, expires_at, last_seen_at, browser)
      VALUES (${hashOf(id)}, ${uid}, ${notice}, ${now}, ${end}, ${now}, ${browserOf(ctx)})`;
    // The account's limit: the least recently used ones are deleted.
    await database.changed`
      DELETE FROM sessions WHERE id_hash IN (
        SELECT id_hash FROM sessions WHERE uid = ${uid}
        ORDER BY last_seen_at DESC NULLS LAST, created_at DESC OFFSET ${SESSIONS_MAX})`;
    this.#cookie.write(ctx, id, SESSION_LIFE_S);
  }

  /** Looks up the session if there is a cookie; device routes are mounted before, so they skip it. */
  middleware(): Middleware<RelayState> {
    return async (ctx, next) => {
      const id = this.#cookie.read(ctx);
      const session =
        id !== undefined && SESSION_ID.test(id) ? await this.#find(hashOf(id)) : undefined;
      if (session) ctx.state.session = session;
      await next();
    };
  }

  async #find(idHash: string): Promise<Session | undefined> {
    const { database, clock } = this.#core;
    const nowMs = clock.nowMs();
    const row = await database.first<Session & { readonly lastSeenAtMs?: number }>`
      SELECT id_hash AS "idHash", uid, notice, last_seen_at AS "lastSeenAtMs" FROM sessions
      WHERE id_hash = ${idHash} AND expires_at > ${new Date(nowMs)}
        AND (last_seen_at IS NULL OR last_seen_at > ${new Date(nowMs - IDLE_MAX_S * 1000)})`;
    if (row && nowMs - (row.lastSeenAtMs ?? 0) > SEEN_EVERY_MS)
      await database.changed`
        UPDATE sessions SET last_seen_at = ${new Date(nowMs)} WHERE id_hash = ${idHash}`;
    return row;
  }

  /** Leads to the page that says what was done, and what comes next. */
  async tell(ctx: RelayContext, { idHash }: Session, notice: NoticeName): Promise<void> {
    const { database } = this.#core;
    await database.changed`UPDATE sessions SET notice = ${notice} WHERE id_hash = ${idHash}`;
    redirect(ctx, '/success');
  }

  list(uid: string): Promise<readonly OpenSession[]> {
    return this.#core.database.rows<OpenSession>`
      SELECT id_hash AS "idHash", created_at AS "createdAtMs", expires_at AS "expiresAtMs",
        last_seen_at AS "lastSeenAtMs", browser
      FROM sessions WHERE uid = ${uid} ORDER BY created_at`;
  }

  async end(idHash: string, uid: string): Promise<void> {
    await this.#core.database.changed`
      DELETE FROM sessions WHERE id_hash = ${idHash} AND uid = ${uid}`;
  }

  /** All of the account, except one. */
  async endAll(uid: string, exceptIdHash = ''): Promise<void> {
    const { database } = this.#core;
    await database.changed`
      DELETE FROM sessions WHERE uid = ${uid} AND id_hash <> ${exceptIdHash}`;
  }

  forget(ctx: RelayContext): void {
    this.#cookie.clear(ctx);
  }
}

/** Enough to tell your browsers apart, and nothing that a browser could forge. */
function browserOf(ctx: RelayContext): string {
  const agent = ctx.get('User-Agent');
  const find = (names: readonly string[]): string | undefined =>
    names.find((name) => agent.includes(name));
  const browser = find(['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari', 'curl']) ?? 'Browser';
  const system = find(['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux']);
  return system === undefined ? browser : `${browser} on ${system}`;
}
