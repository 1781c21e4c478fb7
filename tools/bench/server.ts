/**
 * A day of many devices at once, on a server of one core and 512 MB: nginx, the relay and Postgres as deploy/ sets them
 * up, each under limits and all on core 0, the client and the fake Spotify on the others. Each device has an account of
 * its own, whose access token has run out before each of its hourly requests and whose refresh token changes each time.
 * Each request comes on a TLS connection of its own.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { Accounts } from '../../relay/account/accounts.js';
import { systemClock } from '../../relay/clock.js';
import type { Database } from '../../relay/db/database.js';
import { openDatabase } from '../../relay/db/open.js';
import { Devices } from '../../relay/devices/devices.js';
import { Grants } from '../../relay/grant/grants.js';
import { systemSecretBytes } from '../../relay/secrets.js';
import { connectAccounts } from '../../relay/spotify/accounts.js';
import { databaseEnv, TEST_KEYS } from '../../test/support/database.js';
import { APP, FakeSpotify } from '../../test/support/fake-spotify.js';
import { freePort } from '../../test/support/free-port.js';
import { findBinaries, startServer } from '../../test/support/postgres-server.js';
import { Proxy, proxyNeed } from '../../test/support/proxy.js';
import { playDay, type DayLine } from '../days/day.js';
import { quantile } from '../days/delays.js';
import { schedulePoller } from '../days/pollers.js';
import { cpuTicks, parentOf, TICK_US } from './relay-load.js';
import { postgresPid, startRelay, stop } from './relay-servers.js';
import type { BenchResult } from './table.js';

const DEVICE_COUNT = 1_000;
const HOURS = 24;
/** The hour in which some devices show what the relay's /get gives. */
const GET_HOUR = 12;
const GET_SHARE = 0.05;
const AT_ONCE = 16;
/** Over before the device's next request, which comes some seconds later here. */
const TOKEN_LIFE_S = 1;
const SAMPLE_EVERY_MS = 1_000;
const MB = 1024 * 1024;
/** What the whole server has, less what Debian needs for itself. */
const MEMORY_MAX_MB = 512 - 128;

/** As in deploy/compose.yaml. */
const POSTGRES = ['shared_buffers=32MB', 'max_connections=30'];
/** Node 24 reserves addresses for code that count as data: with 512 MB in all it does not start, with 640 MB it does. */
const CODE_RANGE_MB = Number(process.versions.node.split('.')[0]) >= 24 ? 512 : 0;

/** 1,024 open files is what a login has on Debian. Of Node only what it writes to counts: V8 reserves addresses by the GB. */
const LIMITS = Object.freeze({
  nginx: limits(`--as=${96 * MB}`),
  relay: limits(`--data=${(192 + CODE_RANGE_MB) * MB}`),
  postgres: limits(`--as=${288 * MB}`),
});

function limits(memory: string): readonly string[] {
  return ['prlimit', memory, '--nofile=1024', 'taskset', '-c', '0'];
}

interface Linked {
  readonly uid: string;
  readonly token: string;
}

interface Part {
  readonly pid: number;
  readonly cpuAtStart: number;
  peakMb: number;
}

interface Outcome {
  /** The first few. */
  readonly failures: string[];
  failedCount: number;
  readonly tookMs: { refresh: number[]; get: number[] };
}

export interface ServerDay {
  readonly deviceCount?: number;
  readonly hours?: number;
  /** Played of each hour's requests: one in so many, so that a day of many devices takes no longer. */
  readonly oneIn?: number;
}

/** With 24 each device still has one of its 24 refreshes. */
export const MANY_DEVICES: ServerDay = Object.freeze({ deviceCount: 10_000, oneIn: 24 });

