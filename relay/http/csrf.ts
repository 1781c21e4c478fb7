/**
 * A POST to a page must come from one of our own pages, whether or not anybody is signed in: browsers leave a Lax cookie
 * at home when another site sends the form, and a visitor whom a stranger's page signs in to the stranger's account would
 * connect their own Spotify to it. Browsers say where a form comes from; a request that says nothing is a script's.
 */
import type { Middleware } from 'koa';
import type { RelayContext, RelayState } from './context.js';
import { Refusal } from './refusal.js';

export function csrf({ publicUrl }: { readonly publicUrl: string }): Middleware<RelayState> {
  return async (ctx, next) => {
    const isHarmless = ['GET', 'HEAD', 'OPTIONS'].includes(ctx.method);
    if (!isHarmless && isForeign(ctx, publicUrl)) throw new Refusal('foreign-form');
    await next();
  };
}

/** Whether the browser says that another site has led here. Over plain http it says nothing of a GET. */
export function isFromElsewhere(ctx: RelayContext): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  // `none`: the person typed the address, or resubmitted the form.
  return site !== '' && site !== 'same-origin' && site !== 'none';
}

function isForeign(ctx: RelayContext, publicUrl: string): boolean {
  const origin = ctx.get('Origin');
  return isFromElsewhere(ctx) || (origin !== '' && !isOwn(origin, publicUrl, ctx.host));
}

/** If the address bar has a second name of ours, the Origin and Host headers still agree. */
function isOwn(origin: string, publicUrl: string, host: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  if (!URL.canParse(origin) || host === '') return false;
  const url = new URL(origin);
  // Without TLS anyone on the path may have changed the page, whatever its host.
  return url.host === host && url.protocol === new URL(publicUrl).protocol;
}
