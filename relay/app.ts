/** The relay as a Koa application: wires its rooms. Listens to nothing, opens nothing. */
import { readFileSync } from 'node:fs';
import Koa from 'koa';
import Router from 'koa-router';
import { accountRoutes } from './account/account-routes.js';
import { Accounts } from './account/accounts.js';
import { Passwords } from './account/passwords.js';
import { SignIn } from './account/sign-in.js';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import type { Database } from './db/database.js';
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
import { opsRoutes } from './http/ops.js';
import { pageHeaders } from './http/page-headers.js';
import { requestLog } from './http/request-log.js';
import { Sessions } from './http/session.js';
import { Throttle } from './http/throttle.js';
import type { Log } from './log.js';
import type { Spell } from './playing/get-answer.js';
import { NowPlaying } from './playing/now-playing.js';
import { displayRoute, getRoute } from './playing/playing-routes.js';
import { systemSecretBytes, type SecretBytes } from './secrets.js';
import type { SpotifyAccounts } from './spotify/accounts.js';
import type { SpotifyPlayer } from './spotify/player.js';

export interface AppOptions {
  readonly config: Config;
  readonly database: Database;
  readonly spotify: { readonly accounts: SpotifyAccounts; readonly player: SpotifyPlayer };
  readonly clock: Clock;
  readonly log: Log;
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

export function createApp(options: AppOptions): Koa {
  const { config, database, clock, log, spell, version } = options;
  const { demo = false, bytes = systemSecretBytes, passwords = new Passwords() } = options;
  const { defaultApp, publicUrl, metricsToken, trustProxy } = config;
  const isHttps = publicUrl.startsWith('https:');
  const redirectTarget = redirectOf(config);
  const redirectUri = redirectTarget.uri;

  const metrics = new Metrics();
  const { accounts: spotify, player } = counted(options.spotify, metrics);
  const sessions = new Sessions({ database, clock, bytes, isHttps });
  const pendingCode = new PendingCode({ isHttps });
  const throttle = new Throttle({ database, clock });
  const accounts = new Accounts(database);
  const signIn = new SignIn({ accounts, clock, passwords, throttle, config });
  const grants = new Grants(database);
  const refresher = new Refresher({ grants, accounts, spotify, clock, log, defaultApp });
  const connect = new Connect({
    database,
    grants,
    accounts,
    spotify,
    refresher,
    clock,
    log,
    bytes,
    defaultApp,
    publicUrl,
    redirectUri,
  });
  const devices = new Devices({ database, clock, bytes });
  const intervalS = demo ? 1 : POLL_INTERVAL_S;
  const linking = new Linking({ database, clock, bytes, throttle, intervalS });
  const nowPlaying = new NowPlaying({ database, player, refresher, clock });
  const playing = { publicUrl, devices, grants, nowPlaying, spell, clock };

  const app = new Koa<RelayState>();
  app.proxy = trustProxy > 0;
  app.maxIpsCount = trustProxy;
  // Errors are answered and logged by our own middleware; what is left are sockets that went away.
  app.silent = true;
  app.use(requestLog({ log, clock, metrics }));
  app.use(errors(log));

  // First, so that devices pay for nothing that only pages need.
  const forDevices: RelayRouter = new Router<RelayState>();
  deviceRoutes(forDevices, { publicUrl, devices, linking, refresher, clock });
  getRoute(forDevices, playing);
  app.use(forDevices.routes());

  const pages: RelayRouter = new Router<RelayState>();
  const stylesheet = readFileSync(STYLESHEET, 'utf8');
  opsRoutes(pages, { database, metrics, metricsToken, version, stylesheet });
  const withSession: RelayRouter = new Router<RelayState>();
  withSession.use(sessions.middleware());
  accountRoutes(withSession, { config, redirectUri, sessions, accounts, passwords, signIn });
  const onConnected = (uid: string): Promise<void> => nowPlaying.forget(uid);
  grantRoutes(withSession, { connect, sessions, redirectUri, onConnected });
  ownerRoutes(withSession, { publicUrl, devices, linking, sessions, pendingCode, clock });
  displayRoute(withSession, playing);
  homeRoutes(withSession, {
    config,
    redirectTarget,
    accounts,
    sessions,
    grants,
    connect,
    devices,
    nowPlaying,
    pendingCode,
  });
  const extra: RelayRouter = new Router<RelayState>();
  options.extraRoutes?.(extra);
  // It answers after all the others, with what they have found.
  app.use(pages.allowedMethods());
  app.use(pageHeaders({ isHttps }));
  app.use(csrf({ publicUrl }));
  for (const router of [pages, withSession, extra]) app.use(router.routes());
  return app;
}

/** Counts requests to Spotify: they are what an operator has least of. */
function counted(
  { accounts, player }: AppOptions['spotify'],
  metrics: Metrics,
): AppOptions['spotify'] {
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
