/**
 * A POST to a page must come from one of our own pages, signed in or not: browsers do not send a Lax cookie
 * if another site submits the form, and a visitor whom an attacker's page signs in to the attacker's account would
 * connect their own Spotify to it. Browsers say where a form comes from; a request without that is a script's.
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

/** Whether the browser reports that the request comes from another site. Over plain http it does not for a GET. */
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
