/** One line a request: never the query, which on /callback holds a code and a state. */
import type { Middleware } from 'koa';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import type { RelayState } from './state.js';

/** Paths are ours or noise; noise is cut. */
const PATH_MAX = 100;

export function requestLog(log: Log, clock: Clock): Middleware<RelayState> {
  return async (ctx, next) => {
    const startedAtMs = clock.nowMs();
    await next();
    const { method, status } = ctx;
    const path = ctx.path.slice(0, PATH_MAX);
    log.info({ method, path, status, ms: Math.round(clock.nowMs() - startedAtMs) }, 'request');
  };
}
