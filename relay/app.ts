/** The relay as a Koa application: wires its rooms. Listens to nothing, opens nothing. */
import { readFileSync } from 'node:fs';
import Koa from 'koa';
import Router from 'koa-router';
import { accountRoutes } from './account/account-routes.js';
import { Accounts } from './account/accounts.js';
import { Passwords } from './account/passwords.js';
import { SignIn } from './account/sign-in.js';
import { Visitors } from './account/visitors.js';
import type { Core } from './core.js';
import { deviceRoutes } from './devices/device-routes.js';
import { Devices } from './devices/devices.js';
import { Linking, POLL_INTERVAL_S } from './devices/linking.js';
import { ownerRoutes, PendingCode } from './devices/owner-routes.js';
import { Connect } from './grant/connect.js';
import { grantRoutes } from './grant/grant-routes.js';
import { Grants } from './grant/grants.js';
import { redirectOf } from './grant/redirect-uri.js';
import { Refresher } from './grant/refresh.js';
import { homeRoutes } from './home/home-routes.js';
import type { RelayRouter, RelayState } from './http/context.js';
import { csrf } from './http/csrf.js';
import { errors } from './http/errors.js';
import { Metrics } from './http/metrics.js';
import { atPublicUrl } from './http/own-address.js';
import { opsRoutes } from './http/ops.js';
import { pageHeaders } from './http/page-headers.js';
import { requestLog } from './http/request-log.js';
import { Sessions } from './http/session.js';
import { Throttle } from './http/throttle.js';
import type { Spell } from './playing/get-answer.js';
import { NowPlaying } from './playing/now-playing.js';
import { displayRoute, getRoute } from './playing/playing-routes.js';
import { systemSecretBytes, type SecretBytes } from './secrets.js';

export interface AppOptions extends Omit<Core, 'bytes'> {
  /** The device's text code. */
  readonly spell: Spell;
  readonly version: string;
  /** Devices poll every second whether they were approved, since nobody is there to type. */
  readonly demo?: boolean;
  readonly bytes?: SecretBytes;
  /** Cheap ones, where many accounts are made and none is worth guarding. */
  readonly passwords?: Passwords;
  /** Further routes on the same port, behind the same headers and errors. */
  readonly extraRoutes?: (router: RelayRouter) => void;
}

const STYLESHEET = new URL('./http/style.css', import.meta.url);

export interface App {
  readonly koa: Koa;
  /** From now on `/readyz` says no. */
  readonly announceStop: () => void;
  /** Waits, not for long, until all that must be stored is stored. */
  readonly settle: () => Promise<void>;
}

export function createApp(options: AppOptions): App {
  const { config, log, demo = false, bytes = systemSecretBytes } = options;
  const metrics = new Metrics();
  const core: Core = { ...options, bytes, spotify: counted(options.spotify, metrics) };
  const throttle = new Throttle(core);
  const sessions = new Sessions(core);
  const accounts = new Accounts(core.database);
  const grants = new Grants(core.database);
  const devices = new Devices(core);
  const refresher = new Refresher({ ...core, grants, accounts, throttle });
  const nowPlaying = new NowPlaying({ ...core, refresher });
  const redirectTarget = redirectOf(config);
  const passwords = options.passwords ?? new Passwords();
  const signIn = new SignIn({ ...core, accounts, passwords, throttle });
  const rooms = {
    ...core,
    ...{ metrics, throttle, sessions, accounts, passwords, grants, devices, refresher, nowPlaying },
    ...{ spell: options.spell, version: options.version, redirectTarget },
    signIn,
    visitors: new Visitors({ ...core, throttle, signIn }),
    onUnlinkAll: (uid: string) => devices.unlinkAll(uid),
    connect: new Connect({ ...core, grants, accounts, refresher, redirectTarget }),
    linking: new Linking({ ...core, throttle, intervalS: demo ? 1 : POLL_INTERVAL_S }),
    pendingCode: new PendingCode(config),
    onConnected: (uid: string) => nowPlaying.forget(uid),
    stylesheet: readFileSync(STYLESHEET, 'utf8'),
    stopping: { isStopping: false },
  };

  const app = new Koa<RelayState>();
  app.proxy = config.trustProxy > 0;
  app.maxIpsCount = config.trustProxy;
  // Errors are answered and logged by our own middleware; what is left are sockets that went away.
  app.silent = true;
  app.use(requestLog(rooms));
  app.use(errors(log));

  // First, so that devices pay for nothing that only pages need.
  const forDevices: RelayRouter = new Router<RelayState>();
  deviceRoutes(forDevices, rooms);
  getRoute(forDevices, rooms);
  app.use(forDevices.routes());

  const open: RelayRouter = new Router<RelayState>();
  opsRoutes(open, rooms);
  const pages: RelayRouter = new Router<RelayState>();
  pages.use(atPublicUrl(core));
  pages.use(sessions.middleware());
  for (const addRoutes of [accountRoutes, grantRoutes, ownerRoutes, displayRoute, homeRoutes])
    addRoutes(pages, rooms);
  const extra: RelayRouter = new Router<RelayState>();
  options.extraRoutes?.(extra);
  // It answers after all the others, with what they have found.
  app.use(open.allowedMethods());
  app.use(pageHeaders(config));
  app.use(csrf(config));
  for (const router of [open, pages, extra]) app.use(router.routes());
  return {
    koa: app,
    announceStop: () => {
      rooms.stopping.isStopping = true;
    },
    settle: () => refresher.settle(),
  };
}

/** Counts requests to Spotify: they are what an operator has least of. */
function counted({ accounts, player }: Core['spotify'], metrics: Metrics): Core['spotify'] {
  return {
    accounts: {
      ...accounts,
      refresh: async (app, refreshToken) => {
        const answer = await accounts.refresh(app, refreshToken);
        metrics.spotify('refreshes', answer.ok ? 'ok' : answer.fault.kind);
        return answer;
      },
    },
    player: {
      ask: async (accessToken) => {
        const answer = await player.ask(accessToken);
        metrics.spotify('polls', answer.ok ? 'ok' : answer.fault.kind);
        return answer;
      },
    },
  };
}
