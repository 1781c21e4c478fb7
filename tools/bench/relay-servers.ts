/** The servers of the relay's benchmark, each a process on core 0, and a linked device for the requests. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { FakeSpotify } from '../../test/support/fake-spotify.js';
import { freePort } from '../../test/support/free-port.js';
import { Browser } from '../../test/support/relay.js';
import { parentOf, type Target } from './relay-load.js';

/** Read from `npm run relay`, so that what is measured is what runs. */
function relayArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: { readonly relay: string };
  };
  return scripts.relay.split(' ').slice(1);
}

export interface Server extends Target {
  readonly child: ChildProcess;
  /** From the start of the process to its first response. */
  readonly readyMs: number;
}

/** @param prefix before the command, such as limits */
export async function startRelay(
  spotify: FakeSpotify,
  env: Readonly<Record<string, string>>,
  prefix: readonly string[] = [],
): Promise<Server> {
  const port = await freePort();
  return launch([...prefix, process.execPath, ...relayArguments()], port, {
    PORT: String(port),
    ...spotify.env,
    ...env,
  });
}

/** @param answer the response to every request */
export async function startPeer(kind: 'http' | 'koa', answer: string): Promise<Server> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./relay-peers.js', import.meta.url));
  return launch([process.execPath, script, kind, String(port)], port, { ANSWER: answer });
}

/** Its log goes nowhere, at its usual level. */
async function launch(
  command: readonly string[],
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<Server> {
  const startedAtMs = performance.now();
  // taskset becomes the server itself (exec), so that its pid is the server's.
  const child = spawn('taskset', ['-c', '0', ...command], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  while (child.exitCode === null && child.signalCode === null) {
    try {
      await fetch(`${url}/healthz`, { method: 'POST' });
      return { child, pid: child.pid ?? 0, url, readyMs: performance.now() - startedAtMs };
    } catch {
      // Not yet.
      await sleep(20);
    }
  }
  throw new Error('the server did not start');
}

export async function stop({ child }: Pick<Server, 'child'>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Moves Postgres to the client's core, as if it ran on another machine. Possible only if it runs on this one. */
export async function pinPostgres(url: string): Promise<boolean> {
  try {
    const pid = await postgresPid(url);
    execFileSync('taskset', ['-cp', '1', String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    // Elsewhere, or another user's.
    return false;
  }
}

/** Of the server: the parent of the process that serves a connection. */
export async function postgresPid(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return parentOf(rows[0]?.pid ?? 0);
  } finally {
    await client.end();
  }
}

export async function linkDevice(
  { url }: Target,
  spotify: FakeSpotify,
  uid: string,
): Promise<{ readonly body: string; readonly token: string; readonly answer: string }> {
  const token = await new Browser(url).linkByHand(spotify, uid);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await (await new Browser(url).post('/refresh', { uid }, headers)).text();
  return { body: `uid=${uid}`, token, answer };
}
