/** A rotated refresh token is not lost, however long the database is down. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { count, isLong } from '../../support/counts.js';
import { FakeSpotify } from '../../support/fake-spotify.js';
import { POSTGRES, testsNeeding } from '../../support/needs.js';
import { findBinaries, startServer } from '../../support/postgres-server.js';
import { Browser, jsonOf, PASSWORD } from '../../support/relay.js';
import { RelayProcess } from '../../support/relay-process.js';

const bin = findBinaries();
const UIDS = ['ada', 'bob', 'cleo', 'dan'];
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function opened() {
  const postgres = await startServer(bin!);
  closers.push(() => postgres.stop());
  const spotify = await new FakeSpotify().listen();
  closers.push(() => spotify.close());
  const relay = await RelayProcess.of(postgres, spotify);
  await relay.start();
  closers.push(() => relay.stop());
  // Each request wants a new token, and each refresh token is good once.
  spotify.lifeS = 1;
  spotify.rotates = true;
  const tokens = await relay.linkAll(spotify, UIDS);
  return { postgres, spotify, relay, tokens };
}

testsNeeding(POSTGRES).describe('a database that goes away during a refresh', () => {
  it.each(isLong ? [1, 3, 10, 60] : [2])(
    'for %i s costs no grant, and no access token is returned meanwhile',
    async (seconds) => {
      const { postgres, spotify, relay, tokens } = await opened();
      let halted: Promise<unknown> | undefined;
      // All are requested, then the database goes, then Spotify responds.
      spotify.beforeRefresh = async () => {
        while (spotify.counts.refreshes < UIDS.length) await sleep(10);
        await (halted ??= postgres.halt());
      };
      const responses = await Promise.all(
        [...tokens].map(async ([uid, token]) => {
          const response = await relay.refresh(uid, token);
          return [response.status, await response.text()] as const;
        }),
      );
      for (const [status, body] of responses) {
        expect(status).toBe(503);
        expect(body).not.toContain('access-');
      }
      spotify.beforeRefresh = () => Promise.resolve();
      await sleep(seconds * 1000);
      await postgres.resume();
      for (const [uid, token] of tokens) {
        let response = await relay.refresh(uid, token);
        for (let attempt = 1; attempt < 40 && response.status === 503; attempt += 1) {
          await sleep(250);
          response = await relay.refresh(uid, token);
        }
        expect([uid, response.status]).toEqual([uid, 200]);
        expect((await jsonOf(response))['access_token']).toMatch(/^access-/);
      }
    },
    180_000,
  );

  it('costs no grant if the relay is stopped meanwhile', async () => {
    const { postgres, spotify, relay, tokens } = await opened();
    let halted: Promise<unknown> | undefined;
    spotify.beforeRefresh = async () => {
      while (spotify.counts.refreshes < UIDS.length) await sleep(10);
      await (halted ??= postgres.halt());
    };
    await Promise.all([...tokens].map(([uid, token]) => relay.refresh(uid, token)));
    spotify.beforeRefresh = () => Promise.resolve();
    const stopped = relay.stop();
    await sleep(count(1_000, 3_000));
    await postgres.resume();
    await stopped;
    await relay.start();
    for (const [uid, token] of tokens)
      expect([uid, (await relay.refresh(uid, token)).status]).toEqual([uid, 200]);
  }, 120_000);

  it('costs no grant if it comes back read-only: valid tokens are returned, the rest wait', async () => {
    const { postgres, spotify, relay, tokens } = await opened();
    spotify.lifeS = 3_600;
    const [[uid, token] = ['', '']] = tokens;
    await relay.refresh(uid, token);
    const client = new pg.Client(postgres.url);
    await client.connect();
    const only = async (mode: string): Promise<void> => {
      await client.query(`ALTER SYSTEM SET default_transaction_read_only = ${mode}`);
      await client.query('SELECT pg_reload_conf()');
      await sleep(500);
    };
    await client.query("UPDATE devices SET last_used_at = now() - interval '1 hour'");
    await only('on');
    expect((await relay.refresh(uid, token)).status).toBe(200);
    const ready = await fetch(`${relay.url}/readyz`);
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
    const entry = await new Browser(relay.url).post('/admin', { uid, pass: PASSWORD });
    expect([entry.status, entry.headers.get('retry-after')]).toEqual([503, '5']);
    await client.query('SET default_transaction_read_only = off');
    await only('off');
    expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);
    await client.end();
  }, 120_000);
});
