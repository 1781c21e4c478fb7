/**
 * One line a request, under an id that the answer carries as well: never the query, which on /callback holds a code and
 * a state. Counted by the route as it was registered.
 */
import type { Middleware } from 'koa';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { Metrics } from './metrics.js';
import type { RelayState } from './state.js';

/** Paths are ours or noise; noise is cut. */
const PATH_MAX = 100;

export interface RequestLogOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly newRequestId: () => string;
}

export function requestLog({
  log,
  clock,
  metrics,
  newRequestId,
}: RequestLogOptions): Middleware<RelayState> {
  return async (ctx, next) => {
    const startedAtMs = clock.nowMs();
    const id = newRequestId();
    ctx.state.requestId = id;
    ctx.set('X-Request-Id', id);
    await next();
    const { method, status } = ctx;
    const path = ctx.path.slice(0, PATH_MAX);
    const tookMs = clock.nowMs() - startedAtMs;
    log.request({ id, method, path, status, ms: Math.round(tookMs) });
    metrics.request(routeOf(ctx), status, tookMs / 1000);
  };
}

/** The router's own name of it; what matched none is one series, however many paths are tried. */
function routeOf(ctx: object): string {
  return '_matchedRoute' in ctx && typeof ctx._matchedRoute === 'string'
    ? ctx._matchedRoute
    : 'none';
}
