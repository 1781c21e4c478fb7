/** Config → a relay that is ready to listen: the composition root that `main.ts` and the simulator share. */
import { createServer, type Server, type ServerOptions } from 'node:http';
import type Koa from 'koa';
import { VERSION } from '../device/shared/version.js';
import { createApp } from './app.js';
import { readAssets } from './assets.js';
import { systemClock, type Clock } from './clock.js';
import type { Config } from './config.js';
import { createLog, describeError, type Log } from './log.js';
import { LogOutput } from './log-output.js';
import { roomsOf, type RoomsOptions } from './rooms.js';
import { systemSecretBytes, type SecretBytes } from './secrets.js';
import type { RelayRouter } from './http/context.js';
import { connectAccounts } from './spotify/accounts.js';
import { connectPlayer } from './spotify/player.js';
import { openDatabase } from './db/open.js';
import { sweep } from './db/sweep.js';
import type { Database } from './db/database.js';
import { StartError } from './error-code.js';

export { StartError };

/** Expired rows only take space, so this is not urgent. */
const SWEEP_EVERY_MS = 10 * 60_000;
/** A request is a few hundred bytes: a client that takes longer to send one only occupies a connection. */
const SLOW_CLIENT_LIMITS: Readonly<ServerOptions> = Object.freeze({
  headersTimeout: 8_000,
  requestTimeout: 15_000,
  // By default Node checks every 30 s, so a limit of 15 s could take 45.
  connectionsCheckingInterval: 2_000,
  // Longer than a proxy keeps its end open, so that it never sends into a socket that we are closing.
  keepAliveTimeout: 65_000,
});
/** Each takes some kilobytes of the 512 MB that there may be. */
const CONNECTIONS_MAX = 4_000;
/** For a balancer to look at `/readyz` before the listener closes. */
export const STOP_NOTICE_MS = 1_000;
/** What a stop waits for requests that are under way; the longest upstream call is 5 s. */
const STOP_WAIT_MS = 6_000;

export interface StartOptions extends Pick<RoomsOptions, 'demo'> {
  readonly extraRoutes?: (router: RelayRouter) => void;
  readonly config: Config;
  readonly log?: Log;
  readonly clock?: Clock;
  /** For runs that repeat. */
  readonly bytes?: SecretBytes;
  /** An open one, instead of the one that `config` names. */
  readonly database?: Database;
  /** Told, in words for a person, what takes long. */
  readonly onProgress?: (line: string) => void;
}

export interface Relay {
  readonly app: Koa;
  readonly config: Config;
  readonly database: Database;
  readonly log: Log;
  /** From now on `/readyz` says no; the listener closes after `STOP_NOTICE_MS`. */
  readonly announceStop: () => void;
  /** Stores what has to be stored and gives the database back; close the server first. */
  close(): Promise<void>;
}

/** @throws StartError with one readable line if the database or its folder cannot be used */
export async function startRelay(options: StartOptions): Promise<Relay> {
  const { config, clock = systemClock, bytes = systemSecretBytes } = options;
  const output = new LogOutput();
  const log = options.log ?? createLog(config.logLevel, output);
  const { demo, extraRoutes, onProgress } = options;
  const database =
    options.database ??
    (await openDatabase(config, {
      ...(onProgress ? { onProgress } : {}),
      onIdleError: (error) => log.warn(describeError(error), 'an idle database connection broke'),
      onUnknownName: () =>
        log.warn(
          {},
          'the pooler does not know named statements; NAMED_STATEMENTS=off saves the try',
        ),
    }));
  const rooms = roomsOf({
    config,
    database,
    clock,
    log,
    bytes,
    spotify: {
      accounts: connectAccounts(config.spotifyAccountsUrl, clock),
      player: connectPlayer(config.spotifyApiUrl, clock),
    },
    ...(await readAssets()),
    version: VERSION,
    demo,
  });
  const sweeping = setInterval(() => {
    sweep(database, clock.nowMs()).catch((error: unknown) => {
      log.warn(describeError(error), 'expired rows could not be deleted');
    });
  }, SWEEP_EVERY_MS);
  sweeping.unref();
  return {
    app: createApp(rooms, extraRoutes),
    config,
    database,
    log,
    announceStop: () => {
      rooms.stopping.isStopping = true;
    },
    close: async () => {
      clearInterval(sweeping);
      await rooms.refresher.settle();
      await database.close();
      await output.end();
    },
  };
}

/**
 * @param limits of time, for tests that cannot wait for the real ones
 * @throws StartError if the port is taken or may not be used
 */
export async function listen(
  app: Koa,
  { host, port }: Pick<Config, 'host' | 'port'>,
  limits: Readonly<ServerOptions> = {},
): Promise<Server> {
  // Koa responds by itself; what its promise rejects with is already handled and logged.
  const handle = app.callback();
  const server = createServer({ ...SLOW_CLIENT_LIMITS, ...limits }, (request, response) => {
    void handle(request, response);
  });
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(inWords(error, host, port)));
    server.listen(port, host, resolve);
  });
  return server;
}

/** Lets requests under way end, and cuts what then still hangs (a page that listens for events, say). */
export async function stopListening(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), STOP_WAIT_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

function inWords(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `PORT: ${host}:${port} is taken; stop what listens there or choose another, e.g. PORT=${port + 1}`,
      );
    case 'EACCES':
      return new StartError(`PORT: ${port} is not allowed to this user; choose one above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST: ${host} is no address of this machine`);
    default:
      return error;
  }
}
