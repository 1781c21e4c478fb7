/** How long the device waits after each kind of fault. */
import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../device/shared/faults.js';
import { retryDelayMs } from '../../../device/machine/retry.js';

const MIDDLE = (): number => 0.5;
const down: Fault = { kind: 'unavailable', origin: 'spotify', status: 503 };

describe('retryDelayMs', () => {
  it.each([
    [
      'the time told with a 429',
      { kind: 'rate-limited', origin: 'spotify', quota: false, retryAfterS: 31 },
      31_000,
    ],
    [
      'hours, where they are told',
      { kind: 'rate-limited', origin: 'spotify', quota: true, retryAfterS: 48_925 },
      48_925_000,
    ],
    ['the time told with a 503', { ...down, retryAfterS: 90 }, 90_000],
    [
      'an hour for a quota without a time',
      { kind: 'rate-limited', origin: 'spotify', quota: true },
      3_600_000,
    ],
    ...(['untrusted', 'other-name', 'expired', 'clock-wrong', 'no-common-tls'] as const).map(
      (cause): [string, Fault, number] => [
        `half a minute for TLS that somebody has to mend (${cause})`,
        { kind: 'unreachable', origin: 'relay', cause },
        30_000,
      ],
    ),
    ['an hour for the owner of the app', { kind: 'not-allowed', reason: 'no-premium' }, 3_600_000],
  ] satisfies [string, Fault, number][])('waits %s, however often', (_name, fault, expected) => {
    expect(retryDelayMs(fault, 1, Math.random)).toBe(expected);
    expect(retryDelayMs(fault, 50, Math.random)).toBe(expected);
  });

  it.each([
    { kind: 'relink-required' },
    { kind: 'not-allowed', reason: 'app-rejected' },
  ] satisfies Fault[])('polls for a person at the relay: %p', (fault) => {
    const waits = [1, 2, 180, 181, 1000].map((count) => retryDelayMs(fault, count, Math.random));
    expect(waits).toEqual([5000, 5000, 5000, 30_000, 30_000]);
  });

  it.each([
    [0, [1, 5, 10, 20, 25, 25]],
    [1, [1, 5, 10, 20, 25, 25]],
    [7, [7, 7, 10, 20, 25, 25]],
  ])('takes the word of who says %i s once, then backs off beyond it', (retryAfterS, expected) => {
    for (const fault of [
      { ...down, retryAfterS },
      { ...down, origin: 'relay', retryAfterS },
      { kind: 'rate-limited', origin: 'relay', quota: false, retryAfterS },
    ] satisfies Fault[]) {
      const waits = [1, 2, 3, 4, 5, 50].map((count) => retryDelayMs(fault, count, MIDDLE) / 1000);
      expect(waits).toEqual(expected);
    }
  });

  it.each([
    [1, 5000],
    [2, 10_000],
    [3, 20_000],
    [4, 25_000],
    [1000, 25_000],
  ])('backs off to less than a heartbeat: failure %i waits %i ms', (failureCount, expected) => {
    for (const fault of [
      down,
      { kind: 'unreachable', origin: 'relay', cause: 'timed-out' },
      { kind: 'malformed', origin: 'spotify', path: 'body' },
    ] satisfies Fault[])
      expect(retryDelayMs(fault, failureCount, MIDDLE)).toBe(expected);
  });

  it.each([
    [1, 5000],
    [4, 40_000],
    [7, 300_000],
    [1000, 300_000],
  ])('backs off for good from what no recovery mends: %i waits %i ms', (failureCount, expected) => {
    for (const fault of [
      { kind: 'refused', origin: 'relay', status: 400 },
      { kind: 'token-rejected' },
    ] satisfies Fault[])
      expect(retryDelayMs(fault, failureCount, MIDDLE)).toBe(expected);
  });

  it('waits 30 s (Spotify’s window) after a 429 without a time, then twice as long each time', () => {
    const fault: Fault = { kind: 'rate-limited', origin: 'spotify', quota: false };
    const waits = [1, 2, 3, 4, 5, 50].map((count) => retryDelayMs(fault, count, MIDDLE) / 1000);
    expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  });

  it('adds a jitter of a fifth either way', () => {
    expect(retryDelayMs(down, 1, () => 0)).toBe(4000);
    expect(retryDelayMs(down, 1, () => 1)).toBe(6000);
  });
});
