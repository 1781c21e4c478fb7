/** What is stored, and who may change it, on the run's Postgres and on the embedded engine. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Accounts } from '../../../relay/account/accounts.js';
import { sweep } from '../../../relay/db/sweep.js';
import type { Database } from '../../../relay/db/database.js';
import { Devices } from '../../../relay/devices/devices.js';
import { Linking } from '../../../relay/devices/linking.js';
import { Grants, type NewGrant } from '../../../relay/grant/grants.js';
import { Throttle } from '../../../relay/http/throttle.js';
import { systemSecretBytes } from '../../../relay/secrets.js';
import { TestClock } from '../../support/relay.js';
import {
  openEmbeddedTestDatabase,
  openTestDatabase,
  type TestDatabase,
} from '../../support/database.js';

const ACCESS = { token: 'access-1', lifeS: 3_600, expiresAtMs: 3_600_000 };
const RENEWED = { token: 'access-2', lifeS: 3_600, expiresAtMs: 7_200_000 };

describe.each([
  // other-engine.test.ts runs these once more, on the second alone.
  ...(process.env['TEST_ENGINE'] === undefined
    ? [['the embedded engine', openEmbeddedTestDatabase] as const]
    : []),
  ["the run's database", openTestDatabase] as const,
])('the tables on %s', (_, open) => {
  let database: TestDatabase;
  let opened: Database;
  let accounts: Accounts;
  let grants: Grants;
  let pool: pg.Pool;
  let count = 0;

  beforeAll(async () => {
    database = await open();
    opened = await database.open();
    accounts = new Accounts(opened);
    grants = new Grants(opened);
    pool = database.openPool();
  }, 120_000);
  afterAll(() => database.close());

  async function account(): Promise<string> {
    count += 1;
    const uid = `user-${count}`;
    await accounts.create({ uid, passwordHash: 'hash', app: undefined, createdAtMs: 1 });
    return uid;
  }
  async function granted(): Promise<NewGrant> {
    const uid = await account();
    const grant = {
      uid,
      clientId: 'app',
      refreshToken: 'refresh-1',
      access: ACCESS,
      consentedAtMs: 5,
    };
    await grants.put(grant);
    return grant;
  }

  async function session(idHash: string, uid: string, expiresAtMs: number): Promise<void> {
    await pool.query(
      'INSERT INTO sessions (id_hash, uid, created_at, expires_at) VALUES ($1, $2, now(), $3)',
      [idHash, uid, new Date(expiresAtMs)],
    );
  }
  async function sessionIds(uid: string): Promise<readonly string[]> {
    const text = 'SELECT id_hash AS id FROM sessions WHERE uid = $1';
    return (await pool.query<{ id: string }>(text, [uid])).rows.map(({ id }) => id);
  }

  it('gives a uid to one account only', async () => {
    const uid = await account();
    const again = { uid, passwordHash: 'other', app: undefined, createdAtMs: 2 };
    expect(await accounts.create(again)).toBe(false);
    expect((await accounts.find(uid))?.passwordHash).toBe('hash');
  });

  it('stores no secret in clear', async () => {
    const { uid } = await granted();
    await accounts.replaceApp(uid, { clientId: 'app', clientSecret: 'client-secret' });
    for (const table of ['accounts', 'grants']) {
      const { rows } = await pool.query(`SELECT * FROM ${table} WHERE uid = $1`, [uid]);
      expect(JSON.stringify(rows)).not.toMatch(/client-secret|refresh-1|access-1/);
    }
    expect((await accounts.find(uid))?.app?.clientSecret).toBe('client-secret');
  });

  it('opens no token that was copied into another row', async () => {
    const { uid } = await granted();
    const victim = await granted();
    await pool.query(
      'UPDATE grants SET refresh_token_sealed = (SELECT refresh_token_sealed FROM grants WHERE uid = $1) WHERE uid = $2',
      [victim.uid, uid],
    );
    await expect(grants.find(uid)).rejects.toThrow(/does not open/);
  });

  it('gives the lease to one holder, until it is released', async () => {
    const { uid } = await granted();
    const leases = await Promise.all([1, 2, 3].map(() => grants.takeLease(uid, 10)));
    const held = leases.filter((lease) => lease !== undefined);
    expect(held).toHaveLength(1);
    await grants.releaseLease(uid, held[0]!.fence, 99);
    const next = await grants.takeLease(uid, 10);
    expect(next?.fence).toBe(held[0]!.fence + 1);
    expect(next?.grant.notBeforeMs).toBe(99);
  });

  it('does not release a lease that another holder has taken', async () => {
    const { uid } = await granted();
    const first = await grants.takeLease(uid, -1);
    await grants.takeLease(uid, 10);
    await grants.releaseLease(uid, first!.fence);
    expect(await grants.takeLease(uid, 10)).toBeUndefined();
  });

  it('keeps a rotated token even if its holder’s lease expired', async () => {
    const { uid } = await granted();
    const slow = await grants.takeLease(uid, -1);
    await grants.takeLease(uid, 10);
    const kept = await grants.commit({
      uid,
      fence: slow!.fence,
      generation: slow!.grant.generation,
      access: RENEWED,
      refreshToken: 'r-2',
    });
    expect(kept).toBe(true);
    expect(await grants.find(uid)).toMatchObject({ refreshToken: 'r-2', generation: 2 });
    expect(await grants.takeLease(uid, 10)).toBeUndefined();
  });

  it('never overwrites or ends a newer grant', async () => {
    const { uid } = await granted();
    const lease = await grants.takeLease(uid, 10);
    const { fence, grant } = lease!;
    await grants.put({ ...grant, refreshToken: 'r-new', access: RENEWED, consentedAtMs: 9 });
    const { generation } = grant;
    const late = { uid, fence, generation, access: ACCESS, refreshToken: 'r-late' };
    expect(await grants.commit(late)).toBe(false);
    expect(await grants.end(grant, fence, 9)).toBe(false);
    expect(await grants.find(uid)).toMatchObject({
      refreshToken: 'r-new',
      endedAtMs: undefined,
    });
  });

  it('turns an approved code into one device, however many polls arrive together', async () => {
    const uid = await account();
    const clock = new TestClock();
    const shared = { database: opened, clock, bytes: systemSecretBytes };
    const throttle = new Throttle(shared);
    const linking = new Linking({ ...shared, throttle, intervalS: 5 });
    const device = { clientId: 'c', deviceName: 'Kitchen', address: '::1' };
    const begun = await linking.begin(device, ['::1']);
    if ('refused' in begun) throw new Error(begun.refused);
    const typist = { uid, sessionHash: uid, address: [uid] };
    expect(await linking.decide(begun.userCode, 'approve', typist)).toBeUndefined();
    expect(await linking.decide(begun.userCode, 'deny', typist)).toMatchObject({
      refused: 'used-code',
    });
    const linked = await Promise.all([1, 2, 3].map(() => linking.poll(begun.deviceCode, 'c')));
    expect(linked.filter((one) => 'uid' in one)).toEqual([
      { uid, deviceToken: expect.any(String) },
    ]);
    expect(await new Devices(shared).list(uid)).toHaveLength(1);
  });

  it('deletes an account with all that belongs to it', async () => {
    const { uid } = await granted();
    await session(`s-${uid}`, uid, 9);
    await accounts.delete(uid);
    expect(await grants.find(uid)).toBeUndefined();
    expect(await sessionIds(uid)).toEqual([]);
  });

  it('deletes what has expired and keeps the rest', async () => {
    const uid = await account();
    await session(`old-${uid}`, uid, 100);
    await session(`new-${uid}`, uid, 300);
    await sweep(opened, 200);
    expect(await sessionIds(uid)).toEqual([`new-${uid}`]);
  });
});
