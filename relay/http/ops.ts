/** For operators and browsers: is it alive, is it ready, and the stylesheet. */
import Router from 'koa-router';
import { isLoopback } from './client-address.js';
import { Refusal } from './refusal.js';
import type { RelayRouter, RelayState } from './state.js';
import type { Metrics } from './metrics.js';
import { isSameSecret } from '../secrets.js';
import { StoreUnavailable, type Store } from '../db/store.js';

export interface OpsRoutesOptions {
  readonly store: Store;
  readonly metrics: Metrics;
  /** Undefined: loopback alone may read the metrics. */
  readonly metricsToken: string | undefined;
  readonly version: string;
  readonly stylesheet: string;
}

export function opsRoutes(options: OpsRoutesOptions): RelayRouter {
  const { store, metrics, metricsToken, version, stylesheet } = options;
  const router = new Router<RelayState>();

  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok', version };
  });

  router.get('/readyz', async (ctx) => {
    try {
      await store.ping();
      ctx.body = { status: 'ok', version };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      ctx.status = 503;
      ctx.body = { status: 'database unreachable', version };
    }
  });

  router.get('/metrics', (ctx) => {
    const bearer = /^Bearer +(\S+)$/i.exec(ctx.get('Authorization'))?.[1];
    const isKnown =
      metricsToken !== undefined && bearer !== undefined && isSameSecret(bearer, metricsToken);
    // Behind a proxy on this host everybody comes from loopback; what was forwarded is not local.
    const isLocal = isLoopback(ctx.req.socket.remoteAddress) && ctx.get('X-Forwarded-For') === '';
    if (!isKnown && !isLocal)
      throw new Refusal({
        status: 401,
        isAnonymous: bearer === undefined,
        error: 'invalid_token',
        description: 'Metrics are for the operator: from loopback, or with METRICS_TOKEN.',
      });
    ctx.type = 'text/plain; version=0.0.4';
    ctx.body = metrics.text();
  });

  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = stylesheet;
  });

  return router;
}
