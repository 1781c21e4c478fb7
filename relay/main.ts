/** The relay alone, for a server: environment → config → start → listen; and its commands. The only file here that reads process.env. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig, type Config } from './config.js';
import { listen, startRelay, StartError, STOP_NOTICE_MS, stopListening } from './start.js';
import { backUp, restore } from './db/embedded/backup.js';
import { resealAll } from './db/open.js';

const HELP = `sixteen-by-two relay: signs displays in to Spotify.

  npm run relay              starts it; Ctrl-C ends it
  npm run relay -- reseal    seals all stored secrets under the first of TOKEN_KEYS; relays may run meanwhile
  npm run relay -- backup FILE, restore FILE
                             the embedded database and its keys; the relay must be stopped
  npm run relay -- --help    this text

Environment (what stands in brackets is used where a variable is unset):
  HOST [127.0.0.1], PORT [8000], PUBLIC_URL [http://HOST:PORT]
  DATABASE_URL [an embedded database in DATA_DIR], DATA_DIR [./data]
  TOKEN_KEYS [made once in DATA_DIR]   id:base64 of 32 bytes, comma separated; required with DATABASE_URL
  SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET [each account brings its own app]
  SPOTIFY_ACCOUNTS_URL [https://accounts.spotify.com], SPOTIFY_API_URL [https://api.spotify.com]
  REGISTRATION [open]   open, invite or closed;  INVITE_CODE
  NAMED_STATEMENTS [on]  off for poolers that do not know them (PgBouncer before 1.21)
  TRUST_PROXY [0]       proxies in front;  METRICS_TOKEN;  LOG_LEVEL [info]
`;

function fail(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`relay: ${line}\n`);
  process.exit(1);
}

function config(): Config {
  const result = readConfig(process.env);
  if (!result.ok) fail(result.problems.map(({ name, problem }) => `${name} ${problem}`));
  return result.config;
}

function say(line: string): void {
  process.stderr.write(`relay: ${line}\n`);
}

async function run(settings: Config): Promise<void> {
  const relay = await startRelay({ config: settings, onProgress: say });
  const server = await listen(relay.app, settings).catch(async (error: unknown) => {
    await relay.close();
    throw error;
  });
  const { host, port, publicUrl } = settings;
  relay.log.info({ host, port }, `listening, open ${publicUrl}`);

  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    // Twice means now.
    if (isStopping) process.exit(130);
    isStopping = true;
    relay.announceStop();
    void sleep(signal === 'SIGTERM' ? STOP_NOTICE_MS : 0)
      .then(() => stopListening(server))
      .then(() => relay.close())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function embeddedFolder({ database }: Config): string {
  if (database.kind === 'embedded') return database.dataDir;
  return fail(['DATABASE_URL is set; back up that Postgres with its own tools, such as pg_dump']);
}

/** @returns undefined where the arguments are no command */
function commandOf([name, file, ...rest]: readonly string[]): (() => Promise<void>) | undefined {
  if (rest.length > 0) return undefined;
  if (name === undefined) return () => run(config());
  if (name === 'reseal' && file === undefined)
    return async () => say(`${await resealAll(config())} stored secrets were sealed anew`);
  if (name === 'backup' && file !== undefined)
    return async () => {
      await backUp(embeddedFolder(config()), file);
      say(`wrote ${file}; it holds the keys too: guard it like the folder itself`);
    };
  if (name === 'restore' && file !== undefined)
    return async () => {
      await restore(embeddedFolder(config()), file);
      say(`restored from ${file}`);
    };
  return undefined;
}

const args = process.argv.slice(2);
if (args.includes('--help')) process.stdout.write(HELP);
else {
  const command = commandOf(args);
  if (!command) fail([`unknown option ${args.join(' ')}; --help lists what there is`]);
  command().catch((error: unknown) => {
    if (error instanceof StartError) fail([error.message]);
    throw error;
  });
}
