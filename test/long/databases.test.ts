/**
 * The arrangements and accidents of a Postgres that others run, each started here on loopback, by
 * `npm run test:long`. What is not installed is skipped.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect } from '@jest/globals';
import pg from 'pg';
import { openDatabase } from '../../relay/db/open.js';
import { TEST_KEYS } from '../support/database.js';
import { FakeSpotify } from '../support/fake-spotify.js';
import { freePort } from '../support/free-port.js';
import { POSTGRES, testsNeeding } from '../support/needs.js';
import { asPostgres, findBinaries, startServer } from '../support/postgres-server.js';
import { Load, RelayProcess } from '../support/relay-process.js';

const bin = findBinaries();
const PGBOUNCER = '/usr/sbin/pgbouncer';
const UIDS = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay'];
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const { it: postgresTest } = testsNeeding(POSTGRES);
const { it: poolerTest } = testsNeeding(POSTGRES, {
  what: 'PgBouncer: apt-get install pgbouncer',
  isHere: existsSync(PGBOUNCER),
});
const { it: diskTest } = testsNeeding(POSTGRES, {
  what: 'root, to mount a tmpfs',
  isHere: process.getuid?.() === 0,
});

async function postgres(options: Parameters<typeof startServer>[1] = {}) {
  const server = await startServer(bin!, options);
  closers.push(() => server.stop());
  return server;
}

/** A relay on that database under a load of devices whose every refresh rotates the refresh token. */
async function loaded(url: string) {
  const spotify = await new FakeSpotify().listen();
  closers.push(() => spotify.close());
  const relay = await RelayProcess.of({ url }, spotify);
  await relay.start();
  closers.push(() => relay.stop());
  spotify.lifeS = 1;
  spotify.rotates = true;
  const tokens = await relay.linkAll(spotify, UIDS);
  const load = new Load([relay], tokens);
  closers.push(() => load.stop());
  await load.recovered();
  return { spotify, relay, load };
}

/** No grant was lost, and no device was told anything but 200 or 503 with `Retry-After`. */
async function expectKept(name: string, load: Load): Promise<void> {
  await load.recovered();
  await load.stop();
  process.stderr.write(`${name}: ${JSON.stringify(Object.fromEntries(load.counts))}\n`);
  expect(load.wrong).toEqual([]);
}

describe('the relay', () => {
  poolerTest(
    'PgBouncer in transaction mode, at the default settings of the relay',
    async () => {
      const server = await postgres();
      const port = await freePort();
      const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
      closers.push(() => rmSync(folder, { recursive: true }));
      chmodSync(folder, 0o755);
      writeFileSync(
        join(folder, 'ini'),
        `[databases]
postgres = host=127.0.0.1 port=${new URL(server.url).port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
`,
      );
      const pooler = spawn(...asPostgres(PGBOUNCER, [join(folder, 'ini')]), { stdio: 'ignore' });
      closers.push(() => pooler.kill());
      const url = new URL(server.url);
      url.port = String(port);
      await untilOpen(port);
      const { load } = await loaded(url.href);
      for (let turn = 0; turn < 20; turn += 1) await load.recovered();
      expect([...load.counts.keys()]).toEqual([200]);
      await expectKept('PgBouncer in transaction mode', load);
    },
    120_000,
  );

  postgresTest(
    'no connection left',
    async () => {
      const server = await postgres({ own: ['fsync=off', 'max_connections=20'] });
      const { load } = await loaded(server.url);
      const taken: pg.Client[] = [];
      const take = async (): Promise<void> => {
        for (;;) {
          const client = new pg.Client(server.url);
          client.on('error', () => undefined);
          await client.connect();
          taken.push(client);
        }
      };
      const before = load.counts.get(503) ?? 0;
      while ((load.counts.get(503) ?? 0) < before + UIDS.length) {
        await expect(take()).rejects.toThrow(/too many clients/);
        // Those of the relay, too: what it opens now is refused.
        await taken[0]!.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%grants%' AND pid <> pg_backend_pid()",
        );
      }
      await Promise.all(taken.map((client) => client.end()));
      await expectKept('no connection left', load);
    },
    120_000,
  );

  postgresTest(
    'Postgres restarted under load',
    async () => {
      const server = await postgres();
      const { load, spotify } = await loaded(server.url);
      for (let turn = 0; turn < 20; turn += 1) {
        await server.halt();
        await sleep(200);
        await server.resume();
        await load.recovered();
      }
      expect(spotify.rotations.length).toBeGreaterThan(UIDS.length);
      await expectKept('Postgres restarted under load', load);
    },
    300_000,
  );

  diskTest(
    'a full disk',
    async () => {
      const disk = mkdtempSync(join(tmpdir(), 'full-disk-'));
      closers.push(() => rmSync(disk, { recursive: true }));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m,mode=1777', 'tmpfs', disk]);
      closers.push(() => execFileSync('umount', [disk]));
      const server = await postgres({ within: disk });
      const { load } = await loaded(server.url);
      const filler = join(disk, 'filler');
      // It keeps old rows from being replaced in their pages, so that the tables grow.
      const reader = new pg.Client(server.url);
      await reader.connect();
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await reader.query('SELECT 1');
      execFileSync('sh', ['-c', `cat /dev/zero > ${filler} || true`], { stdio: 'ignore' });
      const before = load.counts.get(503) ?? 0;
      while ((load.counts.get(503) ?? 0) < before + UIDS.length) await sleep(20);
      await reader.end();
      const refused = (load.counts.get(503) ?? 0) - before;
      rmSync(filler);
      await expectKept(`a full disk, ${refused} refused meanwhile`, load);
    },
    180_000,
  );

  postgresTest(
    'moved to a standby that is not the primary yet',
    async () => {
      const primary = await postgres({ own: ['fsync=off'] });
      // What a proxy or a DNS name does for others.
      let target = primary.url;
      const door = createServer((client) => {
        const server = connect(Number(new URL(target).port), '127.0.0.1');
        client.pipe(server).pipe(client);
        client.on('error', () => server.destroy());
        server.on('error', () => client.destroy());
      });
      await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
      closers.push(() => door.close());
      const url = new URL(primary.url);
      url.port = String((door.address() as AddressInfo).port);
      const { load } = await loaded(url.href);
      const standby = await postgres({ own: ['fsync=off'], copyOf: primary.url });
      const starting = openDatabase({
        database: { kind: 'postgres', url: standby.url },
        tokenKeys: [...TEST_KEYS],
      });
      await expect(starting).rejects.toThrow(/read-only; name the primary/);

      const admin = new pg.Client(primary.url);
      await admin.connect();
      await admin.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
      await admin.query('SELECT pg_reload_conf()');
      await admin.end();
      await sleep(500);
      target = standby.url;
      await primary.halt();
      const before = load.counts.get(503) ?? 0;
      while ((load.counts.get(503) ?? 0) < before + UIDS.length) await sleep(20);
      const promoter = new pg.Client(standby.url);
      await promoter.connect();
      await promoter.query('SELECT pg_promote()');
      await promoter.end();
      await expectKept('moved to a standby', load);
    },
    180_000,
  );
});

async function untilOpen(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await sleep(50);
  }
}
