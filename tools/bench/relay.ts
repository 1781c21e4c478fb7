/**
 * POST /refresh of a token that is still good, beside a bare node:http and a Koa that read the same body and send the
 * same bytes. Server and client have a core each; device and grant are looked up in the database every time. Rounds
 * alternate and medians count, since others may use the machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseEnv, openTestDatabase } from '../../test/support/database.js';
import { FakeSpotify } from '../../test/support/fake-spotify.js';
import setUpPostgres from '../../test/support/global-setup.js';
import { CONNECTIONS, load, medians, residentMb, type Figures, type Load } from './relay-load.js';
import {
  linkDevice,
  pinPostgres,
  startPeer,
  startRelay,
  stop,
  type Server,
} from './relay-servers.js';
import type { BenchResult } from './table.js';

const ROUND_COUNT = 5;
const ROUND_S = 4;
/** Until the compiler has done its part. */
const WARM_S = 3;
const SHARE_MIN = 0.15;
const P99_MAX_MS = 15;
const READY_MAX_MS = 3_000;
const BARE = 'bare node:http';
const ON_POSTGRES = 'relay on Postgres';
const EMBEDDED = 'relay on the embedded database';
/** Once its compiler and its heap have settled. */
const RESIDENT_MAX_MB = Object.freeze({ [ON_POSTGRES]: 130, [EMBEDDED]: 260 });

interface Row extends Figures {
  readonly residentMb: number;
  readonly readyMs: number;
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
  const database = await openTestDatabase();
  const servers = new Map<string, Server>();
  try {
    const isPinned = database.url !== undefined && (await pinPostgres(database.url));
    // The first start of an embedded database makes it, which is not what is measured.
    await stop(await startRelay(spotify, { DATA_DIR: folder }));
    const onPostgres = databaseEnv(database, folder);
    const hasPostgres = database.url !== undefined;
    if (hasPostgres) {
      servers.set(ON_POSTGRES, await startRelay(spotify, onPostgres));
      const unnamed = { ...onPostgres, NAMED_STATEMENTS: 'off' };
      servers.set('relay, unnamed statements', await startRelay(spotify, unnamed));
    }
    servers.set(EMBEDDED, await startRelay(spotify, { DATA_DIR: folder }));

    const loads = new Map<string, Load>();
    let answer = '';
    for (const [name, server] of servers) {
      const linked = await linkDevice(server, spotify, `bench-${loads.size}`);
      loads.set(name, { ...linked, folder });
      answer = linked.answer;
    }
    const any: Load = { body: 'uid=bench-0', token: 'x'.repeat(43), folder };
    servers.set(BARE, await startPeer('http', answer));
    servers.set('Koa alone', await startPeer('koa', answer));

    for (const [name, server] of servers) await load(server, loads.get(name) ?? any, WARM_S);
    const rounds = new Map<string, Figures[]>([...servers].map(([name]) => [name, []]));
    for (let round = 1; round <= ROUND_COUNT; round += 1)
      for (const [name, server] of servers)
        rounds.get(name)?.push(await load(server, loads.get(name) ?? any, ROUND_S));
    const rows = new Map<string, Row>();
    for (const [name, { pid, readyMs }] of servers)
      rows.set(name, {
        ...medians(rounds.get(name) ?? []),
        residentMb: residentMb(pid),
        readyMs,
      });
    return report(rows, isPinned);
  } finally {
    for (const server of servers.values()) await stop(server);
    await database.close();
    await spotify.close();
    rmSync(folder, { recursive: true, force: true });
    await (globalThis as { stopTestDatabase?: () => unknown }).stopTestDatabase?.();
  }
}

function report(rows: ReadonlyMap<string, Row>, isPinned: boolean): BenchResult {
  const bare = rows.get(BARE);
  const relay = rows.get(ON_POSTGRES);
  const share = (relay?.perSecond ?? NaN) / (bare?.perSecond ?? NaN);
  const cpuShare = (bare?.cpuUs ?? NaN) / (relay?.cpuUs ?? NaN);
  const kept = (isKept: boolean): string => (isKept ? 'kept' : 'MISSED');
  const p99Ms = relay?.p99Ms ?? Infinity;
  const notes = [
    `relay: POST /refresh of a good token, wrk with ${CONNECTIONS} connections, medians of ${ROUND_COUNT} alternating rounds of ${ROUND_S} s, server and client on a core each${isPinned ? ', Postgres on the client’s' : ''}`,
    relay
      ? `share of a bare node:http ${share.toFixed(3)} (wanted ${SHARE_MIN}; by processor time ${cpuShare.toFixed(3)}): ${kept(share >= SHARE_MIN)}; p99 ${relay.p99Ms.toFixed(1)} ms (at most ${P99_MAX_MS}): ${kept(p99Ms <= P99_MAX_MS)} (bare had ${bare?.p99Ms.toFixed(1) ?? '?'})`
      : 'no Postgres is installed here, so that the promise was not measured',
  ];
  for (const [name, maxMb] of Object.entries(RESIDENT_MAX_MB)) {
    const row = rows.get(name);
    if (row)
      notes.push(
        `${name}: ${Math.round(row.residentMb)} MB resident after load (at most ${maxMb}): ${kept(row.residentMb <= maxMb)}; ready in ${(row.readyMs / 1000).toFixed(1)} s (at most ${READY_MAX_MS / 1000}): ${kept(row.readyMs <= READY_MAX_MS)}`,
      );
  }
  return {
    json: {
      ...Object.fromEntries(rows),
      share,
      cpuShare,
      isKept: share >= SHARE_MIN && p99Ms <= P99_MAX_MS,
    },
    notes,
    tables: [
      {
        title: 'POST /refresh',
        head: ['server', 'req/s', 'of bare', 'cpu µs', 'p50 ms', 'p99 ms', 'failed', 'MB'],
        rows: [...rows].map(([name, one]) => [
          name,
          String(Math.round(one.perSecond)),
          (one.perSecond / (bare?.perSecond ?? NaN)).toFixed(3),
          String(Math.round(one.cpuUs)),
          one.p50Ms.toFixed(1),
          one.p99Ms.toFixed(1),
          String(one.failed),
          String(Math.round(one.residentMb)),
        ]),
      },
    ],
  };
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
