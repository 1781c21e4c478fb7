import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite as OlderEngine } from 'pglite-0.5.16';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../relay/account/accounts.js';
import { openDatabase } from '../../../relay/db/open.js';
import { StartError } from '../../../relay/error-code.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openDatabase', () => {
  it('creates an embedded database once, keeps its data, and admits one instance', async () => {
    const config = {
      database: { kind: 'embedded', dataDir: folder },
      tokenKeys: undefined,
    } as const;
    const said: string[] = [];
    const onProgress = (line: string): number => said.push(line);
    const first = await openDatabase(config, { onProgress });
    const app = { clientId: 'a', clientSecret: 's' };
    await new Accounts(first).create({ uid: 'ada', passwordHash: 'h', app, createdAtMs: 1 });
    await expect(openDatabase(config)).rejects.toThrow(StartError);
    await first.close();

    const second = await openDatabase(config, { onProgress });
    expect((await new Accounts(second).find('ada'))?.app).toEqual(app);
    await second.close();
    expect(said).toEqual(['creating the database (once)…']);
    expect(statSync(join(folder, 'token-keys')).mode & 0o777).toBe(0o600);
  }, 60_000);

  it('opens a data folder of an older engine and an unreleased schema', async () => {
    const older = join(folder, 'older');
    mkdirSync(older);
    const engine = await OlderEngine.create({ dataDir: join(older, 'database') });
    for (const name of ['0001-accounts.sql', '0002-devices.sql', '0003-trust.sql'])
      await engine.exec(readFileSync(join('test/fixtures/migrations', name), 'utf8'));
    await engine.exec(`CREATE TABLE schema_migrations
      (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    await engine.exec("INSERT INTO schema_migrations VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    await engine.exec(
      "INSERT INTO accounts (uid, password_hash, created_at) VALUES ('ada', 'h', now())",
    );
    await engine.close();
    const opened = await openDatabase({
      database: { kind: 'embedded', dataDir: older },
      tokenKeys: undefined,
    });
    expect(await new Accounts(opened).find('ada')).toMatchObject({
      passwordHash: 'h',
      app: undefined,
    });
    await opened.close();
  }, 60_000);

  it('reports in one line, without the address, that no database responds', async () => {
    const opening = openDatabase({
      database: { kind: 'postgres', url: 'postgres://user:hunter2@127.0.0.1:1/db' },
      tokenKeys: [{ id: 'a', key: new Uint8Array(32) }],
    });
    await expect(opening).rejects.toThrow(
      /^DATABASE_URL: no database answers there \(ECONNREFUSED\)/,
    );
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });
});
