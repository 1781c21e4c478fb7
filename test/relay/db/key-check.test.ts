import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Accounts } from '../../../relay/account/accounts.js';
import { TokenCipher } from '../../../relay/db/cipher.js';
import { Database } from '../../../relay/db/database.js';
import { checkKeys } from '../../../relay/db/sealed.js';
import { Grants } from '../../../relay/grant/grants.js';
import { openTestDatabase, TEST_KEYS, type TestDatabase } from '../../support/database.js';

const OTHER = { id: 'other', key: Buffer.alloc(32, 9) };
const MISTAKEN = { id: 'test', key: Buffer.alloc(32, 9) };

let database: TestDatabase;
let pool: pg.Pool;
let opened: Database;
beforeEach(async () => {
  database = await openTestDatabase();
  opened = await database.open();
  pool = database.openPool();
});
afterEach(() => database.close());

async function fill(uid: string): Promise<void> {
  const app = { clientId: 'app', clientSecret: 'a client secret' };
  await new Accounts(opened).create({ uid, passwordHash: 'h', app, createdAtMs: 1 });
  await new Grants(opened).put({
    uid,
    clientId: 'app',
    refreshToken: 'a refresh token',
    access: { token: 'an access token', lifeS: 3_600, expiresAtMs: 3_600_000 },
    consentedAtMs: 5,
  });
}

function check(...keys: ConstructorParameters<typeof TokenCipher>[0]): Promise<void> {
  return checkKeys(new Database({ pool, cipher: new TokenCipher(keys) }));
}

describe('checkKeys', () => {
  it('accepts any keys for an empty database, and the right ones in any order', async () => {
    await check(OTHER);
    await fill('ada');
    await check(...TEST_KEYS);
    await check(OTHER, ...TEST_KEYS);
  });

  it('names the missing key in one line', async () => {
    await fill('ada');
    await expect(check(OTHER)).rejects.toThrow(/^TOKEN_KEYS: lacks the key "test", [^\n]+$/);
  });

  it('rejects a key with the right id and wrong bytes, without showing any', async () => {
    await fill('ada');
    const checking = check(MISTAKEN);
    await expect(checking).rejects.toThrow(
      /^TOKEN_KEYS: the key "test" has the id but not the bytes/,
    );
    await expect(checking).rejects.not.toThrow(MISTAKEN.key.toString('base64').slice(0, 8));
  });

  it('lets a single damaged value affect only its account', async () => {
    await fill('ada');
    await pool.query("UPDATE accounts SET client_secret_sealed = 'v1.test.' || repeat('A', 60)");
    await check(...TEST_KEYS);
  });
});
