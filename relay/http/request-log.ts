/**
 * One line a request, under an id that the response carries as well: never the query, which on /callback holds a code and
 * a state. Counted by the route as it was registered.
 */
import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Core } from '../core.js';
import type { RelayState } from './context.js';
import type { Metrics } from './metrics.js';
import { proxyWatch } from './own-address.js';

/** Paths are ours or noise; noise is cut, and what may be a token is not logged. */
const PATH_MAX = 100;
const LONG_WORD = /[\w%~+.=-]{20,}/g;

export function loggedPath({ path }: { readonly path: string }): string {
  return path.slice(0, PATH_MAX).replace(LONG_WORD, '…');
}

export function requestLog(given: Core & { readonly metrics: Metrics }): Middleware<RelayState> {
  const { log, clock, metrics } = given;
  const watchProxy = proxyWatch(given);
  return async (ctx, next) => {
    const startedAtMs = clock.nowMs();
    const id = randomUUID();
    ctx.state.requestId = id;
    ctx.set('X-Request-Id', id);
    ctx.set('X-Content-Type-Options', 'nosniff');
    // Pages and tokens are private; what may be kept says so itself.
    ctx.set('Cache-Control', 'no-store');
    watchProxy(ctx);
    await next();
    const { method, status } = ctx;
    const tookMs = clock.nowMs() - startedAtMs;
    log.request({ id, method, path: loggedPath(ctx), status, ms: Math.round(tookMs) });
    metrics.request(routeOf(ctx), status, tookMs / 1000);
  };
}

/** The router's name for it; unmatched paths share one series, however many are tried. */
function routeOf(ctx: object): string {
  return '_matchedRoute' in ctx && typeof ctx._matchedRoute === 'string'
    ? ctx._matchedRoute
    : 'none';
}
