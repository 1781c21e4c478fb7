/**
 * POST /refresh of a token that is still good, beside a bare node:http and a Koa that read the same body and send the
 * same bytes. Server and client have a core each; device and grant are looked up in the database every time.
 */
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import setUpPostgres from '../../test/support/global-setup.js';
import { databaseEnv, openTestDatabase } from '../../test/support/database.js';
import { APP, FakeSpotify } from '../../test/support/fake-spotify.js';
import { Browser, PASSWORD } from '../../test/support/relay.js';
import type { BenchResult } from './table.js';
import { freePort } from '../../test/support/free-port.js';

const CONNECTIONS = 32;
const SECONDS = 8;
const SHARE_MIN = 0.15;
const P99_MAX_MS = 15;
/** As `npm run relay` has them. */
const RELAY_FLAGS = Object.freeze(['--max-semi-space-size=2', '--max-old-space-size=128']);
const run = promisify(execFile);

interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly residentMb: number;
}

interface Target {
  readonly child: ChildProcess;
  readonly url: string;
}

export async function benchRelay(): Promise<BenchResult> {
  if (!has('wrk') || !has('taskset'))
    return {
      json: { skipped: 'wrk or taskset is not installed' },
      notes: ["relay: skipped, since it needs wrk and taskset (Debian's wrk and util-linux)"],
      tables: [],
    };
  await setUpPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'relay-bench-'));
  const spotify = await new FakeSpotify().listen();
  const children: ChildProcess[] = [];
  const figures = new Map<string, Figures>();
  try {
    const database = await openTestDatabase();
    const kinds = [
      ['relay on Postgres', database.url === undefined ? undefined : databaseEnv(database, folder)],
      [
        'relay, unnamed statements',
        database.url === undefined
          ? undefined
          : { ...databaseEnv(database, folder), NAMED_STATEMENTS: 'off' },
      ],
      ['relay on the embedded database', { DATA_DIR: folder }],
    ] as const;
    let answer = '';
    for (const [name, env] of kinds) {
      if (!env) continue;
      const relay = await startRelay(spotify, env);
      children.push(relay.child);
      const device = await link(relay.url, spotify, `bench-${children.length}`);
      const body = `uid=${device.uid}`;
      answer = await (await refresh(relay.url, device)).text();
      figures.set(
        name,
        await measure(relay, { path: '/refresh', body, token: device.token, folder }),
      );
      await stop(relay.child);
    }
    for (const kind of ['http', 'koa']) {
      const peer = await startPeer(kind, answer);
      children.push(peer.child);
      figures.set(
        kind === 'http' ? 'bare node:http' : 'Koa alone',
        await measure(peer, {
          path: '/refresh',
          body: 'uid=bench-1',
          token: 'x'.repeat(43),
          folder,
        }),
      );
      await stop(peer.child);
    }
    await database.close();
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await spotify.close();
    rmSync(folder, { recursive: true, force: true });
    await (globalThis as { stopTestDatabase?: () => unknown }).stopTestDatabase?.();
  }
  return report(figures);
}

function report(figures: ReadonlyMap<string, Figures>): BenchResult {
  const bare = figures.get('bare node:http')?.perSecond ?? NaN;
  const relay = figures.get('relay on Postgres');
  const share = (relay?.perSecond ?? NaN) / bare;
  const isKept = share >= SHARE_MIN && (relay?.p99Ms ?? Infinity) <= P99_MAX_MS;
  return {
    json: { ...Object.fromEntries(figures), share, isKept },
    notes: [
      `relay: POST /refresh of a good token, wrk with ${CONNECTIONS} connections for ${SECONDS} s, server and client on a core each`,
      relay
        ? `share of a bare node:http ${share.toFixed(3)} (wanted ${SHARE_MIN}), p99 ${relay.p99Ms.toFixed(1)} ms (at most ${P99_MAX_MS}): ${isKept ? 'kept' : 'MISSED'}`
        : 'no Postgres is installed here, so that the promise was not measured',
    ],
    tables: [
      {
        title: 'POST /refresh',
        head: ['server', 'req/s', 'of bare', 'p50 ms', 'p99 ms', 'failed', 'resident MB'],
        rows: [...figures].map(([name, one]) => [
          name,
          String(Math.round(one.perSecond)),
          (one.perSecond / bare).toFixed(3),
          one.p50Ms.toFixed(1),
          one.p99Ms.toFixed(1),
          String(one.failed),
          String(Math.round(one.residentMb)),
        ]),
      },
    ],
  };
}

