/** What the rooms are given from outside: configuration, storage, time, chance, and the way to Spotify. */
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import type { Database } from './db/database.js';
import type { Log } from './log.js';
import type { SecretBytes } from './secrets.js';
import type { SpotifyAccounts } from './spotify/accounts.js';
import type { SpotifyPlayer } from './spotify/player.js';

export interface Core {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly bytes: SecretBytes;
  readonly spotify: { readonly accounts: SpotifyAccounts; readonly player: SpotifyPlayer };
}
