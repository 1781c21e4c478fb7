/**
 * Three Postgres with synchronous replication under Patroni with etcd, HAProxy in front, two relays. The primary's whole
 * node is killed at random instants while every refresh rotates the refresh token. Only in `npm run test:long`.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect } from '@jest/globals';
import pg from 'pg';
import { seededRandom } from '../../tools/virtual/seeded-random.js';
import { FakeSpotify } from '../support/fake-spotify.js';
import { freePort } from '../support/free-port.js';
import { POSTGRES, testsNeeding } from '../support/needs.js';
import { asPostgres, findBinaries } from '../support/postgres-server.js';
import { Load, RelayProcess } from '../support/relay-process.js';

const KILL_COUNT = Number(process.env['FAILOVER_KILLS'] ?? 20);
const SEED = Number(process.env['FAILOVER_SEED'] ?? 20);
/** From the moment in which the new primary takes writes through the proxy. */
const RECOVERY_MAX_MS = 5_000;
const PROGRAMS = ['/usr/bin/patroni', '/usr/bin/etcd', '/usr/sbin/haproxy'];
const UIDS = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay'];
const bin = findBinaries();
const { it: failoverTest } = testsNeeding(POSTGRES, {
  what: 'Patroni, etcd or HAProxy: apt-get install patroni etcd-server haproxy',
  isHere: PROGRAMS.every((program) => existsSync(program)),
});
const closers: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const ports = new Set<number>();
/** The system may give one that was given before and is not in use yet. */
async function ownPort(): Promise<number> {
  let port = await freePort();
  while (ports.has(port)) port = await freePort();
  ports.add(port);
  return port;
}

/** In a session of its own, so that what it starts can be killed with it. */
function started(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(...asPostgres(command, args), { stdio: 'ignore', detached: true, cwd: '/' });
  closers.push(() => killAll(child, 'SIGKILL'));
  return child;
}

function killAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

