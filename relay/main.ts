/** The relay alone, for a server: environment → config → start → listen. The only file here that reads process.env. */
import { readConfig } from './config.js';
import { listen, startRelay, StartError, stopListening } from './start.js';

const HELP = `sixteen-by-two relay: signs displays in to Spotify.

  npm run relay              starts it; Ctrl-C ends it
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

async function run(): Promise<void> {
  const result = readConfig(process.env);
  if (!result.ok) fail(result.problems.map(({ name, problem }) => `${name} ${problem}`));
  const { config } = result;
  const relay = await startRelay({
    config,
    onProgress: (line) => process.stderr.write(`relay: ${line}\n`),
  });
  const server = await listen(relay.app, config).catch(async (error: unknown) => {
    await relay.close();
    throw error;
  });
  relay.log.info({ host: config.host, port: config.port }, `listening, open ${config.publicUrl}`);

  let isStopping = false;
  const stop = (): void => {
    // Twice means now.
    if (isStopping) process.exit(130);
    isStopping = true;
    void stopListening(server)
      .then(() => relay.close())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

const unknown = process.argv.slice(2).find((argument) => argument !== '--help');
if (unknown !== undefined) fail([`unknown option ${unknown}; --help lists what there is`]);
if (process.argv.includes('--help')) process.stdout.write(HELP);
else
  run().catch((error: unknown) => {
    if (error instanceof StartError) fail([error.message]);
    throw error;
  });
