/** For operators and browsers: is it alive, is it ready, and the stylesheet. */
import Router from 'koa-router';
import type { RelayRouter, RelayState } from '../middleware/state.js';
import { StoreUnavailable, type Store } from '../store/store.js';

export interface OpsRoutesOptions {
  readonly store: Store;
  readonly version: string;
  readonly stylesheet: string;
}

export function opsRoutes({ store, version, stylesheet }: OpsRoutesOptions): RelayRouter {
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

  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = stylesheet;
  });

  return router;
}