class Node {
  readonly port: number;
  readonly restPort: number;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number, restPort: number) {
    this.#folder = folder;
    this.port = port;
    this.restPort = restPort;
  }

  static async in(root: string, name: string, etcdPort: number): Promise<Node> {
    const node = new Node(join(root, name), await ownPort(), await ownPort());
    mkdirSync(node.#folder);
    const login = (user: string): string => `{ username: ${user}, password: none }`;
    writeFileSync(
      join(node.#folder, 'patroni.yml'),
      `scope: relay
name: ${name}
restapi: { listen: '127.0.0.1:${node.restPort}', connect_address: '127.0.0.1:${node.restPort}' }
etcd3: { host: '127.0.0.1:${etcdPort}' }
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 5
    primary_start_timeout: 0
    synchronous_mode: true
    postgresql: { use_pg_rewind: true, parameters: { wal_log_hints: 'on' } }
  initdb: [{ encoding: UTF8 }, { locale: C }]
postgresql:
  listen: 127.0.0.1:${node.port}
  connect_address: 127.0.0.1:${node.port}
  data_dir: ${join(node.#folder, 'data')}
  bin_dir: ${bin}
  pgpass: ${join(node.#folder, 'pgpass')}
  authentication: { superuser: ${login('postgres')}, replication: ${login('replicator')} }
  parameters: { unix_socket_directories: ${node.#folder} }
  pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']
`,
    );
    return node;
  }

  start(): void {
    this.#child = started('/usr/bin/patroni', [join(this.#folder, 'patroni.yml')]);
    closers.push(() => this.kill());
  }

  /** Patroni and its Postgres at once, as a node that loses its power. */
  async kill(): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    killAll(child, 'SIGKILL');
    await ended;
    const pidFile = join(this.#folder, 'data', 'postmaster.pid');
    if (!existsSync(pidFile)) return;
    const postmaster = readFileSync(pidFile, 'utf8').split('\n')[0]!;
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', postmaster], { encoding: 'utf8' });
    rmSync(pidFile);
    for (const pid of [postmaster, ...(stdout.match(/\d+/g) ?? [])])
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has ended.
      }
  }

  async is(role: 'primary' | 'sync' | 'replica'): Promise<boolean> {
    const url = `http://127.0.0.1:${this.restPort}/${role}`;
    return fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}

failoverTest(
  `${KILL_COUNT} kills of the primary lose no grant, and each time the relays recover by themselves`,
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'failover-'));
    closers.push(() => rmSync(root, { recursive: true, force: true }));
    const [etcdPort, peerPort, proxyPort] = [await ownPort(), await ownPort(), await ownPort()];
    const nodes: Node[] = [];
    for (const name of ['one', 'two', 'three']) nodes.push(await Node.in(root, name, etcdPort));
    writeFileSync(
      join(root, 'haproxy.cfg'),
      `defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
listen postgres
  bind 127.0.0.1:${proxyPort}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ port, restPort }) => `  server p${port} 127.0.0.1:${port} check port ${restPort}`).join('\n')}
`,
    );
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'postgres', root]);
    const [client, peer] = [`http://127.0.0.1:${etcdPort}`, `http://127.0.0.1:${peerPort}`];
    started('/usr/bin/etcd', [
      ...['--data-dir', join(root, 'etcd'), '--name', 'one', '--initial-cluster', `one=${peer}`],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
    ]);
    for (const node of nodes) node.start();
    started('/usr/sbin/haproxy', ['-f', join(root, 'haproxy.cfg'), '-db']);
    const url = `postgres://postgres@127.0.0.1:${proxyPort}/postgres`;
    const takesWrites = async (): Promise<boolean> => {
      const connection = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
      connection.on('error', () => undefined);
      try {
        await connection.connect();
        const { rows } = await connection.query<{ is: boolean }>(
          'SELECT pg_is_in_recovery() AS is',
        );
        return rows[0]?.is === false;
      } catch {
        return false;
      } finally {
        await connection.end().catch(() => undefined);
      }
    };
    const isWhole = async (): Promise<boolean> => {
      const roles = await Promise.all(
        nodes.map(async (node) =>
          (await node.is('primary'))
            ? 'p'
            : (await node.is('sync'))
              ? 's'
              : (await node.is('replica'))
                ? 'r'
                : '-',
        ),
      );
      return roles.sort().join('') === 'prs';
    };
    await until(isWhole);
    await until(takesWrites);

    const spotify = await new FakeSpotify().listen();
    closers.push(() => spotify.close());
    spotify.rotates = true;
    const relays: RelayProcess[] = [];
    for (let index = 0; index < 2; index += 1) {
      const relay = await RelayProcess.of({ url }, spotify);
      await relay.start();
      closers.push(() => relay.stop());
      relays.push(relay);
    }
    // Before they link: the first access token would last through all kills, and nothing would rotate.
    spotify.lifeS = 1;
    const tokens = await relays[0]!.linkAll(spotify, UIDS);
    // So slow that most kills fall between the lease and the commit of some device's refresh.
    spotify.beforeRefresh = () => sleep(500);
    const load = new Load(relays, tokens);
    closers.push(() => load.stop());
    const random = seededRandom(SEED);
    const waitsMs: number[] = [];
    for (let kill = 1; kill <= KILL_COUNT; kill += 1) {
      await load.recovered();
      await until(isWhole);
      await sleep(random() * 2_000);
      const roles = await Promise.all(nodes.map((node) => node.is('primary')));
      const primary = nodes[roles.indexOf(true)]!;
      const killedAtMs = performance.now();
      await primary.kill();
      await until(takesWrites);
      const writableAtMs = performance.now();
      waitsMs.push(await load.recovered(writableAtMs));
      process.stderr.write(
        `failover ${kill} (seed ${SEED}): new primary after ${Math.round(writableAtMs - killedAtMs)} ms, ` +
          `all devices served ${Math.round(waitsMs.at(-1)!)} ms later; ${JSON.stringify(Object.fromEntries(load.counts))}, wrong: ${load.wrong.length}\n`,
      );
      primary.start();
    }
    await load.stop();
    process.stderr.write(`failover: ${spotify.counts.refreshes} refreshes at Spotify\n`);
    expect(load.wrong).toEqual([]);
    // What the database holds must do without what the relays still had in memory.
    for (const relay of relays) await relay.stop();
    await sleep(spotify.lifeS * 1_000);
    const [restarted] = relays;
    await restarted!.start();
    const { refreshes } = spotify.counts;
    for (const [uid, token] of tokens)
      expect([uid, (await restarted!.refresh(uid, token)).status]).toEqual([uid, 200]);
    expect(spotify.counts.refreshes - refreshes).toBe(UIDS.length);
    expect(Math.max(...waitsMs)).toBeLessThan(RECOVERY_MAX_MS);
  },
  3_600_000,
);
