/**
 * A POST that carries a session's cookie must come from one of our own pages. Browsers say where it comes from; what
 * says nothing is a script with the cookie in its hand, and passes.
 */
import type { Middleware } from 'koa';
import { Refusal } from './refusal.js';
import type { RelayState } from './state.js';

export function csrf({
  cookieName,
  publicUrl,
}: {
  readonly cookieName: string;
  readonly publicUrl: string;
}): Middleware<RelayState> {
  return async (ctx, next) => {
    const isHarmless = ['GET', 'HEAD', 'OPTIONS'].includes(ctx.method);
    // Devices send no cookies at all, and taking apart none still costs.
    const hasCookies = ctx.req.headers.cookie !== undefined;
    if (!isHarmless && hasCookies && ctx.cookies.get(cookieName) !== undefined) {
      const site = ctx.get('Sec-Fetch-Site');
      const origin = ctx.get('Origin');
      const isSilent = site === '' && origin === '';
      if (!isSilent && site !== 'same-origin' && !isOwn(origin, publicUrl, ctx.host))
        throw new Refusal({
          status: 403,
          error: 'access_denied',
          description: "The form came from another site. Open the relay's own page and try again.",
        });
    }
    await next();
  };
}

/** Where the address in the bar is a second name of ours, browser and Host header still agree on it. */
function isOwn(origin: string, publicUrl: string, host: string): boolean {
  if (origin === publicUrl) return true;
  if (!URL.canParse(origin) || host === '') return false;
  const url = new URL(origin);
  // A page without TLS may be anybody's on the way, whatever its name.
  return url.host === host && url.protocol === new URL(publicUrl).protocol;
}
