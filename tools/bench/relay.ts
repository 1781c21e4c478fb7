/**
 * POST /refresh of a token that is still good, beside a bare node:http and a Koa that read the same body and send the
 * same bytes. Server and client have a core each; device and grant are looked up in the database every time. Rounds
 * alternate, and the median of the ratios counts.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseEnv, openTestDatabase } from '../../test/support/database.js';
import { FakeSpotify } from '../../test/support/fake-spotify.js';
import setUpPostgres from '../../test/support/global-setup.js';
import {
  BARE_MIN_PER_SECOND,
  bareRate,
  CONNECTIONS,
  load,
  median,
  medians,
  residentMb,
  type Figures,
  type Load,
} from './relay-load.js';
import {
  linkDevice,
  pinPostgres,
  startPeer,
  startRelay,
  stop,
  type Server,
} from './relay-servers.js';
import { relayGrid } from './relay-grid.js';
import type { BenchResult, Ratio } from './table.js';

/** It is warm when the JIT compiler has settled. */
const FULL: Rounds = { roundCount: 3, roundS: 5, warmS: 3 };
const QUICK: Rounds = { roundCount: 1, roundS: 1, warmS: 1 };
const SHARE_MIN = 0.24;
/** Times bare node:http's, in the same round. */
const P99_MAX = 3;
const BARE = 'bare node:http';
const KOA = 'Koa alone';
const ON_POSTGRES = 'relay on Postgres';
const EMBEDDED = 'relay on the embedded database';
/** Resident once compiler and heap have settled. */
const BUDGETS = Object.freeze({
  [ON_POSTGRES]: { residentMb: 120, readyMs: 1_500 },
  [EMBEDDED]: { residentMb: 260, readyMs: 3_000 },
});

interface Rounds {
  readonly roundCount: number;
  readonly roundS: number;
  readonly warmS: number;
}

interface Row extends Figures {
  readonly residentMb: number;
  readonly readyMs: number;
}

export async function benchRelay(isQuick: boolean): Promise<BenchResult> {
  const { roundCount, roundS, warmS } = isQuick ? QUICK : FULL;
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
    // The first start creates the embedded database, which is not to be measured.
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
    servers.set(KOA, await startPeer('koa', answer));

    for (const [name, server] of servers) await load(server, loads.get(name) ?? any, warmS);
    const rounds = new Map<string, Figures[]>([...servers].map(([name]) => [name, []]));
    for (let round = 1; round <= roundCount; round += 1)
      for (const [name, server] of servers)
        rounds.get(name)?.push(await load(server, loads.get(name) ?? any, roundS));
    const rows = new Map<string, Row>();
    for (const [name, { pid, readyMs }] of servers)
      rows.set(name, {
        ...medians(rounds.get(name) ?? []),
        residentMb: residentMb(pid),
        readyMs,
      });
    const own = hasPostgres ? ON_POSTGRES : EMBEDDED;
    const trio = [own, BARE, KOA].flatMap((name) => servers.get(name) ?? []);
    const grid = await relayGrid(trio, loads.get(own) ?? any, {
      roundCount,
      seconds: isQuick ? 1 : 2,
    });
    const result = report(rows, rounds, { isPinned, roundCount, roundS });
    return {
      ...result,
      ratios: ratiosOf(rows, own),
      notes: [...result.notes, ...grid.notes.map((note) => `${own}, ${note}`)],
      tables: [...result.tables, grid.table],
    };
  } finally {
    for (const server of servers.values()) await stop(server);
    await database.close();
    await spotify.close();
    rmSync(folder, { recursive: true, force: true });
    await (globalThis as { stopTestDatabase?: () => unknown }).stopTestDatabase?.();
  }
}

function report(
  rows: ReadonlyMap<string, Row>,
  rounds: ReadonlyMap<string, readonly Figures[]>,
  { isPinned, roundCount, roundS }: { isPinned: boolean } & Omit<Rounds, 'warmS'>,
): BenchResult {
  const bare = rows.get(BARE);
  const relay = rows.get(ON_POSTGRES);
  const ratio = (of: (figures: Figures) => number): number => {
    const peers = rounds.get(BARE) ?? [];
    const ratios = (rounds.get(ON_POSTGRES) ?? []).map((own, round) => {
      const peer = peers[round];
      return peer ? of(own) / of(peer) : NaN;
    });
    return median(ratios);
  };
  const share = ratio(({ perSecond }) => perSecond);
  const p99 = ratio(({ p99Ms }) => p99Ms);
  const cpuShare = (bare?.cpuUs ?? NaN) / (relay?.cpuUs ?? NaN);
  const isQuiet = (bare?.perSecond ?? 0) >= BARE_MIN_PER_SECOND;
  const kept = (isKept: boolean): string => (isKept ? 'kept' : 'MISSED');
  const judged = (isKept: boolean): string => (isQuiet ? kept(isKept) : 'not judged');
  const notes = [
    `relay: POST /refresh of a good token, log on, wrk with ${CONNECTIONS} connections, medians of ${roundCount} alternating rounds of ${roundS} s, server and client on a core each${isPinned ? ', Postgres on the client’s' : ''}`,
    relay
      ? `share of a bare node:http ${share.toFixed(3)} (at least ${SHARE_MIN}; by processor time ${cpuShare.toFixed(3)}): ${judged(share >= SHARE_MIN)}; p99 ${p99.toFixed(1)} times its own (at most ${P99_MAX}): ${judged(p99 <= P99_MAX)}`
      : 'no Postgres is installed here, so that the promise was not measured',
    `bare node:http: ${bareRate(bare?.perSecond ?? 0)}`,
  ];
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const row = rows.get(name);
    if (row)
      notes.push(
        `${name}: ${Math.round(row.residentMb)} MB resident after load (at most ${budget.residentMb}): ${kept(row.residentMb <= budget.residentMb)}; ready in ${(row.readyMs / 1000).toFixed(1)} s (at most ${budget.readyMs / 1000}): ${judged(row.readyMs <= budget.readyMs)}`,
      );
  }
  return {
    json: {
      ...Object.fromEntries(rows),
      share,
      p99,
      cpuShare,
      isQuiet,
      isKept: isQuiet && share >= SHARE_MIN && p99 <= P99_MAX,
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

function ratiosOf(rows: ReadonlyMap<string, Row>, own: string): Ratio[] {
  const measures = [
    ['requests a second of POST /refresh', ({ perSecond }: Row) => perSecond],
    ['processor µs a POST /refresh', ({ cpuUs }: Row) => cpuUs],
    ['p99 ms of POST /refresh', ({ p99Ms }: Row) => p99Ms],
    ['MB resident after load', ({ residentMb }: Row) => residentMb],
  ] as const;
  const ours = rows.get(own);
  return measures.flatMap(([measure, of]) =>
    [BARE, KOA].flatMap((peer) => {
      const theirs = rows.get(peer);
      return ours && theirs ? [{ measure, peer, ours: of(ours), theirs: of(theirs) }] : [];
    }),
  );
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
