// A throw-away Postgres by Debian's binaries. JavaScript, since jest's global set-up has no transformer.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

const DEBIAN = '/usr/lib/postgresql';
/** The server ends with our end of its standard input, so that a run that is killed leaves none behind. */
const WATCH = '"$@" & server=$!; read -r _; kill -INT $server; wait $server';

export function findBinaries() {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** Postgres refuses to run as root, where it runs as Debian's own user for it. */
export function asPostgres(command, args) {
  return process.getuid?.() === 0
    ? ['runuser', ['-u', 'postgres', '--', command, ...args]]
    : [command, args];
}

/**
 * A server on a free port, its files in a folder of its own. `halt` ends it, `resume` starts it again where it was.
 * `own` are settings in place of those for tests, `prefix` is put before the server's command; with `copyOf` it is a
 * standby of the server at that address. Its folder is made `within` another.
 */
export async function startServer(
  bin,
  { own = ['fsync=off', 'max_connections=200'], prefix = [], copyOf, within = tmpdir() } = {},
) {
  const folder = mkdtempSync(join(within, 'sixteen-by-two-postgres-'));
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
    const make =
      copyOf === undefined
        ? asPostgres(join(bin, 'initdb'), init)
        : asPostgres(join(bin, 'pg_basebackup'), ['-d', copyOf, '-D', data, '-R', '-c', 'fast']);
    execFileSync(...make, { stdio: 'ignore', cwd: folder });
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...own];
    const run = async () => {
      const server = spawn(
        ...asPostgres('sh', [
          '-c',
          WATCH,
          'sh',
          ...[...prefix, join(bin, 'postgres'), '-D', data, '-p', String(port)],
          ...settings.flatMap((setting) => ['-c', setting]),
        ]),
        { stdio: ['pipe', 'ignore', 'pipe'], cwd: folder },
      );
      await untilReady(server);
      return server;
    };
    let server = await run();
    const halt = async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.stdin.end();
      await ended;
    };
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      halt,
      resume: async () => {
        server = await run();
      },
      stop: async () => {
        await halt();
        rmSync(folder, { recursive: true, force: true });
      },
    };
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
      if (/ready to accept (read-only )?connections/.test(said)) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error('the server ended at once')));
  });
}
