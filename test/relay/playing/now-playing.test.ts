/** /get and the pages poll by one schedule, on every instance. */
import { describe, expect, it } from '@jest/globals';
import { sweep } from '../../../relay/db/sweep.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

/** What the schedule knows of calls and blocks, as it is stored. */
async function scheduleOf(uid: string): Promise<unknown> {
  const { rows } = await suite.database
    .openPool()
    .query<{ schedule: string | null }>('SELECT schedule FROM playing WHERE uid = $1', [uid]);
  const text = rows[0]?.schedule ?? '{}';
  return (JSON.parse(text) as { readonly callsSince?: unknown }).callsSince;
}

describe('the schedule of an account', () => {
  it('polls every ten to thirty seconds, however often and wherever it is requested', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const second = await suite.openRelay();
    for (let second5 = 0; second5 < 180; second5 += 1) {
      await (second5 % 2 ? suite.relay : second).get(linked);
      suite.clock.advanceS(5);
    }
    // The response stays the same, so its end comes and goes: a denser phase, then a heartbeat.
    expect(suite.spotify.counts.questions).toBeLessThan(60);
    expect(suite.spotify.counts.questions).toBeGreaterThan(20);
  });

  it('polls again when a device has sent a command, unless it polled just now or is blocked', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const { questions: before } = suite.spotify.counts;
    const questions = (): number => suite.spotify.counts.questions - before;
    const changed = { changed: '1' };
    await suite.relay.get(linked);
    await suite.relay.get(linked, changed);
    expect(questions()).toBe(1);
    suite.clock.advanceS(1);
    await suite.relay.get(linked);
    expect(questions()).toBe(1);
    await suite.relay.get(linked, changed);
    expect(questions()).toBe(2);
    suite.clock.advanceS(1);
    suite.spotify.nextPlayer.push({ status: 429, headers: { 'retry-after': '100' } });
    await suite.relay.get(linked, changed);
    suite.clock.advanceS(5);
    expect((await suite.relay.get(linked, changed)).status).toBe(429);
    expect(questions()).toBe(3);
  });

  it('lets commands of an account cause 30 polls a minute', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    const before = suite.spotify.counts.questions;
    for (let second = 0; second < 59; second += 1) {
      await suite.relay.get(linked, { changed: '1' });
      suite.clock.advanceS(1);
    }
    // The schedule's own polls are among them.
    expect(suite.spotify.counts.questions - before).toBeLessThanOrEqual(36);
  });

  it('keeps a quota block of hours on all instances, and through a restart', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    await suite.relay.get(linked);
    suite.clock.advanceS(60);
    suite.spotify.nextPlayer.push({
      status: 429,
      headers: { 'retry-after': '36000' },
      body: { error: { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' } },
    });
    expect((await suite.relay.get(linked)).headers.get('retry-after')).toBe('36000');
    suite.clock.advanceS(35_000);
    const restarted = await suite.openRelay();
    const blocked = await restarted.get(linked);
    expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([429, '1000']);
    expect(suite.spotify.counts.questions).toBe(2);
    suite.clock.advanceS(1_000);
    expect((await restarted.get(linked)).status).toBe(200);
  });

  it('keeps the player’s schedule despite a long 429 of the token endpoint', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    await suite.relay.get(linked);
    const before = await scheduleOf(linked.uid);
    suite.clock.advanceS(3_600);
    suite.spotify.nextToken.push({ status: 429, headers: { 'retry-after': '36000' } });
    const response = await suite.relay.get(linked);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '36000']);
    expect(suite.spotify.counts.questions).toBe(1);
    expect(await scheduleOf(linked.uid)).toEqual(before);
    suite.clock.advanceS(36_000);
    expect((await suite.relay.get(linked)).status).toBe(200);
  });

  it("discards the response of another user's grant", async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    await suite.relay.get(linked);
    suite.spotify.playing = { status: 204 };
    const { browser } = linked;
    const back = suite.spotify.agree((await browser.get('/authorize')).headers.get('location')!);
    suite.clock.advanceS(1);
    await browser.get(back.pathname + back.search);
    expect(await (await suite.relay.get(linked)).json()).toEqual({ api_response: 204 });
  });

  it('stores the response sealed, and deletes it after an hour without requests', async () => {
    const linked = await suite.relay.link(suite.freshUid(), suite.spotify);
    await suite.relay.get(linked);
    const pool = suite.database.openPool();
    const { rows } = await pool.query('SELECT * FROM playing WHERE uid = $1', [linked.uid]);
    expect(JSON.stringify(rows)).not.toMatch(/Mar|Energy|Kitchen/);
    suite.clock.advanceS(3_600);
    await sweep(suite.relay.database, suite.clock.nowMs());
    const swept = await pool.query('SELECT outcome_sealed FROM playing WHERE uid = $1', [
      linked.uid,
    ]);
    expect(swept.rows).toEqual([{ outcome_sealed: null }]);
  });
});
