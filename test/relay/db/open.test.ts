import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../relay/db/open.js';
import { StartError } from '../../../relay/db/start-error.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-store-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openStore', () => {
  it('makes an embedded database once, keeps what it held, and lets in one instance', async () => {
    const config = {
      database: { kind: 'embedded', dataDir: folder },
      tokenKeys: undefined,
    } as const;
    const said: string[] = [];
    const onProgress = (line: string): number => said.push(line);
    const first = await openStore(config, { onProgress });
    const app = { clientId: 'a', clientSecret: 's' };
    await first.createAccount({ uid: 'ada', passwordHash: 'h', app, createdAtMs: 1 });
    await expect(openStore(config)).rejects.toThrow(StartError);
    await first.close();

    const second = await openStore(config, { onProgress });
    expect((await second.findAccount('ada'))?.app).toEqual(app);
    await second.close();
    expect(said).toEqual(['making the database (once)…']);
    expect(statSync(join(folder, 'token-keys')).mode & 0o777).toBe(0o600);
  }, 60_000);

  it('says in one line, without the address, that no database answers', async () => {
    const opening = openStore({
      database: { kind: 'postgres', url: 'postgres://user:hunter2@127.0.0.1:1/db' },
      tokenKeys: [{ id: 'a', key: new Uint8Array(32) }],
    });
    await expect(opening).rejects.toThrow(
      /^DATABASE_URL: no database answers there \(ECONNREFUSED\)/,
    );
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });
});