async function startRelay(
  spotify: FakeSpotify,
  env: Readonly<Record<string, string>>,
): Promise<Target> {
  const port = await freePort();
  return launch([...RELAY_FLAGS, '--import', 'tsx', 'relay/main.ts'], port, {
    PORT: String(port),
    SPOTIFY_ACCOUNTS_URL: spotify.url,
    SPOTIFY_API_URL: spotify.url,
    SPOTIFY_CLIENT_ID: APP.clientId,
    SPOTIFY_CLIENT_SECRET: APP.clientSecret,
    ...env,
  });
}

async function startPeer(kind: string, answer: string): Promise<Target> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./relay-peers.js', import.meta.url));
  return launch([script, kind, String(port)], port, { ANSWER: answer });
}

/** On core 0; its log goes nowhere, at its usual level. */
async function launch(
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<Target> {
  const child = spawn('taskset', ['-c', '0', process.execPath, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 1; attempt <= 300; attempt += 1) {
    try {
      await fetch(`${url}/healthz`, { method: 'POST' });
      return { child, url };
    } catch {
      // Not yet.
      await sleep(100);
    }
  }
  throw new Error('the server did not start');
}

async function link(
  url: string,
  spotify: FakeSpotify,
  uid: string,
): Promise<{ readonly uid: string; readonly token: string }> {
  const browser = new Browser(url);
  await browser.post('/admin', { uid, pass: PASSWORD });
  const back = spotify.agree((await browser.get('/authorize')).headers.get('location') ?? '');
  await browser.get(back.pathname + back.search);
  const page = await (await browser.post('/devices', { name: uid })).text();
  return { uid, token: /readonly>([\w-]{43})</.exec(page)?.[1] ?? '' };
}

function refresh(
  url: string,
  { uid, token }: { readonly uid: string; readonly token: string },
): Promise<Response> {
  return new Browser(url).post('/refresh', { uid }, { authorization: `Bearer ${token}` });
}

async function measure(
  { child, url }: Target,
  load: {
    readonly path: string;
    readonly body: string;
    readonly token: string;
    readonly folder: string;
  },
): Promise<Figures> {
  const script = join(load.folder, 'load.lua');
  writeFileSync(
    script,
    `wrk.method = "POST"
wrk.body = "${load.body}"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Authorization"] = "Bearer ${load.token}"
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("FIGURES %f %f %f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
`,
  );
  const wrk = (seconds: number): Promise<{ readonly stdout: string }> =>
    run('taskset', [
      '-c',
      '1',
      'wrk',
      '-t1',
      `-c${CONNECTIONS}`,
      `-d${seconds}s`,
      '-s',
      script,
      url + load.path,
    ]);
  // Warm, so that the compiler has done its part.
  await wrk(3);
  const { stdout } = await wrk(SECONDS);
  const [perSecond = NaN, p50Ms = NaN, p99Ms = NaN, failed = NaN] = (
    /FIGURES (.*)/.exec(stdout)?.[1] ?? ''
  )
    .split(' ')
    .map(Number);
  // taskset became the server itself (exec), so that its pid is the server's.
  const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
  const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  return { perSecond, p50Ms, p99Ms, failed, residentMb };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function has(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed.
    return false;
  }
}
