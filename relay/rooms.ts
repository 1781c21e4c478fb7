/** Every room of the relay, wired: what routes choose from. */
import type { Assets } from './assets.js';
import { Accounts } from './account/accounts.js';
import { Passwords } from './account/passwords.js';
import { SignIn } from './account/sign-in.js';
import { Visitors } from './account/visitors.js';
import type { Core } from './core.js';
import { Devices } from './devices/devices.js';
import { Linking, POLL_INTERVAL_S } from './devices/linking.js';
import { PendingCode } from './devices/pending-code.js';
import { Connect } from './grant/connect.js';
import { Grants } from './grant/grants.js';
import { redirectOf } from './grant/redirect-uri.js';
import { Refresher } from './grant/refresh.js';
import { Metrics } from './http/metrics.js';
import { Sessions } from './http/session.js';
import { Throttle } from './http/throttle.js';
import { NowPlaying } from './playing/now-playing.js';

export interface RoomsOptions extends Core, Assets {
  readonly version: string;
  /** Devices poll every second, since approval comes without a person typing. */
  readonly demo?: boolean | undefined;
  /** Cheap hashes, for uses with many accounts of no value. */
  readonly passwords?: Passwords | undefined;
}

export type Rooms = ReturnType<typeof roomsOf>;

export function roomsOf(options: RoomsOptions) {
  const { config, database, passwords = new Passwords() } = options;
  const metrics = new Metrics();
  const { accounts: service, player } = options.spotify;
  const spotify = {
    accounts: { ...service, refresh: metrics.counted('refreshes', service.refresh) },
    player: { ask: metrics.counted('polls', player.ask) },
  };
  const core: Core = { ...options, spotify };
  const throttle = new Throttle(core);
  const accounts = new Accounts(database);
  const grants = new Grants(database);
  const refresher = new Refresher({ ...core, grants, accounts, throttle });
  const redirectTarget = redirectOf(config);
  const signIn = new SignIn({ ...core, accounts, passwords, throttle });
  return {
    ...options,
    ...core,
    ...{ metrics, throttle, accounts, passwords, grants, refresher, redirectTarget, signIn },
    sessions: new Sessions(core),
    devices: new Devices(core),
    nowPlaying: new NowPlaying({ ...core, refresher }),
    visitors: new Visitors({ ...core, throttle, signIn }),
    connect: new Connect({ ...core, grants, accounts, refresher, redirectTarget }),
    linking: new Linking({ ...core, throttle, intervalS: options.demo ? 1 : POLL_INTERVAL_S }),
    pendingCode: new PendingCode(config),
    /** Set before the listener closes, so that no balancer sends a request into a closed door. */
    stopping: { isStopping: false },
  };
}
