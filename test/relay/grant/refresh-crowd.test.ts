/** Many at once: one refresh per account, whatever the number of callers and instances. */
import { describe, expect, it } from '@jest/globals';
import { jsonOf, type LinkedDevice } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const ACCOUNT_COUNT = 20;
const CALLER_COUNT = 1_000;

const suite = relaySuite();

describe('a crowd with expired tokens', () => {
  it('of 1,000 callers for 20 accounts on two instances causes 20 refreshes, and all get their token', async () => {
    const { relay, spotify, clock } = suite;
    const second = await suite.openRelay();
    const devices: LinkedDevice[] = [];
    for (let account = 1; account <= ACCOUNT_COUNT; account += 1)
      devices.push(await relay.link(suite.freshUid(), spotify));
    spotify.rotates = true;
    clock.advanceS(3_600);

    const responses = await Promise.all(
      Array.from({ length: CALLER_COUNT }, async (_, caller) => {
        const device = devices[caller % ACCOUNT_COUNT]!;
        const instance = Math.floor(caller / ACCOUNT_COUNT) % 2 === 0 ? relay : second;
        const response = await instance.refresh(device);
        return { uid: device.uid, status: response.status, ...(await jsonOf(response)) };
      }),
    );

    expect(responses.filter(({ status }) => status !== 200)).toEqual([]);
    expect(spotify.counts.refreshes).toBe(ACCOUNT_COUNT);
    const tokens = new Set(responses.map((response) => JSON.stringify([response.uid, response])));
    expect(tokens.size).toBe(ACCOUNT_COUNT);
    for (const { uid } of devices) {
      const grant = await relay.grants.find(uid);
      expect(spotify.isGoodRefreshToken(grant!.refreshToken)).toBe(true);
    }
  }, 60_000);

  it('is not forwarded to Spotify during a rate limit, on either instance', async () => {
    const { relay, spotify, clock } = suite;
    const second = await suite.openRelay();
    const device = await relay.link(suite.freshUid(), spotify);
    clock.advanceS(3_600);
    spotify.nextToken.push({ status: 429, headers: { 'retry-after': '30' } });
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, caller) => (caller % 2 ? relay : second).refresh(device)),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 503));
    for (const { headers } of responses)
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(spotify.counts.refreshes).toBe(1);
  });
});
