import { describe, expect, it } from '@jest/globals';
import type { Playback } from '../../../device/spotify/playback.js';
import { SharedSchedule } from '../../../relay/playing/shared-schedule.js';

const START_MS = Date.UTC(2026, 10, 25, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function item(key: string): Playback {
  return {
    kind: 'track',
    title: key,
    artists: [],
    album: '',
    isrc: '',
    isPlaying: true,
    progressMs: 0,
    durationMs: 1_000_000,
    deviceName: '',
    isPrivate: false,
    itemKey: key,
  };
}

/** Somebody skips all day, and each question is another instance's. @returns when the questions went out */
function skippingDay(days: number): number[] {
  const calls: number[] = [];
  let text: string | undefined;
  let atMs = START_MS;
  while (atMs < START_MS + days * DAY_MS) {
    const schedule = new SharedSchedule(text);
    schedule.polled(atMs);
    calls.push(atMs);
    const waitMs = schedule.observed(item(`item-${calls.length}`), atMs).waitMs;
    text = schedule.text(atMs);
    atMs += Math.max(1_000, waitMs);
  }
  return calls;
}

describe('a schedule that instances hand on', () => {
  it('polls no more than its budget in any 24 hours, and never stops', () => {
    const calls = skippingDay(3);
    for (const [index, atMs] of calls.entries()) {
      const within = calls.slice(index).filter((later) => later < atMs + DAY_MS).length;
      expect(within).toBeLessThanOrEqual(2_000);
    }
    expect(calls.length).toBeGreaterThan(3_000);
  });

  it('stays short', () => {
    let schedule = new SharedSchedule(undefined);
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const atMs = START_MS + minute * MINUTE_MS;
      schedule.polled(atMs);
      const text = schedule.text(atMs);
      expect(text.length).toBeLessThan(3_000);
      schedule = new SharedSchedule(text);
    }
  });

  it('shares a block of hours at once', () => {
    const first = new SharedSchedule(undefined);
    first.polled(START_MS);
    first.blocked(36_000_000, true, START_MS);
    const second = new SharedSchedule(first.text(START_MS));
    expect(second.waitMs(START_MS + MINUTE_MS)).toBe(36_000_000 - MINUTE_MS);
  });

  it('discards what another release has written', () => {
    const schedule = new SharedSchedule(JSON.stringify({ form: 0, callsSince: 'x' }));
    expect(schedule.waitMs(START_MS)).toBe(0);
  });
});
