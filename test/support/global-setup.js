// Once a run: a real Postgres for the relay's tests. TEST_DATABASE_URL names one; else Debian's binaries start a
// throw-away server on a free port; else the tests run on the embedded engine alone. The run says which.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DEBIAN = '/usr/lib/postgresql';
const ATTEMPT_COUNT = 3;
/** The server ends with our end of its standard input, so that a run that is killed leaves none behind. */
const WATCH = '"$@" & server=$!; read -r _; kill -INT $server; wait $server';

export default async function setUp() {
  const say = (words) => process.stderr.write(`relay's tests run on ${words}\n`);
  if (process.env.TEST_DATABASE_URL) return say('the Postgres that TEST_DATABASE_URL names');
  const bin = findBinaries();
  let reason = 'no Postgres is installed here';
  for (let attempt = 1; bin && attempt <= ATTEMPT_COUNT; attempt += 1) {
    try {
      const { url, stop } = await startServer(bin);
      process.env.TEST_DATABASE_URL = url;
      globalThis.stopTestDatabase = stop;
      return say(`Postgres from ${bin}`);
    } catch (error) {
      reason = `${bin} does not start (${error.message})`;
    }
  }
  makeTemplate();
  say(`the embedded database only: ${reason}`);
}

/** Making an embedded database takes seconds, copying one does not: each file gets a copy. */
function makeTemplate() {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-embedded-'));
  const template = join(folder, 'template');
  const script = fileURLToPath(new URL('../../relay/store/make-database.js', import.meta.url));
  execFileSync(process.execPath, [script, template], { stdio: 'ignore' });
  process.env.TEST_EMBEDDED_TEMPLATE = template;
  globalThis.stopTestDatabase = () => rmSync(folder, { recursive: true, force: true });
}

function findBinaries() {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** Postgres refuses to run as root, where it runs as Debian's own user for it. */
function asPostgres(command, args) {
  return process.getuid?.() === 0
    ? ['runuser', ['-u', 'postgres', '--', command, ...args]]
    : [command, args];
}

async function startServer(bin) {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-postgres-'));
  try {
    if (process.getuid?.() === 0) {
      const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
      chownSync(folder, id('-u'), id('-g'));
    }
    const data = join(folder, 'data');
    const init = [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ];
    execFileSync(...asPostgres(join(bin, 'initdb'), init), { stdio: 'ignore', cwd: folder });
    const port = await freePort();
    const settings = [
      'fsync=off',
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'max_connections=200',
    ];
    const server = spawn(
      ...asPostgres('sh', [
        '-c',
        WATCH,
        'sh',
        ...[join(bin, 'postgres'), '-D', data, '-p', String(port)],
        ...settings.flatMap((setting) => ['-c', setting]),
      ]),
      { stdio: ['pipe', 'ignore', 'pipe'], cwd: folder },
    );
    await untilReady(server);
    const stop = async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    };
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function untilReady(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-4096);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error('the server ended at once')));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
