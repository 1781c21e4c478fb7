/** Each failure that the relay reports and the device distinguishes, with both real ends. */
import { describe, expect, it } from '@jest/globals';
import { exchange } from '../../device/http/exchange.js';
import {
  readRefresh,
  refreshRequest,
  tokenReader,
} from '../../device/relay-client/access-token.js';
import type { Link } from '../../device/relay-client/device-flow.js';
import { requestRelay } from '../../device/relay-client/relay-player.js';
import { type Fault, REASONS, type Result } from '../../device/shared/faults.js';
import { REFUSALS, type RefusalDetails } from '../../relay/http/refusal.js';
import { NodeHttp } from '../../simulator/node/http.js';
import { VirtualTime } from '../../tools/virtual/virtual-clock.js';
import type { Scripted } from '../support/fake-spotify.js';
import { relaySuite } from '../support/relay-suite.js';

const suite = relaySuite();
const ports = { http: new NodeHttp(), clock: new VirtualTime().clock };

async function linked(): Promise<Link> {
  const { uid, token } = await suite.relay.link(suite.freshUid(), suite.spotify);
  return { uid, deviceToken: token };
}

function refresh(link: Link): Promise<Result<unknown>> {
  const fields = tokenReader();
  return new Promise((resolve) => {
    exchange(ports, refreshRequest(suite.relay.url, link, undefined), fields, (response) => {
      resolve(readRefresh(response, fields, 0));
    });
  });
}

function get(link: Link): Promise<Result<unknown>> {
  return new Promise((resolve) => {
    requestRelay(ports, { relayUrl: suite.relay.url, link, isPlain: true }, resolve);
  });
}

function said(status: number, message: string, reason?: string): Scripted {
  return { status, body: { error: { status, message, reason } } };
}

const notAllowed = (reason: Extract<Fault, { kind: 'not-allowed' }>['reason']): Fault => ({
  kind: 'not-allowed',
  reason,
});

describe('what Spotify reports about a playback', () => {
  it.each<[string, Scripted, Fault]>([
    [
      'the account is not registered',
      { status: 403, body: 'User not registered in the Developer Dashboard' },
      notAllowed('not-registered'),
    ],
    [
      'the owner of the app has no Premium',
      { status: 403, body: 'Active premium subscription required for the owner of the app.' },
      notAllowed('no-premium'),
    ],
    ['a permission is missing', said(403, 'Insufficient client scope'), notAllowed('scope')],
    ['anything else is forbidden', { status: 403 }, notAllowed('other')],
    [
      'the rate limit is reached',
      { ...said(429, 'API rate limit exceeded'), headers: { 'retry-after': '7' } },
      { kind: 'rate-limited', origin: 'spotify', quota: false, retryAfterS: 7 },
    ],
    [
      'the daily quota is used up',
      {
        ...said(429, 'Too many requests', 'QUOTA_EXCEEDED'),
        headers: { 'retry-after': '40000' },
      },
      { kind: 'rate-limited', origin: 'spotify', quota: true, retryAfterS: 40_000 },
    ],
    [
      'Spotify is down',
      { status: 503, headers: { 'retry-after': '9' } },
      { kind: 'unavailable', origin: 'spotify', status: 503, retryAfterS: 9 },
    ],
  ])('reaches a device through /get: %s', async (_name, response, fault) => {
    const link = await linked();
    suite.spotify.nextPlayer.push(response);
    expect(await get(link)).toEqual({ ok: false, fault });
  });
});

describe('what Spotify reports about a grant', () => {
  it.each<[string, Scripted, Fault]>([
    [
      'its refresh token has ended',
      { status: 400, body: { error: 'invalid_grant' } },
      { kind: 'relink-required' },
    ],
    [
      'its app is not accepted',
      { status: 400, body: { error: 'invalid_client' } },
      notAllowed('app-rejected'),
    ],
    [
      'Spotify is down',
      { status: 503, headers: { 'retry-after': '9' } },
      { kind: 'unavailable', origin: 'spotify', status: 503, retryAfterS: 9 },
    ],
  ])('reaches a device through /refresh and /get: %s', async (_name, response, fault) => {
    for (const ask of [refresh, get]) {
      const link = await linked();
      suite.clock.advanceS(3_600);
      suite.spotify.nextToken.push(response);
      expect(await ask(link)).toEqual({ ok: false, fault });
    }
  });
});

describe('what the relay reports about itself', () => {
  it('ends a link whose token it does not know', async () => {
    const link = await linked();
    const fault = { kind: 'device-unknown' };
    expect(await get({ ...link, deviceToken: 'x'.repeat(43) })).toEqual({ ok: false, fault });
    expect(await refresh({ ...link, uid: 'another' })).toEqual({ ok: false, fault });
  });

  it('blames only itself while its database is down', async () => {
    const link = await linked();
    await suite.relay.database.close();
    const fault = { kind: 'unavailable', origin: 'relay', status: 503, retryAfterS: 5 };
    expect(await get(link)).toEqual({ ok: false, fault });
  });
});

describe('a reason', () => {
  it('belongs to exactly one error of the relay, and every one the device knows is used', () => {
    const used = Object.values<RefusalDetails>(REFUSALS).flatMap(({ reason }) => reason ?? []);
    expect(used.sort()).toEqual([...REASONS].sort());
  });
});
