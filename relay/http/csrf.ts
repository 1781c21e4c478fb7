/**
 * A POST to a page must come from one of our own pages, whether or not somebody is signed in: browsers leave a Lax
 * cookie at home when another site sends the form, and a visitor whom a stranger's page signs in to the stranger's
 * account gives that account the next consent. Browsers say where a form comes from; what says nothing is a script.
 */
import type { Middleware } from 'koa';
import { DEVICE_PATHS } from './device-paths.js';
import { Refusal } from './refusal.js';
import type { RelayContext, RelayState } from './state.js';

export function csrf({ publicUrl }: { readonly publicUrl: string }): Middleware<RelayState> {
  return async (ctx, next) => {
    const isHarmless = ['GET', 'HEAD', 'OPTIONS'].includes(ctx.method);
    // Displays show a token of their own; no cookie speaks for them, and none comes of what they send.
    if (!isHarmless && !DEVICE_PATHS.includes(ctx.path) && isForeign(ctx, publicUrl))
      throw new Refusal({
        status: 403,
        error: 'access_denied',
        description: "The form came from another site. Open the relay's own page and try again.",
      });
    await next();
  };
}

/** Whether the browser says that another site has led here. Over plain http it says nothing of a GET. */
export function isFromElsewhere(ctx: RelayContext): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  // `none`: the person typed the address, or sent the form anew.
  return site !== '' && site !== 'same-origin' && site !== 'none';
}

function isForeign(ctx: RelayContext, publicUrl: string): boolean {
  const origin = ctx.get('Origin');
  return isFromElsewhere(ctx) || (origin !== '' && !isOwn(origin, publicUrl, ctx.host));
}

/** Where the address in the bar is a second name of ours, browser and Host header still agree on it. */
function isOwn(origin: string, publicUrl: string, host: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  if (!URL.canParse(origin) || host === '') return false;
  const url = new URL(origin);
  // A page without TLS may be anybody's on the way, whatever its name.
  return url.host === host && url.protocol === new URL(publicUrl).protocol;
}