export async function benchServer({
  deviceCount = DEVICE_COUNT,
  hours = HOURS,
  oneIn = 1,
}: ServerDay = {}): Promise<BenchResult> {
  const bin = findBinaries();
  if (bin === undefined || !proxyNeed('nginx').isHere)
    return {
      json: { skipped: 'Postgres or nginx is not installed' },
      notes: ["server: skipped, since it needs Debian's postgresql and nginx-light"],
      tables: [],
    };
  const day = { deviceCount, hours, oneIn };
  const undo: (() => unknown)[] = [];
  try {
    const spotify = await new FakeSpotify().listen();
    undo.push(() => spotify.close());
    spotify.rotates = true;
    spotify.hasGrace = true;
    const postgres = await startServer(bin, { own: POSTGRES, prefix: LIMITS.postgres });
    undo.push(() => postgres.stop());
    const database = await openDatabase({
      database: { kind: 'postgres', url: postgres.url },
      tokenKeys: [...TEST_KEYS],
    });
    const devices = await linkAll(database, spotify, deviceCount).finally(() => database.close());
    spotify.lifeS = TOKEN_LIFE_S;

    const port = await freePort();
    const env = {
      PUBLIC_URL: `https://127.0.0.1:${port}`,
      TRUST_PROXY: '1',
      ...databaseEnv(postgres, 'unused'),
    };
    const relay = await startRelay(spotify, env, LIMITS.relay);
    undo.push(() => stop(relay));
    const upstreamPort = Number(new URL(relay.url).port);
    const proxy = await Proxy.open({ kind: 'nginx', port, upstreamPort, prefix: LIMITS.nginx });
    undo.push(() => proxy.close());

    const parts = new Map<string, Part>();
    const pids = { nginx: proxy.pid, relay: relay.pid, Postgres: await postgresPid(postgres.url) };
    for (const [name, pid] of Object.entries(pids))
      parts.set(name, { pid, cpuAtStart: cpuOf(pid), peakMb: 0 });
    const together = { peakMb: 0 };
    const sampling = setInterval(() => sample(parts, together), SAMPLE_EVERY_MS);
    undo.push(() => clearInterval(sampling));

    const stored = await storedIn(postgres.url);
    const before = { ...spotify.counts };
    const startedMs = performance.now();
    const outcome = await serveDay(proxy, devices, day);
    const tookS = (performance.now() - startedMs) / 1000;
    sample(parts, together);
    const storedAfter = await storedIn(postgres.url);
    const refreshes = spotify.counts.refreshes - before.refreshes;
    const polls = spotify.counts.questions - before.questions;
    return report({ outcome, parts, together, tookS, refreshes, polls, day, stored, storedAfter });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** Accounts with a grant and a device, past the pages: a thousand registrations would be a thousand password hashes. */
async function linkAll(database: Database, spotify: FakeSpotify, count: number): Promise<Linked[]> {
  const core = { database, clock: systemClock, bytes: systemSecretBytes };
  const devices = new Devices(core);
  const spotifyAccounts = connectAccounts(spotify.url, systemClock);
  const linked: Linked[] = [];
  const link = async (uid: string): Promise<void> => {
    const verifier = 'v'.repeat(43);
    const redirectUri = 'http://127.0.0.1/callback';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const asked = { mustAsk: false, control: false };
    const request = { clientId: APP.clientId, redirectUri, state: 's', challenge, ...asked };
    const code = spotify.agree(spotifyAccounts.authorizeUrl(request)).searchParams.get('code');
    const given = await spotifyAccounts.exchange(APP, { code: code ?? '', redirectUri, verifier });
    if (!given.ok) throw new Error(`the fake Spotify gave no tokens: ${given.fault.kind}`);
    const { accessToken, refreshToken = '', lifeS } = given.value;
    const nowMs = systemClock.nowMs();
    await new Accounts(database).create({
      ...{ uid, passwordHash: '-', app: undefined, createdAtMs: nowMs },
    });
    // Run out already, as after a night.
    const access = { token: accessToken, expiresAtMs: nowMs - 1, lifeS };
    const grant = { uid, clientId: APP.clientId, refreshToken, access, consentedAtMs: nowMs };
    await new Grants(database).put(grant);
    linked.push({ uid, token: await devices.makeByHand(uid, uid) });
  };
  await severalAtOnce(Array.from({ length: count }, (_, index) => () => link(`maker-${index}`)));
  return linked;
}

async function severalAtOnce(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const next = tasks.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      // All workers share one iterator.
      for (const task of next) await task();
    }),
  );
}

