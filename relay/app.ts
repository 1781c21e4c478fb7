/** The relay as a Koa application. Listens to nothing, opens nothing. */
import Koa from 'koa';
import Router from 'koa-router';
import { accountRoutes } from './account/account-routes.js';
import { deviceRoutes } from './devices/device-routes.js';
import { ownerRoutes } from './devices/owner-routes.js';
import { grantRoutes } from './grant/grant-routes.js';
import { homeRoutes } from './home/home-routes.js';
import type { RelayRouter, RelayState } from './http/context.js';
import { csrf } from './http/csrf.js';
import { errors } from './http/errors.js';
import { opsRoutes } from './http/ops.js';
import { atPublicUrl } from './http/own-address.js';
import { pageHeaders } from './http/page-headers.js';
import { requestLog } from './http/request-log.js';
import { displayRoute, getRoute } from './playing/playing-routes.js';
import type { Rooms } from './rooms.js';

/** @param extraRoutes on the same port, behind the same headers and errors */
export function createApp(rooms: Rooms, extraRoutes?: (router: RelayRouter) => void): Koa {
  const { config, log, sessions } = rooms;
  const app = new Koa<RelayState>();
  app.proxy = config.trustProxy > 0;
  app.maxIpsCount = config.trustProxy;
  // Our own middleware handles and logs errors; the rest are closed sockets.
  app.silent = true;
  app.use(requestLog(rooms));
  app.use(errors(log));

  // First, so that devices skip what only pages need.
  const forDevices: RelayRouter = new Router<RelayState>();
  deviceRoutes(forDevices, rooms);
  getRoute(forDevices, rooms);
  app.use(forDevices.routes());

  const open: RelayRouter = new Router<RelayState>();
  opsRoutes(open, rooms);
  const pages: RelayRouter = new Router<RelayState>();
  pages.use(atPublicUrl(rooms), sessions.middleware());
  for (const addRoutes of [accountRoutes, grantRoutes, ownerRoutes, displayRoute, homeRoutes])
    addRoutes(pages, rooms);
  const extra: RelayRouter = new Router<RelayState>();
  extraRoutes?.(extra);
  // It responds after all the others, with what they have found.
  app.use(open.allowedMethods());
  app.use(pageHeaders(config, rooms.redirectTarget.uri));
  app.use(csrf(config));
  for (const router of [open, pages, extra]) app.use(router.routes());
  return app;
}
