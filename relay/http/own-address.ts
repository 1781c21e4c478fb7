/** The host name and the proxies of a request. */
import type { Middleware } from 'koa';
import type { Core } from '../core.js';
import { isLoopback } from './client-address.js';
import type { RelayContext, RelayState } from './context.js';

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
const FORWARDED = /^(forwarded|via|x-forwarded-.*)$/;

function isForwarded({ req }: RelayContext): boolean {
  return Object.keys(req.headers).some((name) => FORWARDED.test(name));
}

/** From this machine without a proxy: behind one on this host every request comes from loopback. */
export function isLocal(
  ctx: RelayContext,
  { trustProxy }: { readonly trustProxy: number },
): boolean {
  const isDirect = trustProxy === 0 && !isForwarded(ctx);
  return isDirect && isLoopback(ctx.req.socket.remoteAddress) && LOOPBACK_NAME.test(ctx.host);
}

/**
 * For pages: PUBLIC_URL is the one name that Spotify returns to and that cookies are for. Opened by another name of this
 * machine, connecting Spotify would end in "wrong state"; and a relay on a LAN address gets Spotify's responses at 127.0.0.1.
 */
export function atPublicUrl({ config }: Core): Middleware<RelayState> {
  const { host } = new URL(config.publicUrl);
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.host === host || !isLocal(ctx, config)) {
      await next();
      return;
    }
    ctx.status = 307;
    ctx.set('Location', config.publicUrl + ctx.originalUrl);
    ctx.body = '';
  };
}

/** A TRUST_PROXY that does not match makes all visitors one, or lets each choose an address. Warned once. */
export function proxyWatch({ config, log }: Core): (ctx: RelayContext) => void {
  let isSaid = false;
  return (ctx) => {
    if (isSaid || isForwarded(ctx) === config.trustProxy > 0) return;
    // Health checks may bypass the proxy.
    if (config.trustProxy > 0 && ['/healthz', '/readyz', '/metrics'].includes(ctx.path)) return;
    isSaid = true;
    log.warn(
      { trustProxy: config.trustProxy },
      config.trustProxy > 0
        ? 'TRUST_PROXY is set, but a request came without X-Forwarded-For'
        : 'a proxy forwards requests, but TRUST_PROXY is 0: all its visitors count as one',
    );
  };
}
