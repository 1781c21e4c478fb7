/** For operators and browsers: is it alive, is it ready, what does it count, and the stylesheet. */
import type { Core } from '../core.js';
import { DatabaseUnavailable } from '../db/database.js';
import { isSameSecret } from '../secrets.js';
import { isLoopback } from './client-address.js';
import type { RelayRouter } from './context.js';
import type { Metrics } from './metrics.js';
import { Refusal } from './refusal.js';

type Given = Core & {
  readonly metrics: Metrics;
  readonly version: string;
  readonly stylesheet: string;
};

export function opsRoutes(router: RelayRouter, given: Given): void {
  const { config, database, metrics, version, stylesheet } = given;
  const { metricsToken } = config;

  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok', version };
  });

  router.get('/readyz', async (ctx) => {
    try {
      await database.rows`SELECT 1`;
      ctx.body = { status: 'ok', version };
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
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
      throw new Refusal('metrics-private', { isAnonymous: bearer === undefined });
    ctx.type = 'text/plain; version=0.0.4';
    ctx.body = metrics.text();
  });

  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = stylesheet;
  });
}
