/** What middleware leaves for the routes, and how routes respond. */
import type { ParameterizedContext } from 'koa';
import type Router from 'koa-router';
import type { Config } from '../config.js';
import type { Html } from './html.js';
import { Refusal } from './refusal.js';

export interface Session {
  readonly idHash: string;
  readonly uid: string;
  readonly notice: string | undefined;
}

export interface RelayState {
  /** Undefined if nobody is signed in. */
  session?: Session;
  /** How errors are answered; a page, unless a route says otherwise. */
  answers?: 'json';
  /** In every log line of the request. */
  requestId?: string;
}
export type RelayContext = ParameterizedContext<RelayState>;
export type RelayRouter = Router<RelayState>;

/** What devices and scripts call: JSON responses, without cookie and session. */
const DEVICE_PATHS: readonly string[] = Object.freeze([
  '/device_authorization',
  '/token',
  '/refresh',
  '/get',
]);

/** Scripts read JSON and the names of fields, people read pages and the labels beside the fields. */
export function isForPeople({ path, state }: Pick<RelayContext, 'path' | 'state'>): boolean {
  return state.answers !== 'json' && !DEVICE_PATHS.includes(path);
}

export function page(ctx: RelayContext, content: Html, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = content.text;
}

/** A file to download. */
export function download(ctx: RelayContext, name: string, value: object): void {
  ctx.set('Content-Disposition', `attachment; filename="${name}"`);
  ctx.type = 'json';
  ctx.body = JSON.stringify(value, undefined, 2);
}

/** 303: the browser fetches the next address with GET, so that a reload does not submit twice. */
export function redirect(ctx: RelayContext, address: string): void {
  ctx.status = 303;
  ctx.set('Location', address);
  ctx.body = '';
}

/** Runs a route whose errors are shown in its form: going back from an error page would clear the form. */
export async function orFormAgain(
  ctx: RelayContext,
  work: () => Promise<void>,
  form: (problem: string) => Html,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { status, description, retryAfterS } = thrown.details;
    if (retryAfterS !== undefined) ctx.set('Retry-After', String(retryAfterS));
    page(ctx, form(description), status);
  }
}

export type PageContext = RelayContext & {
  readonly params: Readonly<Record<string, string | undefined>>;
};
type Handle = (ctx: PageContext, session: Session) => Promise<void>;
type AddRoute = (path: string, handle: Handle) => void;

/** Routes for a signed-in user; others are redirected to sign in. */
export function owned(router: RelayRouter): { readonly get: AddRoute; readonly post: AddRoute } {
  const guard = (handle: Handle) => async (ctx: PageContext) => {
    if (ctx.state.session) await handle(ctx, ctx.state.session);
    else redirect(ctx, '/admin');
  };
  return {
    get: (path, handle) => void router.get(path, guard(handle)),
    post: (path, handle) => void router.post(path, guard(handle)),
  };
}

/** Our cookie. By hand: Koa refuses Secure if a proxy terminates TLS. Lax, since Spotify's redirect must send it. */
export class OwnCookie {
  readonly name: string;
  readonly #attributes: string;

  constructor(name: string, { publicUrl }: Pick<Config, 'publicUrl'>) {
    const isHttps = publicUrl.startsWith('https:');
    // The prefix makes browsers insist on Secure, on our very host and on the whole path; they refuse it over http.
    this.name = isHttps ? `__Host-${name}` : name;
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  }

  read(ctx: RelayContext): string | undefined {
    return ctx.cookies.get(this.name);
  }

  write(ctx: RelayContext, value: string, lifeS: number): void {
    ctx.append('Set-Cookie', `${this.name}=${value}; Max-Age=${lifeS}; ${this.#attributes}`);
  }

  clear(ctx: RelayContext): void {
    this.write(ctx, '', 0);
  }
}
