/** The relay alone, for a server: environment → config → start → listen; or a command. Only this file reads process.env. */
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { VERSION } from '../device/shared/version.js';
import { readConfig, type Config } from './config.js';
import { listen, startRelay, StartError, STOP_NOTICE_MS, stopListening } from './start.js';
import { chooseLan, lanAddresses, lanPlan } from './lan.js';
import { commandOf, COMMANDS } from './commands.js';
import { systemSecretBytes } from './secrets.js';

const HELP = `The relay signs displays in to Spotify and keeps your Spotify credentials off them.

  npm run relay -- --lan     for your home: other devices in the network reach it; prints what to do next
  npm run relay -- --lan=ADDRESS
                             the same, at the address that you choose
  npm run relay              for this machine alone, or behind a proxy; Ctrl-C stops it
  npm run relay -- COMMAND   one of the commands below
  npm run relay -- --help    this text; --version the version

If it is installed as a package, use npx sixteen-by-two relay instead of npm run relay --.

Commands, on the database that the environment below names. An embedded one is open to one program: stop the relay first.
${COMMANDS.map(({ usage, help }) => `  ${usage.padEnd(30)}${help}`).join('\n')}
  With --dry-run they say what they would do. Exit codes: 0 done, 1 failed, 2 invalid command.

It is set up by environment variables. Brackets show the default.
  HOST [127.0.0.1]           the address to listen on; --lan listens on all
  PORT [8000]
  PUBLIC_URL [http://HOST:PORT]
                             the address at which browsers and devices reach the relay
  SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET
                             the Spotify app for accounts without one [each brings its own]
  REGISTRATION [open]        who may register: open, invite (with INVITE_CODE) or closed
  DATA_DIR [./data]          the folder of the embedded database
  DATABASE_URL               your own Postgres instead; it requires TOKEN_KEYS
  TOKEN_KEYS [made once, in DATA_DIR]
                             keys that encrypt tokens: id:base64 of 32 bytes, separated by commas
  NAMED_STATEMENTS [on]      off for poolers without prepared statements (PgBouncer before 1.21)
  TRUST_PROXY [0]            how many proxies are in front of the relay
  METRICS_TOKEN              lets other machines read /metrics
  LOG_LEVEL [info]           fatal, error, warn, info, debug, trace or silent
  SPOTIFY_ACCOUNTS_URL [https://accounts.spotify.com], SPOTIFY_API_URL [https://api.spotify.com]
                             for tests
`;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function fail(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`relay: ${line}\n`);
  process.exit(1);
}

function config(env: NodeJS.ProcessEnv = process.env): Config {
  const result = readConfig(env);
  if (!result.ok) fail(result.problems.map(({ name, problem }) => `${name} ${problem}`));
  return result.config;
}

function say(line: string): void {
  process.stderr.write(`relay: ${line}\n`);
}

async function run(settings: Config): Promise<void> {
  // As process 1 of a container it would ignore a signal that has no handler yet.
  const quit = (): never => process.exit(130);
  for (const signal of SIGNALS) process.on(signal, quit);
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
  for (const signal of SIGNALS) process.off(signal, quit).on(signal, stop);
}

/** @param wanted one of this machine's addresses */
async function runInLan(wanted: string | undefined): Promise<void> {
  const choice = chooseLan(lanAddresses(networkInterfaces()), wanted, process.env);
  if (!choice.ok) fail([choice.problem]);
  const settings = config({ ...process.env, ...choice.env });
  await run(settings);
  process.stderr.write(lanPlan(settings, choice.remark));
}

function badUsage(problem: string): never {
  process.stderr.write(`relay: ${problem}; --help lists what there is\n`);
  process.exit(2);
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      // Its address may be left out.
      args: args.map((arg) => (arg === '--lan' ? '--lan=' : arg)),
      options: {
        lan: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    // parseArgs throws only if an argument is invalid.
    return badUsage((error as Error).message);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args);
  const { lan, yes, 'dry-run': isDryRun } = values;
  if (values.help) process.stdout.write(HELP);
  else if (values.version) process.stdout.write(`${VERSION}\n`);
  else if (positionals.length === 0)
    await (lan === undefined ? run(config()) : runInLan(lan || undefined));
  else {
    const found = commandOf(positionals);
    if (!found || lan !== undefined) badUsage(`${args.join(' ')} is no command`);
    const { command, argument } = found;
    const isSure = yes && !isDryRun;
    const given = { config, bytes: systemSecretBytes, isDryRun, isSure };
    process.stdout.write(`${await command.run(given, argument)}\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof StartError) fail([error.message]);
  throw error;
});
