/** A database that fails or misbehaves: what is reported, and what continues. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { TokenCipher } from '../../../relay/db/cipher.js';
import { Database, DatabaseUnavailable } from '../../../relay/db/database.js';
import { openDatabase } from '../../../relay/db/open.js';
import { openTestDatabase, TEST_KEYS, type TestDatabase } from '../../support/database.js';
import { POSTGRES, testsNeeding } from '../../support/needs.js';
import { findBinaries, startServer } from '../../support/postgres-server.js';

let database: TestDatabase;
let opened: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  opened = await database.open();
});
afterAll(() => database.close());

function start(url: string): Promise<Database> {
  return openDatabase({ database: { kind: 'postgres', url }, tokenKeys: [...TEST_KEYS] });
}

describe('a statement', () => {
  it.each(['40001', '40P01', '25006'])(
    'that fails for good with %s is a database that is away, not a fault of ours',
    async (state) => {
      await database.openPool().query(
        `CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$;
         CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON attempts EXECUTE FUNCTION fail()`,
      );
      const inserting = opened.changed`
        INSERT INTO attempts (key, count, expires_at) VALUES ('x', 1, now())`;
      await expect(inserting).rejects.toThrow(DatabaseUnavailable);
      await database.openPool().query('DROP TRIGGER fail ON attempts');
    },
  );

  it.each(['42P05', '26000'])('goes on without names where a pooler says %s', async (state) => {
    const sent: unknown[] = [];
    const query = (statement: pg.QueryConfig): Promise<{ rows: object[] }> => {
      sent.push(statement.name);
      const refusal = Object.assign(new Error('no'), { code: state, severity: 'ERROR' });
      return statement.name === undefined
        ? Promise.resolve({ rows: [{ one: 1 }] })
        : Promise.reject(refusal);
    };
    const told: string[] = [];
    const pooled = new Database({
      pool: { query } as unknown as pg.Pool,
      cipher: new TokenCipher(TEST_KEYS),
      onUnknownName: () => told.push('told'),
    });
    for (let turn = 1; turn <= 2; turn += 1)
      expect(await pooled.rows`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    expect(sent).toEqual([expect.any(String), undefined, undefined]);
    expect(told).toEqual(['told']);
  });
});

describe('a start', () => {
  const bin = findBinaries();
  testsNeeding(POSTGRES).it(
    'reports in one line why it cannot use the tables',
    async () => {
      const postgres = await startServer(bin!);
      try {
        const admin = new pg.Client(postgres.url);
        admin.on('error', () => undefined);
        await admin.connect();
        await admin.query('REVOKE CREATE ON SCHEMA public FROM public; CREATE ROLE poor LOGIN');
        const poor = postgres.url.replace('postgres@', 'poor@');
        await expect(start(poor)).rejects.toThrow(/^DATABASE_URL: this user may not create tables/);

        await (await start(postgres.url)).close();
        await admin.query('DELETE FROM schema_migrations WHERE version = 5');
        await admin.query('BEGIN');
        await admin.query('LOCK TABLE sessions IN ACCESS SHARE MODE');
        await expect(start(postgres.url)).rejects.toThrow(
          /^DATABASE_URL: another process holds a lock/,
        );
        await admin.query('ROLLBACK');
        const readOnly = `${postgres.url}?options=-c%20default_transaction_read_only%3Don`;
        await expect(start(readOnly)).rejects.toThrow(/^DATABASE_URL: the database is read-only/);
        await admin.end();
      } finally {
        await postgres.stop();
      }
    },
    60_000,
  );

  it('reports in one line that a certificate is not trusted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'self-signed-'));
    const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')];
    const subject = ['-subj', '/CN=localhost', '-days', '1'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject],
      {
        stdio: 'ignore',
      },
    );
    const [key, cert] = ['key', 'cert'].map((name) => readFileSync(join(folder, name)));
    const server = createServer((socket) => {
      // "S": TLS it is.
      socket.once('data', () => {
        socket.write('S');
        new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => undefined);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(
      start(`postgres://user:hunter2@127.0.0.1:${port}/db?sslmode=require`),
    ).rejects.toThrow(/^DATABASE_URL: the database's certificate is not trusted[^\n]*$/);
    server.close();
    rmSync(folder, { recursive: true });
  });
});
