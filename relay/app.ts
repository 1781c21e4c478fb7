/** The relay as a Koa application: wires services and routes. Listens to nothing, opens nothing. */
import { readFileSync } from 'node:fs';
import Koa from 'koa';
import Router from 'koa-router';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import type { Log } from './log.js';
import { Metrics } from './http/metrics.js';
import { csrf } from './http/csrf.js';
import { errors } from './http/errors.js';
import { requestLog } from './http/request-log.js';
import { securityHeaders } from './http/security-headers.js';
import { session, SessionCookie } from './http/session.js';
import type { RelayRouter, RelayState } from './http/state.js';
import { redirectOf } from './grant/redirect-uri.js';
import { accountRoutes } from './account/account-routes.js';
import { authorizeRoutes } from './grant/authorize-routes.js';
import { deviceRoutes } from './devices/device-routes.js';
import { displayRoutes } from './devices/devices-routes.js';
import { homeRoutes } from './home/home-routes.js';
import { linkRoutes } from './devices/link-routes.js';
import { opsRoutes } from './http/ops.js';
import { PendingCode } from './devices/pending-code.js';
import { signInRoutes } from './account/sign-in-routes.js';
import { AccountCare } from './account/account-care.js';
import { Devices } from './devices/devices.js';
import type { Spell } from './playing/get-answer.js';
import { Grants } from './grant/grant.js';
import { LinkDevice, POLL_INTERVAL_S } from './devices/link-device.js';
import { NowPlaying } from './playing/now-playing.js';
import { Passwords } from './account/passwords.js';
import { Refresher } from './grant/refresh.js';
import { idSource, systemSecretBytes, type SecretBytes } from './secrets.js';
import { Sessions } from './http/sessions.js';
import { SignIn } from './account/sign-in.js';
import { Throttle } from './http/throttle.js';
import type { SpotifyAccounts } from './spotify/accounts.js';
import type { SpotifyPlayer } from './spotify/player.js';
import type { Store } from './db/store.js';

export interface AppOptions {
  readonly config: Config;
  readonly store: Store;
  readonly spotify: { readonly accounts: SpotifyAccounts; readonly player: SpotifyPlayer };
  readonly clock: Clock;
  readonly log: Log;
  /** The device's text code. */
  readonly spell: Spell;
  readonly version: string;
  /** Displays ask every second whether they were approved, since nobody is there to type. */
  readonly demo?: boolean;
  readonly bytes?: SecretBytes;
  /** Cheap ones, where many accounts are made and none is worth guarding. */
  readonly passwords?: Passwords;
  /** Further routes on the same port, behind the same headers and errors. */
  readonly extraRoutes?: (router: RelayRouter) => void;
}

/** Beside the modules at import time would be a read at import; once an application is not worth a cache. */
const STYLESHEET = new URL('./http/style.css', import.meta.url);

export function createApp(options: AppOptions): Koa {
  const { config, store, spotify, clock, log, spell, version } = options;
  const { defaultApp, publicUrl, registration, inviteCode, trustProxy } = config;
  const {
    demo = false,
    bytes = systemSecretBytes,
    passwords = new Passwords(),
    extraRoutes,
  } = options;
  const isHttps = publicUrl.startsWith('https:');

  const sessions = new Sessions({ store, clock, bytes });
  const throttle = new Throttle({ store, clock });
  const signIn = new SignIn({
    store,
    clock,
    passwords,
    throttle,
    registration,
    inviteCode,
    defaultApp,
  });
  const care = new AccountCare({ store, passwords, signIn });
  const redirectTarget = redirectOf(config);
  const metrics = new Metrics();
  const { accounts, player } = counted(spotify, metrics);
  const redirectUri = redirectTarget.uri;
  const refresher = new Refresher({ store, accounts, clock, log, defaultApp });
  const grants = new Grants({
    store,
    accounts,
    refresher,
    clock,
    log,
    bytes,
    defaultApp,
    redirectUri,
  });
  const nowPlaying = new NowPlaying({ store, player, refresher, clock });
  const devices = new Devices({ store, clock, bytes });
  const intervalS = demo ? 1 : POLL_INTERVAL_S;
  const linkDevice = new LinkDevice({ store, clock, bytes, throttle, intervalS });

  const app = new Koa<RelayState>();
  app.proxy = trustProxy > 0;
  app.maxIpsCount = trustProxy;
  // Errors are answered and logged by our own middleware; what is left are sockets that went away.
  app.silent = true;
  const cookie = new SessionCookie({ isHttps });
  const pendingCode = new PendingCode({ isHttps });
  // Each request's id is for a person who reports a fault: it leads to the log's lines.
  app.use(requestLog({ log, clock, metrics, newRequestId: idSource(bytes) }));
  app.use(securityHeaders({ isHttps }));
  app.use(errors(log));
  app.use(csrf({ publicUrl }));

  const withSession = (router: RelayRouter): RelayRouter => {
    const pages: RelayRouter = new Router<RelayState>();
    pages.use(session(sessions, cookie));
    pages.use(router.routes());
    return pages;
  };
  const extra: RelayRouter = new Router<RelayState>();
  extraRoutes?.(extra);
  const routers = [
    deviceRoutes({ publicUrl, devices, linkDevice, refresher, nowPlaying, spell, clock }),
    opsRoutes({
      store,
      metrics,
      metricsToken: config.metricsToken,
      version,
      stylesheet: readFileSync(STYLESHEET, 'utf8'),
    }),
    withSession(
      homeRoutes({ config, redirectTarget, store, grants, devices, nowPlaying, spell, clock }),
    ),
    withSession(
      signInRoutes({
        config,
        redirectTarget,
        cookie,
        pendingCode,
        sessions,
        signIn,
        grants,
        devices,
      }),
    ),
    withSession(accountRoutes({ cookie, store, sessions, care })),
    withSession(displayRoutes({ publicUrl, devices, sessions })),
    withSession(authorizeRoutes({ publicUrl, grants, sessions })),
    withSession(linkRoutes({ linkDevice, sessions, pendingCode, clock })),
    extra,
  ];
  // First, since it speaks after all of them.
  app.use(new Router<RelayState>().allowedMethods());
  for (const router of routers) app.use(router.routes());
  return app;
}

/** Counts what is asked of Spotify: it is what an operator has least of. */
function counted(
  { accounts, player }: AppOptions['spotify'],
  metrics: Metrics,
): AppOptions['spotify'] {
  return {
    accounts: {
      ...accounts,
      refresh: async (app, refreshToken) => {
        const answer = await accounts.refresh(app, refreshToken);
        metrics.refresh(answer.ok ? 'ok' : answer.fault.kind);
        return answer;
      },
    },
    player: {
      ask: async (accessToken) => {
        const answer = await player.ask(accessToken);
        metrics.question(answer.ok ? 'ok' : answer.fault.kind);
        return answer;
      },
    },
  };
}
