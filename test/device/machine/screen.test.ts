/** What is shown for each state, fault and network. */
import { describe, expect, it } from '@jest/globals';
import type { View } from '../../../device/machine/screen.js';
import { playingScreen, screenOf } from '../../../device/machine/screen.js';
import { NOTHING, track } from '../spotify/responses.js';

const MINUTE = 60_000;
const PENDING = {
  deviceCode: 'dc',
  userCode: 'BCDF-GHJK',
  verificationUri: 'https://relay.test/link',
  expiresInS: 900,
  intervalS: 5,
};
const DOWN = { kind: 'unavailable', origin: 'spotify', status: 503 } as const;
const BASE: View = {
  state: 'playing',
  activeFault: undefined,
  failingSinceMs: undefined,
  playback: undefined,
  respondedAtMs: 0,
  rate: 1,
  pending: undefined,
  codeOverWhy: 'expired',
  network: { kind: 'online' },
  nowMs: 10 * MINUTE,
  relayUrl: 'https://relay.test',
};

function kindOf(change: Partial<View>): string {
  const screen = screenOf({ ...BASE, ...change });
  if (screen.kind === 'notice') return screen.notice.kind;
  return screen.kind === 'playing' && screen.isStale ? 'stale' : screen.kind;
}

/** A fault since so long, tried again so much later. */
function failing(forMs: number, retryInMs: number): Partial<View> {
  const activeFault = { fault: DOWN, retryAtMs: BASE.nowMs + retryInMs };
  return { playback: track(), activeFault, failingSinceMs: BASE.nowMs - forMs };
}

describe('screenOf', () => {
  it.each<[string, string, Partial<View>]>([
    ['the item', 'playing', { playback: track() }],
    ['that nothing plays', 'nothing', { playback: NOTHING }],
    ['that it waits, before the first response', 'getting-token', {}],
    ['nothing while it is off', 'off', { state: 'off', playback: track() }],
    ['that a code is on its way', 'getting-code', { state: 'getting code' }],
    ['the code', 'link', { state: 'linking', pending: PENDING }],
    [
      'the code in spite of a fault',
      'link',
      { ...failing(0, 5000), state: 'linking', pending: PENDING },
    ],
    ['that the code is over', 'link-over', { state: 'code over' }],
    ['that the link is gone', 'fault', { state: 'link gone' }],
    ['the item with a mark in the first minute of a fault', 'stale', failing(20_000, 5000)],
    ['the fault once it outlasts a minute', 'fault', failing(50_000, 15_000)],
    ['the fault where there is no item', 'fault', { ...failing(0, 5000), playback: undefined }],
    [
      'the item while the network is lost for less than 15 s',
      'stale',
      {
        ...failing(14_000, 0),
        state: 'offline',
        network: { kind: 'lost', name: 'Home' },
      },
    ],
    [
      'the lost network after 15 s',
      'no-network',
      {
        ...failing(16_000, 0),
        state: 'offline',
        network: { kind: 'lost', name: 'Home' },
      },
    ],
    [
      'the set-up before any item',
      'set-up',
      {
        ...failing(0, 0),
        state: 'offline',
        network: { kind: 'set-up', accessPoint: 'a', password: 'b', address: 'c' },
      },
    ],
  ])('shows %s: %s', (_what, kind, change) => {
    expect(kindOf(change)).toBe(kind);
  });

  it('counts down to the next attempt', () => {
    expect(screenOf({ ...BASE, ...failing(2 * MINUTE, 7000) })).toMatchObject({
      notice: { retryInMs: 7000, relay: 'https://relay.test' },
    });
  });
});

describe('playingScreen', () => {
  it('keeps the time of the response', () => {
    expect(playingScreen(track(), 5)).toMatchObject({ kind: 'playing', respondedAtMs: 5 });
  });
});