async function serveDay(
  proxy: Proxy,
  devices: readonly Linked[],
  { hours, oneIn }: Required<ServerDay>,
): Promise<Outcome> {
  const outcome: Outcome = { failures: [], failedCount: 0, tookMs: { refresh: [], get: [] } };
  const send = async (path: 'refresh' | 'get', { uid, token }: Linked): Promise<void> => {
    const startedMs = performance.now();
    const headers = { authorization: `Bearer ${token}` };
    const failure = await proxy.ask(`/${path}`, { body: `uid=${uid}`, headers }).then(
      ({ status, text }) => (status === 200 ? undefined : `${status} ${text}`),
      (error: unknown) => String(error),
    );
    outcome.tookMs[path].push(performance.now() - startedMs);
    if (failure === undefined) return;
    outcome.failedCount += 1;
    if (outcome.failures.length < 5) outcome.failures.push(`/${path} ${uid}: ${failure}`);
  };
  const watching = devices.slice(0, Math.ceil(devices.length * GET_SHARE));
  const pollCount = Math.round(pollsInAnHour() / oneIn);
  for (let hour = 0; hour < hours; hour += 1) {
    const requests = devices
      .filter((_, index) => index % oneIn === hour % oneIn)
      .map((device) => () => send('refresh', device));
    if (hour === Math.min(GET_HOUR, hours - 1))
      for (let poll = 0; poll < pollCount; poll += 1)
        requests.push(...watching.map((device) => () => send('get', device)));
    await severalAtOnce(requests);
  }
  return outcome;
}

/** By the device's own schedule, through an hour of songs. */
function pollsInAnHour(): number {
  const songMs = 200_000;
  const lines: DayLine[] = Array.from({ length: 3_600_000 / songMs }, (_, index) => ({
    ...{ atMs: index * songMs, state: 'playing', item: `song-${index}` },
    ...{ durationMs: songMs, progressMs: 0 },
  }));
  return playDay([...lines, { atMs: 3_600_000, state: 'end' }], schedulePoller()).length;
}

function sample(parts: ReadonlyMap<string, Part>, together: { peakMb: number }): void {
  let sumMb = 0;
  for (const part of parts.values()) {
    const mb = familyOf(part.pid).reduce((sum, pid) => sum + residentShareMb(pid), 0);
    part.peakMb = Math.max(part.peakMb, mb);
    sumMb += mb;
  }
  together.peakMb = Math.max(together.peakMb, sumMb);
}

/** The proportional share: what several processes have in common counts once. */
function residentShareMb(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  } catch {
    // It has just ended.
    return 0;
  }
}

function cpuOf(pid: number): number {
  return familyOf(pid).reduce((sum, one) => sum + cpuTicks(one), 0);
}

/** A server and its workers. */
function familyOf(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && parentOf(Number(name)) === pid;
    } catch {
      return false;
    }
  });
  return [pid, ...children.map(Number)];
}

interface Measured {
  readonly outcome: Outcome;
  readonly parts: ReadonlyMap<string, Part>;
  readonly together: { readonly peakMb: number };
  readonly tookS: number;
  readonly refreshes: number;
  readonly polls: number;
  readonly day: Required<ServerDay>;
  readonly stored: Stored;
  readonly storedAfter: Stored;
}

interface Stored {
  readonly rows: number;
  readonly mb: number;
  readonly commits: number;
  readonly rowWrites: number;
  readonly walBytes: number;
}

/** Postgres counts what each connection did with a delay of up to a second. */
async function storedIn(url: string): Promise<Stored> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Stored>(`SELECT
      sum(n_live_tup)::float8 AS rows, pg_database_size(current_database()) / 1048576.0::float8 AS mb,
      (SELECT xact_commit::float8 FROM pg_stat_database WHERE datname = current_database()) AS commits,
      sum(n_tup_ins + n_tup_upd + n_tup_del)::float8 AS "rowWrites",
      (pg_current_wal_lsn() - '0/0')::float8 AS "walBytes" FROM pg_stat_user_tables`);
    if (!rows[0]) throw new Error('Postgres gave no counts');
    return rows[0];
  } finally {
    await client.end();
  }
}

