/** For operators and browsers: is it alive, is it ready, what does it count, and the stylesheet. */
import type { Rooms } from '../rooms.js';
import { DatabaseUnavailable } from '../db/database.js';
import { isSameSecret } from '../secrets.js';
import type { RelayContext, RelayRouter } from './context.js';
import { isLocal } from './own-address.js';
import { Refusal } from './refusal.js';

export function opsRoutes(router: RelayRouter, rooms: Rooms): void {
  const { config, database, metrics, version, stopping } = rooms;
  const { metricsToken } = config;

  const notReady = (ctx: RelayContext, status: string): void => {
    ctx.status = 503;
    ctx.set('Retry-After', '5');
    ctx.body = { status, version };
  };

  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok', version };
  });

  router.get('/readyz', async (ctx) => {
    try {
      const [row] = await database.rows<{ mode: string }>`
        SELECT current_setting('transaction_read_only') AS mode`;
      if (stopping.isStopping) notReady(ctx, 'stopping');
      else if (row?.mode === 'on') notReady(ctx, 'database read-only');
      else ctx.body = { status: 'ok', version };
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      notReady(ctx, 'database unreachable');
    }
  });

  router.get('/metrics', (ctx) => {
    const bearer = /^Bearer +(\S+)$/i.exec(ctx.get('Authorization'))?.[1];
    const isKnown =
      metricsToken !== undefined && bearer !== undefined && isSameSecret(bearer, metricsToken);
    if (!isKnown && !isLocal(ctx, config))
      throw new Refusal('metrics-private', { isAnonymous: bearer === undefined });
    ctx.type = 'text/plain; version=0.0.4';
    ctx.body = metrics.text();
  });

  for (const [path, type, text] of [
    ['/style.css', 'css', rooms.stylesheet],
    ['/page.js', 'text/javascript', rooms.script],
    ['/icon.svg', 'svg', rooms.icon],
  ] as const)
    router.get(path, (ctx) => {
      ctx.type = type;
      ctx.set('Cache-Control', 'public, max-age=300');
      ctx.body = text;
    });
}
