import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { postgresStore } from '../../../relay/db/postgres.js';
import { reseal } from '../../../relay/db/reseal.js';
import type { Store } from '../../../relay/db/store.js';
import { TokenCipher } from '../../../relay/db/token-cipher.js';
import { openTestDatabase, TEST_KEYS, type TestDatabase } from '../../support/database.js';

const NEW_KEY = { id: 'new', key: Buffer.alloc(32, 8) };
const BOTH = new TokenCipher([NEW_KEY, ...TEST_KEYS]);

let database: TestDatabase;
let pool: pg.Pool;
let old: Store;
// A database a test: how many secrets there are is part of the promise.
beforeEach(async () => {
  database = await openTestDatabase();
  old = await database.openStore();
  pool = database.openPool();
});
afterEach(() => database.close());

async function fill(uid: string): Promise<void> {
  const app = { clientId: 'app', clientSecret: `secret-${uid}` };
  await old.createAccount({ uid, passwordHash: 'h', app, createdAtMs: 1 });
  await old.putGrant({
    uid,
    clientId: 'app',
    refreshToken: `refresh-${uid}`,
    access: { token: `access-${uid}`, lifeS: 3_600, expiresAtMs: 3_600_000 },
    consentedAtMs: 5,
  });
}

describe('reseal', () => {
  it('seals every secret under the first key, so that the old one can go', async () => {
    for (let account = 1; account <= 5; account += 1) await fill(`user-${account}`);
    expect(await reseal(pool, BOTH)).toBe(15);
    expect(await reseal(pool, BOTH)).toBe(0);
    const store = postgresStore({ pool, cipher: new TokenCipher([NEW_KEY]) });
    expect(await store.findGrant('user-3')).toMatchObject({
      refreshToken: 'refresh-user-3',
      access: { token: 'access-user-3' },
    });
    expect((await store.findAccount('user-3'))?.app?.clientSecret).toBe('secret-user-3');
  });

  it('loses no token that a relay rotates meanwhile', async () => {
    const uid = 'rotating';
    await fill(uid);
    const both = postgresStore({ pool, cipher: BOTH });
    const rotate = async (): Promise<void> => {
      for (let turn = 1; turn <= 20; turn += 1) {
        const lease = (await both.takeLease(uid, 10))!;
        const access = { token: `access-${turn}`, lifeS: 60, expiresAtMs: 1 };
        const { fence, grant } = lease;
        const { generation } = grant;
        await both.commitRefresh({ uid, fence, generation, access, refreshToken: `r-${turn}` });
      }
    };
    await Promise.all([rotate(), reseal(pool, BOTH), reseal(pool, BOTH)]);
    expect(await both.findGrant(uid)).toMatchObject({ refreshToken: 'r-20', generation: 21 });
  });

  it('names the key that is missing, and changes nothing', async () => {
    await fill('left');
    const stranger = new TokenCipher([{ id: 'other', key: Buffer.alloc(32, 9) }]);
    await expect(reseal(pool, stranger)).rejects.toThrow(/TOKEN_KEYS lacks the key/);
    expect((await old.findGrant('left'))?.refreshToken).toBe('refresh-left');
  });
});
