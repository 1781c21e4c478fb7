/** The store's promises, on the run's Postgres and on the embedded engine alike. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { NewGrant, Store } from '../../../relay/db/store.js';
import {
  openEmbeddedTestDatabase,
  openTestDatabase,
  type TestDatabase,
} from '../../support/database.js';

const ACCESS = { token: 'access-1', lifeS: 3_600, expiresAtMs: 3_600_000 };
const RENEWED = { token: 'access-2', lifeS: 3_600, expiresAtMs: 7_200_000 };

describe.each([
  ['the embedded engine', openEmbeddedTestDatabase],
  ["the run's database", openTestDatabase],
])('the store on %s', (_, open) => {
  let database: TestDatabase;
  let store: Store;
  let pool: pg.Pool;
  let count = 0;

  beforeAll(async () => {
    database = await open();
    store = await database.openStore();
    pool = database.openPool();
  }, 120_000);
  afterAll(() => database.close());

  async function account(): Promise<string> {
    count += 1;
    const uid = `user-${count}`;
    await store.createAccount({ uid, passwordHash: 'hash', app: undefined, createdAtMs: 1 });
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
    await store.putGrant(grant);
    return grant;
  }

  it('gives a uid to one account only', async () => {
    const uid = await account();
    const again = { uid, passwordHash: 'other', app: undefined, createdAtMs: 2 };
    expect(await store.createAccount(again)).toBe(false);
    expect((await store.findAccount(uid))?.passwordHash).toBe('hash');
  });

  it('stores no secret in clear', async () => {
    const { uid } = await granted();
    await store.replaceApp(uid, { clientId: 'app', clientSecret: 'client-secret' });
    await store.createAuthorization({
      stateHash: `state-${uid}`,
      sessionHash: 'session',
      uid,
      clientId: 'app',
      redirectUri: 'http://127.0.0.1/callback',
      verifier: 'the-verifier',
      expiresAtMs: 5,
    });
    for (const table of ['accounts', 'grants', 'authorizations']) {
      const { rows } = await pool.query(`SELECT * FROM ${table} WHERE uid = $1`, [uid]);
      expect(JSON.stringify(rows)).not.toMatch(/client-secret|refresh-1|access-1|the-verifier/);
    }
    expect((await store.findAccount(uid))?.app?.clientSecret).toBe('client-secret');
    expect((await store.takeAuthorization(`state-${uid}`))?.verifier).toBe('the-verifier');
  });

  it('opens no token that was copied into another row', async () => {
    const { uid } = await granted();
    const victim = await granted();
    await pool.query(
      'UPDATE grants SET refresh_token_sealed = (SELECT refresh_token_sealed FROM grants WHERE uid = $1) WHERE uid = $2',
      [victim.uid, uid],
    );
    await expect(store.findGrant(uid)).rejects.toThrow(/does not open/);
  });

  it('gives a sign-in under way to one taker only', async () => {
    const uid = await account();
    const begun = {
      stateHash: `once-${uid}`,
      sessionHash: 's',
      uid,
      clientId: 'app',
      redirectUri: 'x',
      verifier: 'v',
      expiresAtMs: 5,
    };
    await store.createAuthorization(begun);
    const taken = await Promise.all([1, 2, 3].map(() => store.takeAuthorization(begun.stateHash)));
    expect(taken.filter((one) => one !== undefined)).toEqual([begun]);
  });

  it('gives the lease to one holder, until it is given back', async () => {
    const { uid } = await granted();
    const leases = await Promise.all([1, 2, 3].map(() => store.takeLease(uid, 10)));
    const held = leases.filter((lease) => lease !== undefined);
    expect(held).toHaveLength(1);
    await store.releaseLease(uid, held[0]!.fence, { notBeforeMs: 99 });
    const next = await store.takeLease(uid, 10);
    expect(next?.fence).toBe(held[0]!.fence + 1);
    expect(next?.grant.notBeforeMs).toBe(99);
  });

  it('does not give back a lease that passed on', async () => {
    const { uid } = await granted();
    const first = await store.takeLease(uid, -1);
    await store.takeLease(uid, 10);
    await store.releaseLease(uid, first!.fence);
    expect(await store.takeLease(uid, 10)).toBeUndefined();
  });

  it('keeps a rotated token even of a holder whose lease ran out', async () => {
    const { uid } = await granted();
    const slow = await store.takeLease(uid, -1);
    await store.takeLease(uid, 10);
    const kept = await store.commitRefresh({
      uid,
      fence: slow!.fence,
      generation: slow!.grant.generation,
      access: RENEWED,
      refreshToken: 'r-2',
    });
    expect(kept).toBe(true);
    expect(await store.findGrant(uid)).toMatchObject({ refreshToken: 'r-2', generation: 2 });
    expect(await store.takeLease(uid, 10)).toBeUndefined();
  });

  it('never writes over a newer consent, nor ends it', async () => {
    const { uid } = await granted();
    const lease = await store.takeLease(uid, 10);
    const { fence, grant } = lease!;
    await store.putGrant({ ...grant, refreshToken: 'r-new', access: RENEWED, consentedAtMs: 9 });
    const { generation } = grant;
    const late = { uid, fence, generation, access: ACCESS, refreshToken: 'r-late' };
    expect(await store.commitRefresh(late)).toBe(false);
    expect(await store.endGrant(uid, { fence, generation, endedAtMs: 9 })).toBe(false);
    expect(await store.findGrant(uid)).toMatchObject({
      refreshToken: 'r-new',
      endedAtMs: undefined,
    });
  });

  it('turns an approved code into one device, however many polls arrive together', async () => {
    const uid = await account();
    const code = {
      deviceCodeHash: `code-${uid}`,
      userCode: `U${uid}`,
      clientId: 'c',
      deviceName: 'Kitchen',
      address: '::1',
      intervalS: 5,
      createdAtMs: 0,
      expiresAtMs: 1_000,
    };
    expect(await store.createDeviceCode(code)).toBe(true);
    expect(await store.createDeviceCode({ ...code, deviceCodeHash: 'other' })).toBe(false);
    const decided = { decision: 'approve', uid, nowMs: 1 } as const;
    expect(await store.decideDeviceCode(code.userCode, decided)).toBe(true);
    expect(await store.decideDeviceCode(code.userCode, { ...decided, decision: 'deny' })).toBe(
      false,
    );
    const linked = await Promise.all(
      [1, 2, 3].map((n) =>
        store.redeemDeviceCode(code.deviceCodeHash, {
          id: `${uid}-${n}`,
          tokenHash: `${uid}-${n}`,
          nowMs: 2,
        }),
      ),
    );
    expect(linked.filter((one) => one !== undefined)).toEqual([{ uid }]);
    expect(await store.listDevices(uid)).toHaveLength(1);
  });

  it('deletes an account with all that belongs to it', async () => {
    const { uid } = await granted();
    await store.createSession({ idHash: `s-${uid}`, uid, createdAtMs: 1, expiresAtMs: 9 });
    await store.deleteAccount(uid);
    expect(await store.findGrant(uid)).toBeUndefined();
    expect(await store.findSession(`s-${uid}`, 2)).toBeUndefined();
  });

  it('sweeps what has ended and leaves what has not', async () => {
    const uid = await account();
    await store.createSession({ idHash: `old-${uid}`, uid, createdAtMs: 1, expiresAtMs: 100 });
    await store.createSession({ idHash: `new-${uid}`, uid, createdAtMs: 1, expiresAtMs: 300 });
    await store.sweep(200);
    expect(await store.findSession(`old-${uid}`, 50)).toBeUndefined();
    expect(await store.findSession(`new-${uid}`, 50)).toBeDefined();
  });
});
