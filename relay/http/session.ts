/** The session's cookie, and who it belongs to. */
import type { Middleware } from 'koa';
import { SESSION_LIFE_S, type Sessions } from './sessions.js';
import type { Session } from '../db/store.js';
import type { RelayContext, RelayState } from './state.js';

export class SessionCookie {
  readonly name: string;
  readonly #isHttps: boolean;

  constructor({ isHttps }: { readonly isHttps: boolean }) {
    this.#isHttps = isHttps;
    // The prefix makes browsers insist on Secure, on our very host and on the whole path; they refuse it over http.
    this.name = isHttps ? '__Host-sixteen-by-two' : 'sixteen-by-two';
  }

  read(ctx: RelayContext): string | undefined {
    return ctx.cookies.get(this.name);
  }

  write(ctx: RelayContext, id: string): void {
    this.#set(ctx, `${this.name}=${id}; Max-Age=${SESSION_LIFE_S}`);
  }

  clear(ctx: RelayContext): void {
    this.#set(ctx, `${this.name}=; Max-Age=0`);
  }

  /** By hand: Koa refuses Secure where a proxy took the TLS off. Lax, since Spotify's redirect must bring it along. */
  #set(ctx: RelayContext, pair: string): void {
    ctx.append(
      'Set-Cookie',
      `${pair}; Path=/; HttpOnly; SameSite=Lax${this.#isHttps ? '; Secure' : ''}`,
    );
  }
}

/** Looks the session up where a cookie came; device routes, mounted before, never pay for it. */
export function session(sessions: Sessions, cookie: SessionCookie): Middleware<RelayState> {
  return async (ctx, next) => {
    const found = await sessions.find(cookie.read(ctx));
    if (found) ctx.state.session = found;
    await next();
  };
}

/** @returns the session, or undefined after having sent the browser to sign in */
export function signedIn(ctx: RelayContext): Session | undefined {
  const { session: found } = ctx.state;
  if (!found) {
    ctx.status = 303;
    ctx.set('Location', '/admin');
    ctx.body = '';
  }
  return found;
}
