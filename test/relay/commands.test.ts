/** The operator's commands, on the database of this run. */
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../../relay/account/accounts.js';
import { Passwords } from '../../relay/account/passwords.js';
import { commandOf } from '../../relay/commands.js';
import { readConfig, type Config } from '../../relay/config.js';
import { openDatabase } from '../../relay/db/open.js';
import { databaseEnv, openTestDatabase, type TestDatabase } from '../support/database.js';

let folder: string;
let server: TestDatabase;
let config: Config;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  server = await openTestDatabase();
  config = configOf(databaseEnv(server, join(folder, 'data')));
  const database = await openDatabase(config);
  for (const uid of ['ada', 'bob'])
    await new Accounts(database).create({ uid, passwordHash: 'h', app: undefined, createdAtMs: 0 });
  for (const id of ['one', 'two'])
    await database.changed`
      INSERT INTO devices (id, uid, name, token_hash, created_at)
      VALUES (${id}, 'ada', ${`Kitchen ${id}`}, ${id}, ${new Date(0)})`;
  await database.changed`
    INSERT INTO sessions (id_hash, uid, created_at, expires_at)
    VALUES ('h', 'ada', ${new Date(0)}, ${new Date(0)})`;
  await database.close();
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function configOf(env: Readonly<Record<string, string>>): Config {
  const result = readConfig(env);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

function run(line: string, { isSure = false, isDryRun = false, from = config } = {}) {
  const found = commandOf(line.split(' '));
  if (!found) throw new Error(`${line} is no command`);
  const bytes = (count: number): Uint8Array => Buffer.alloc(count, 1);
  return found.command.run({ config: () => from, bytes, isSure, isDryRun }, found.argument);
}

describe('commandOf', () => {
  it.each([
    'accounts',
    'accounts delete',
    'accounts list ada',
    'accounts delete ada bob',
    'backup',
    'keys',
    'reseal all',
    'other',
  ])('rejects the command "%s"', (line) => {
    expect(commandOf(line.split(' '))).toBeUndefined();
  });
});

describe('accounts and devices', () => {
  it('are listed, and changed only with --yes; an account is deleted with all that belongs to it', async () => {
    expect(await run('accounts list')).toBe(
      'ACCOUNT  CREATED (UTC)     DEVICES  SPOTIFY\n' +
        'ada      1970-01-01 00:00  2        no\n' +
        'bob      1970-01-01 00:00  0        no',
    );
    expect(await run('devices revoke one')).toMatch(/^would unlink "Kitchen one" of ada; .*--yes/);
    expect(await run('devices revoke one', { isSure: true })).toBe('unlinked "Kitchen one" of ada');
    expect(await run('devices list')).toBe(
      'ID   ACCOUNT  LINKED (UTC)      LAST USED (UTC)  VERSION  NAME\n' +
        'two  ada      1970-01-01 00:00  never            ?        Kitchen two',
    );
    await expect(run('devices revoke one')).rejects.toThrow(/^there is no device one;/);

    expect(await run('accounts reset-password ada')).toMatch(/^would replace .*--yes/);
    const reset = await run('accounts reset-password ada', { isSure: true });
    const password = /is ([\w-]{22});/.exec(reset)?.[1] ?? '';
    const database = await openDatabase(config);
    const account = await new Accounts(database).find('ada');
    expect(await new Passwords().verify(password, account?.passwordHash)).toBe(true);
    expect(await database.rows`SELECT 1 FROM sessions`).toEqual([]);
    await database.close();

    const gone = 'ada with 1 device and no grant';
    expect(await run('accounts delete ada')).toBe(`would delete ${gone}; add --yes to do it`);
    expect(await run('accounts delete ada', { isSure: true })).toBe(`deleted ${gone}`);
    expect(await run('accounts list')).not.toContain('ada');
    await expect(run('accounts delete ada')).rejects.toThrow(/^there is no account ada;/);
  }, 60_000);
});

describe('backup and restore', () => {
  it('say what they would do, and how many accounts they held', async () => {
    const file = join(folder, 'backup.gz');
    expect(await run(`backup ${file}`, { isDryRun: true })).toBe(`would write ${file}`);
    expect(await run(`backup ${file}`)).toMatch(/ with \d accounts?; it .*keys/i);
    expect(await run(`restore ${file}`, { isDryRun: true })).toMatch(
      /^would restore \d accounts? from/,
    );
    await expect(run(`restore ${file}`)).rejects.toThrow(/restore into an empty/);
  }, 60_000);
});

describe('keys new', () => {
  it('creates a file readable only by its owner, and adds later keys after the first', async () => {
    const file = join(folder, 'relay.env');
    writeFileSync(file, 'PORT=8000\nREGISTRATION=closed\n');
    expect(await run(`keys new ${file}`, { isDryRun: true })).toBe(
      `would store the key "1" in ${file}`,
    );
    expect(readFileSync(file, 'utf8')).toBe('PORT=8000\nREGISTRATION=closed\n');
    const key = Buffer.alloc(32, 1).toString('base64');
    const said = await run(`keys new ${file}`);
    expect(said).toBe(`stored the key "1" in ${file}`);
    expect(said).not.toContain(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run(`keys new ${file}`)).toBe(`stored the key "2" in ${file}, after "1"`);
    expect(readFileSync(file, 'utf8')).toBe(
      `PORT=8000\nREGISTRATION=closed\nTOKEN_KEYS=1:${key},2:${key}\n`,
    );
  });

  it('finds an existing key in any notation, behind a link too, and keeps the other lines', async () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const file = join(folder, 'exported.env');
    writeFileSync(file, `# Keys\n\nexport TOKEN_KEYS=a:${key}\r\n\nPORT=8000\n`);
    symlinkSync(file, join(folder, 'link.env'));
    expect(await run(`keys new ${join(folder, 'link.env')}`)).toMatch(/, after "a"$/);
    expect(readFileSync(file, 'utf8')).toBe(
      `# Keys\n\nexport TOKEN_KEYS=a:${key},1:${key}\n\nPORT=8000\n`,
    );
  });

  it('refuses to choose between two lines', async () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const file = join(folder, 'twice.env');
    writeFileSync(file, `TOKEN_KEYS=a:${key}\nexport TOKEN_KEYS=b:${key}\n`);
    await expect(run(`keys new ${file}`)).rejects.toThrow(/more than one line with TOKEN_KEYS/);
  });

  it('puts the key of an embedded database first', async () => {
    const from = configOf({ DATA_DIR: folder });
    expect(await run('keys new', { from })).toMatch(/^stored the key "1" in .*token-keys$/);
    expect(await run('keys new', { from })).toMatch(/token-keys, before "1"$/);
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(readFileSync(join(folder, 'token-keys'), 'utf8')).toBe(`2:${key},1:${key}\n`);
  });

  it('changes nothing that it cannot read', async () => {
    const file = join(folder, 'broken.env');
    writeFileSync(file, 'TOKEN_KEYS=nonsense\n');
    await expect(run(`keys new ${file}`)).rejects.toThrow(/has an entry/);
    expect(readFileSync(file, 'utf8')).toBe('TOKEN_KEYS=nonsense\n');
    await expect(run(`keys new ${folder}`)).rejects.toThrow(/cannot be read/);
  });
});