function report(measured: Measured): BenchResult {
  const { outcome, parts, together, tookS, refreshes, polls, day, stored, storedAfter } = measured;
  const { deviceCount, hours, oneIn } = day;
  const played = `${hours} hours of ${deviceCount.toLocaleString('en')} devices`;
  const { refresh, get } = outcome.tookMs;
  for (const took of [refresh, get]) took.sort((one, other) => one - other);
  const count = refresh.length + get.length;
  const perSecond = count / tookS;
  const each = (name: keyof Stored): number => (storedAfter[name] - stored[name]) / count;
  const peak = (deviceCount * (1 + GET_SHARE * pollsInAnHour())) / 3_600;
  const isKept = outcome.failedCount === 0 && together.peakMb <= MEMORY_MAX_MB;
  const memory = Object.fromEntries([...parts].map(([name, { peakMb }]) => [name, peakMb]));
  const cpuUs = Object.fromEntries(
    [...parts].map(([name, { pid, cpuAtStart }]) => [
      name,
      ((cpuOf(pid) - cpuAtStart) * TICK_US) / count,
    ]),
  );
  return {
    json: {
      ...{
        perSecond,
        realPeakPerSecond: peak,
        failed: outcome.failedCount,
        refreshes,
        polls,
        isKept,
      },
      ...{ refreshP99Ms: quantile(refresh, 0.99), getP99Ms: quantile(get, 0.99) },
      ...{ stored, storedAfter, memoryMb: memory, togetherMb: together.peakMb, cpuUs },
    },
    notes: [
      `server: ${played} at speed (${oneIn === 1 ? '' : `one request in ${oneIn}, `}${Math.round((hours * 3_600) / oneIn / tookS)} times as fast as in reality), ${AT_ONCE} requests at once, each on a TLS connection of its own; nginx, relay and Postgres on one core and under limits`,
      `${count} requests in ${tookS.toFixed(0)} s, ${Math.round(perSecond)} a second; ${refreshes} of them refreshed a token at Spotify, ${polls} polled it`,
      `in reality, by arithmetic: ${(deviceCount / 3_600).toFixed(2)} a second, and ${peak.toFixed(1)} in the hour in which ${GET_SHARE * 100} % of the devices poll ${pollsInAnHour()} times`,
      `failed: ${outcome.failedCount}; ${Math.round(together.peakMb)} MB together at the peak (at most ${MEMORY_MAX_MB}): ${isKept ? 'kept' : 'MISSED'}`,
      ...outcome.failures,
    ],
    tables: [
      {
        title: `Requests, ${played}`,
        head: ['route', 'count', 'p50 ms', 'p99 ms', 'worst ms'],
        rows: Object.entries(outcome.tookMs).map(([path, took]) => [
          `/${path}`,
          String(took.length),
          ...[0.5, 0.99, 1].map((share) => quantile(took, share).toFixed(0)),
        ]),
      },
      {
        title: `Parts, ${played}`,
        head: ['part', 'MB at most', 'cpu µs a request', '% of a core at the real peak'],
        rows: [...parts].map(([name, { peakMb }]) => [
          name,
          String(Math.round(peakMb)),
          String(Math.round(cpuUs[name] ?? NaN)),
          (((cpuUs[name] ?? NaN) * peak) / 10_000).toFixed(1),
        ]),
      },
      {
        title: `Database, ${played}`,
        head: [
          'accounts',
          'rows',
          'MB',
          'commits a request',
          'rows written a request',
          'WAL kB a request',
        ],
        rows: [
          [
            ...[deviceCount, stored.rows].map(String),
            stored.mb.toFixed(1),
            ...[each('commits'), each('rowWrites'), each('walBytes') / 1_000].map((value) =>
              value.toFixed(2),
            ),
          ],
        ],
      },
    ],
  };
}
