import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Accounts } from '../../../relay/account/accounts.js';
import { TokenCipher } from '../../../relay/db/cipher.js';
import { Database } from '../../../relay/db/database.js';
import { outdatedCount, reseal } from '../../../relay/db/sealed.js';
import { Grants } from '../../../relay/grant/grants.js';
import { openTestDatabase, TEST_KEYS, type TestDatabase } from '../../support/database.js';

const NEW_KEY = { id: 'new', key: Buffer.alloc(32, 8) };
const BOTH = new TokenCipher([NEW_KEY, ...TEST_KEYS]);

let database: TestDatabase;
let pool: pg.Pool;
let both: Database;
let old: Database;
// A database a test: how many secrets there are is part of the promise.
beforeEach(async () => {
  database = await openTestDatabase();
  old = await database.open();
  pool = database.openPool();
  both = new Database({ pool, cipher: BOTH });
});
afterEach(() => database.close());

async function fill(uid: string): Promise<void> {
  const app = { clientId: 'app', clientSecret: `secret-${uid}` };
  await new Accounts(old).create({ uid, passwordHash: 'h', app, createdAtMs: 1 });
  await new Grants(old).put({
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
    expect(await outdatedCount(both)).toBe(15);
    expect(await reseal(both)).toBe(15);
    expect(await outdatedCount(both)).toBe(0);
    expect(await reseal(both)).toBe(0);
    const fresh = new Database({ pool, cipher: new TokenCipher([NEW_KEY]) });
    expect(await new Grants(fresh).find('user-3')).toMatchObject({
      refreshToken: 'refresh-user-3',
      access: { token: 'access-user-3' },
    });
    expect((await new Accounts(fresh).find('user-3'))?.app?.clientSecret).toBe('secret-user-3');
  });

  it('loses no token that a relay rotates meanwhile', async () => {
    const uid = 'rotating';
    await fill(uid);
    const grants = new Grants(both);
    const rotate = async (): Promise<void> => {
      for (let turn = 1; turn <= 20; turn += 1) {
        const lease = (await grants.takeLease(uid, 10))!;
        const access = { token: `access-${turn}`, lifeS: 60, expiresAtMs: 1 };
        const { fence, grant } = lease;
        const { generation } = grant;
        await grants.commit({ uid, fence, generation, access, refreshToken: `r-${turn}` });
      }
    };
    await Promise.all([rotate(), reseal(both), reseal(both)]);
    expect(await grants.find(uid)).toMatchObject({ refreshToken: 'r-20', generation: 21 });
  });

  it('names the missing key, and changes nothing', async () => {
    await fill('left');
    const cipher = new TokenCipher([{ id: 'other', key: Buffer.alloc(32, 9) }]);
    const stranger = new Database({ pool, cipher });
    await expect(reseal(stranger)).rejects.toThrow(/TOKEN_KEYS lacks the key/);
    expect((await new Grants(old).find('left'))?.refreshToken).toBe('refresh-left');
  });
});
