/**
 * `npm run bench -- start`: how long a start takes, the most memory of the first one, which creates the embedded database,
 * and what an installation takes on disk; beside Node.js with node:http or Koa alone.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseEnv } from '../../test/support/database.js';
import { FakeSpotify } from '../../test/support/fake-spotify.js';
import { findBinaries, startServer } from '../../test/support/postgres-server.js';
import { median, residentMb } from './relay-load.js';
import { startPeer, startRelay, stop, type Server } from './relay-servers.js';
import type { BenchResult } from './table.js';

const ROUND_COUNT = 5;
const FIRST = 'relay, first start: creates the embedded database';
const NEXT = 'relay on the embedded database';
const ON_POSTGRES = 'relay on Postgres';
const BARE = 'bare node:http';
const KOA = 'Koa alone';

interface Start {
  readonly readyMs: number;
  readonly peakMb: number;
}

export async function benchStart(isQuick: boolean): Promise<BenchResult> {
  const roundCount = isQuick ? 1 : ROUND_COUNT;
  // What a package holds; a start would make the rest of it first.
  execFileSync(process.execPath, ['build.js'], { stdio: 'ignore' });
  const bin = findBinaries();
  const spotify = await new FakeSpotify().listen();
  const postgres = bin === undefined ? undefined : await startServer(bin);
  const starts = new Map<string, Start[]>();
  const folder = mkdtempSync(join(tmpdir(), 'relay-start-'));
  try {
    const onPostgres = postgres && databaseEnv(postgres, folder);
    for (let round = 0; round < roundCount; round += 1) {
      const embedded = { DATA_DIR: join(folder, `${round}`) };
      const kinds: readonly (readonly [name: string, start: () => Promise<Server>])[] = [
        [FIRST, () => startRelay(spotify, embedded)],
        [NEXT, () => startRelay(spotify, embedded)],
        ...(onPostgres ? [[ON_POSTGRES, () => startRelay(spotify, onPostgres)] as const] : []),
        [BARE, () => startPeer('http', '{}')],
        [KOA, () => startPeer('koa', '{}')],
      ];
      for (const [name, start] of kinds) {
        const server = await start();
        const peakMb = residentMb(server.pid, 'VmHWM');
        starts.set(name, [...(starts.get(name) ?? []), { readyMs: server.readyMs, peakMb }]);
        await stop(server);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await postgres?.stop();
    await spotify.close();
  }
  const ours = medianStart(starts.get(ON_POSTGRES) ?? starts.get(NEXT) ?? []);
  const koa = medianStart(starts.get(KOA) ?? []);
  const sizes = installSizes();
  return {
    notes: [
      `Medians of ${roundCount} rounds, each process on core 0: from its start to its first response, and the most memory that was resident until then.`,
      ...(postgres ? [] : ['No Postgres is installed here: a start on it was not measured.']),
      'Sizes are of the files as they are here; an installation without development tools has only those that are not for development.',
    ],
    ratios: [
      { measure: 'ms to the first response', peer: KOA, ours: ours.readyMs, theirs: koa.readyMs },
      { measure: 'MB at the peak of a start', peer: KOA, ours: ours.peakMb, theirs: koa.peakMb },
    ],
    tables: [
      {
        title: 'Starts',
        head: ['server', 'ms to the first response', 'MB at the peak'],
        rows: [...starts].map(([name, all]) => {
          const { readyMs, peakMb } = medianStart(all);
          return [name, readyMs.toFixed(0), peakMb.toFixed(0)];
        }),
      },
      {
        title: 'Install size',
        head: ['what', 'MB'],
        rows: sizes.map(([name, bytes]) => [name, (bytes / 1e6).toFixed(1)]),
      },
    ],
    json: { starts: Object.fromEntries(starts), sizes: Object.fromEntries(sizes) },
  };
}

function medianStart(starts: readonly Start[]): Start {
  const of = (name: keyof Start): number => median(starts.map((start) => start[name]));
  return { readyMs: of('readyMs'), peakMb: of('peakMb') };
}

/** Bytes by what they are for. */
function installSizes(): readonly (readonly [name: string, bytes: number])[] {
  const run = (command: string, args: readonly string[]): string =>
    execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [pack] = JSON.parse(run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])) as [
    { readonly size: number; readonly unpackedSize: number },
  ];
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<
      Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>
    >;
  };
  const sizeOf = (paths: readonly string[]): number =>
    Number(/(\d+)\s+total/.exec(run('du', ['-cksL', ...paths]))?.[1]) * 1024;
  // What lies within another package is counted with it.
  const installed = Object.entries(packages).filter(
    ([path]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && existsSync(path),
  );
  const own = installed.filter(([, { dev, devOptional }]) => !dev && !devOptional);
  return [
    ['the package, packed', pack.size],
    ['the package, unpacked', pack.unpackedSize],
    ['its dependencies (npm ci --omit=dev)', sizeOf(own.map(([path]) => path))],
    ['all packages (npm ci)', sizeOf(installed.map(([path]) => path))],
  ];
}
