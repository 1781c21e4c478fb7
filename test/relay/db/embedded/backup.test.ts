import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../../../relay/account/accounts.js';
import { backUp, restore } from '../../../../relay/db/embedded/backup.js';
import { openDatabase } from '../../../../relay/db/open.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configOf(dataDir: string) {
  return { database: { kind: 'embedded', dataDir }, tokenKeys: undefined } as const;
}

describe('a backup of the embedded database', () => {
  it('is one file for its owner alone, and restores accounts and secrets elsewhere', async () => {
    const from = join(folder, 'from');
    const to = join(folder, 'to');
    const file = join(folder, 'backup.gz');
    const app = { clientId: 'a', clientSecret: 'kept' };
    const database = await openDatabase(configOf(from));
    await new Accounts(database).create({ uid: 'ada', passwordHash: 'h', app, createdAtMs: 1 });
    // The lock: a copy of files that are being written is no backup.
    await expect(backUp(from, file)).rejects.toThrow(/is in use by process/);
    await database.close();

    await backUp(from, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(backUp(from, file)).rejects.toThrow(/is there already/);
    await restore(to, file);
    const restored = await openDatabase(configOf(to));
    expect((await new Accounts(restored).find('ada'))?.app).toEqual(app);
    await restored.close();
    await expect(restore(to, file)).rejects.toThrow(/restore into an empty folder/);
    // Killed after the keys, before the database had its name.
    rmSync(join(to, 'database'), { recursive: true });
    await restore(to, file);
    expect(existsSync(join(to, 'database'))).toBe(true);
  }, 180_000);

  it('is refused in one line where it is none', async () => {
    const file = join(folder, 'other');
    writeFileSync(file, 'no backup');
    await expect(restore(join(folder, 'x'), file)).rejects.toThrow(/is no backup of this relay/);
    const damaged = { form: 'sixteen-by-two backup 1', database: 'AAAA' };
    writeFileSync(file, gzipSync(JSON.stringify(damaged)));
    await expect(restore(join(folder, 'x'), file)).rejects.toThrow(/^[^\n]*or is damaged$/);
    expect(existsSync(join(folder, 'x', 'database.unfinished'))).toBe(false);
    await expect(restore(join(folder, 'x'), join(folder, 'no'))).rejects.toThrow(/no such file/);
    await expect(backUp(join(folder, 'x'), file)).rejects.toThrow(/there is no database/);
  }, 60_000);
});
