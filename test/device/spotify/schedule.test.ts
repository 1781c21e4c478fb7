/** Polls are sent when a change is likeliest, never in bursts, and never during a block. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Playback } from '../../../device/spotify/playback.js';
import { Schedule } from '../../../device/spotify/schedule.js';
import { NOTHING, track } from './responses.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Gives the same response to each poll from 0 on; @returns when polls were sent, in ms */
function pollsUntil(endMs: number, answer: (nowMs: number) => Playback): number[] {
  const schedule = new Schedule();
  const polls: number[] = [];
  let nowMs = 0;
  while (nowMs < endMs) {
    polls.push(nowMs);
    schedule.polled(nowMs);
    nowMs += schedule.observed(answer(nowMs), nowMs).waitMs;
  }
  return polls;
}

const gapsOf = (polls: readonly number[]): number[] =>
  polls.slice(1).map((atMs, index) => atMs - polls[index]!);

const playingFrom = (startMs: number, durationMs: number) => (nowMs: number) =>
  track({ progressMs: Math.min(durationMs, nowMs - startMs), durationMs });

/** A schedule that has watched one item for ten minutes: whatever it does next, nobody has just touched anything. */
function calm(): { schedule: Schedule; nowMs: number } {
  const schedule = new Schedule();
  for (let nowMs = 0; nowMs <= 10 * MINUTE; nowMs += 20_000)
    schedule.observed(track({ progressMs: nowMs, durationMs: HOUR }), nowMs);
  return { schedule, nowMs: 10 * MINUTE };
}

describe('Schedule.answered', () => {
  it('polls a second after an item should end', () => {
    expect(pollsUntil(200_000, playingFrom(0, 190_000))).toContain(191_000);
  });

  it('polls three times in the six seconds after a missed end, then less and less', () => {
    const polls = pollsUntil(HOUR, playingFrom(0, 100_000)).filter((atMs) => atMs > 100_000);
    expect(polls.slice(0, 4)).toEqual([101_000, 102_000, 104_000, 106_000]);
    expect(
      gapsOf(polls)
        .slice(8)
        .every((gapMs) => gapMs >= 15_000),
    ).toBe(true);
  });

  it('polls every 10 s for half a minute after a skip', () => {
    const { schedule, nowMs } = calm();
    let atMs = nowMs + 20_000;
    const gaps = [schedule.observed(track({ itemKey: 'b', progressMs: 4000 }), atMs).waitMs];
    for (let i = 0; i < 2; i += 1) {
      atMs += gaps.at(-1)!;
      gaps.push(
        schedule.observed(track({ itemKey: 'b', progressMs: 4000 + atMs - nowMs - 20_000 }), atMs)
          .waitMs,
      );
    }
    expect(gaps).toEqual([10_000, 10_000, 10_000]);
  });

  it.each([
    ['nothing', NOTHING],
    ['a pause', track({ isPlaying: false })],
  ])('polls within 45 s in the first hour of %s and every 2 min after it', (_name, response) => {
    const polls = pollsUntil(3 * HOUR, () => response);
    const late = polls.findIndex((atMs) => atMs >= HOUR);
    expect(Math.max(...gapsOf(polls.slice(0, late + 1)))).toBe(45_000);
    expect(new Set(gapsOf(polls.slice(late)))).toEqual(new Set([120_000]));
  });

  it('polls no sooner than every 45 s while nothing plays, also at first', () => {
    expect(Math.min(...gapsOf(pollsUntil(HOUR, () => NOTHING)))).toBe(45_000);
  });

  it('counts the age of a pause from its beginning', () => {
    const schedule = new Schedule();
    schedule.observed(track({ progressMs: 0 }), 2 * HOUR);
    const paused = track({ isPlaying: false, progressMs: 50_000 });
    expect(schedule.observed(paused, 2 * HOUR + 50_000).waitMs).toBe(15_000);
  });

  it.each([
    [9000, 10_000],
    [14_000, 7500],
    [40_000, 10_000],
  ])(
    'polls twice, evenly, before an end that is a little too far away: %i ms',
    (leftMs, waitMs) => {
      const item = track({ progressMs: HOUR - leftMs, durationMs: HOUR });
      expect(new Schedule().observed(item, 0).waitMs).toBe(waitMs);
    },
  );

  it('does not treat an item without a position as overdue', () => {
    const gaps = gapsOf(pollsUntil(10 * MINUTE, () => track({ progressMs: undefined })));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
  });

  it('polls in no burst if the day has few calls left', () => {
    const schedule = new Schedule();
    for (let call = 0; call < 1500; call += 1) schedule.polled(0);
    expect(schedule.observed(track(), 1000).waitMs).toBe(30_000);
  });

  it('polls ten times less often while nothing plays and few calls are left', () => {
    const schedule = new Schedule(200);
    for (let call = 0; call < 190; call += 1) schedule.polled(0);
    expect(schedule.observed(NOTHING, 1000).waitMs).toBe(450_000);
  });

  it('polls within 15 s just after a pause, and within 30 s for half an hour', () => {
    const gaps = gapsOf(pollsUntil(HOUR / 2, () => track({ isPlaying: false })));
    expect(gaps.slice(0, 3)).toEqual([15_000, 15_000, 15_000]);
    expect(new Set(gaps.slice(3))).toEqual(new Set([30_000]));
  });

  it('attributes a repeated position to a player that reports none, not to a seek', () => {
    const gaps = gapsOf(pollsUntil(10 * MINUTE, () => track({ progressMs: 0 })));
    expect(Math.min(...gaps.slice(5))).toBeGreaterThanOrEqual(14_000);
  });

  it('polls 1 s to 30 s after any response while something plays', () => {
    const odd = fc.option(fc.integer({ min: -1e6, max: 1e9 }), { nil: undefined });
    const responses = fc.array(fc.tuple(odd, fc.nat(1e9), fc.constantFrom('a', 'b')), {
      minLength: 1,
    });
    fc.assert(
      fc.property(responses, (moments) => {
        const schedule = new Schedule();
        let nowMs = 0;
        for (const [progressMs, durationMs, itemKey] of moments) {
          const { waitMs } = schedule.observed(track({ progressMs, durationMs, itemKey }), nowMs);
          expect(waitMs).toBeGreaterThanOrEqual(1000);
          expect(waitMs).toBeLessThanOrEqual(30_000);
          nowMs += waitMs;
        }
      }),
      { seed: 30, numRuns: 300 },
    );
  });
});

describe('a response that contradicts the music before it', () => {
  const unnamed: Playback = {
    kind: 'unknown',
    title: '',
    isPlaying: true,
    progressMs: undefined,
    durationMs: 0,
    deviceName: '',
    isPrivate: false,
    itemKey: '',
  };
  const atEnd = track({ progressMs: 195_000 });

  it.each<[string, Playback, Playback]>([
    ['nothing', track(), NOTHING],
    ['an item without a name', track(), unnamed],
    ['a pause at 0 when the item should end', atEnd, track({ isPlaying: false, progressMs: 0 })],
  ])('is doubted twice within 10 s, then believed: %s', (_name, before, odd) => {
    const schedule = new Schedule();
    schedule.observed(before, 0);
    expect(schedule.observed(odd, 10_000)).toEqual({ kind: 'doubt', waitMs: 3000 });
    expect(schedule.observed(odd, 13_000)).toEqual({ kind: 'doubt', waitMs: 4000 });
    expect(schedule.observed(odd, 17_000).kind).toBe('believed');
  });

  it.each<[string, Playback, Playback]>([
    ['a pause', track(), track({ isPlaying: false, progressMs: 70_000 })],
    [
      'a pause at the start of an item',
      track({ progressMs: 500 }),
      track({ isPlaying: false, progressMs: 0 }),
    ],
    ['a pause close to the end', atEnd, track({ isPlaying: false, progressMs: 198_000 })],
    ['another item', track(), track({ itemKey: 'b', progressMs: 0 })],
    ['one more item without a name', unnamed, unnamed],
    ['nothing after a pause', track({ isPlaying: false }), NOTHING],
  ])('is believed at once: %s', (_name, before, after) => {
    const schedule = new Schedule();
    schedule.observed(before, 0);
    expect(schedule.observed(after, 10_000).kind).toBe('believed');
  });

  it('leaves the playback unchanged if the next response confirms it', () => {
    const { schedule, nowMs } = calm();
    schedule.observed(NOTHING, nowMs + 20_000);
    const { kind, waitMs } = schedule.observed(
      track({ progressMs: nowMs + 23_000, durationMs: HOUR }),
      nowMs + 23_000,
    );
    expect(kind).toBe('believed');
    // No skip and no start: nothing has happened.
    expect(waitMs).toBeGreaterThan(10_000);
  });
});

describe('a response after a command', () => {
  const paused = track({ isPlaying: false });
  const isPlaying = (playback: Playback): boolean => playback !== paused;

  it('is doubted once for 2 s if it does not show what the command did', () => {
    const schedule = new Schedule();
    schedule.expect(isPlaying);
    expect(schedule.observed(paused, 0)).toEqual({ kind: 'doubt', waitMs: 2000 });
    expect(schedule.observed(paused, 2000).kind).toBe('believed');
  });

  it('is believed at once if it does', () => {
    const schedule = new Schedule();
    schedule.expect(isPlaying);
    expect(schedule.observed(track(), 0).kind).toBe('believed');
  });

  it('is not asked for again during a block', () => {
    const schedule = new Schedule();
    schedule.blocked(HOUR, true, 0);
    schedule.expect(isPlaying);
    expect(schedule.observed(paused, 0)).toEqual({ kind: 'doubt', waitMs: HOUR });
  });
});

describe('endless music', () => {
  it('is idle three minutes after its end, until something changes', () => {
    const schedule = new Schedule();
    const ended = track({ progressMs: 200_000 });
    let nowMs = 0;
    schedule.observed(track({ progressMs: 190_000 }), nowMs);
    while (nowMs < 10_000 + 3 * MINUTE) nowMs += schedule.observed(ended, nowMs).waitMs;
    expect(schedule.observed(ended, nowMs)).toEqual({ kind: 'over', waitMs: 45_000 });
    expect(schedule.observed(track({ itemKey: 'b' }), nowMs + 45_000).kind).toBe('believed');
  });

  it('is idle if one position is reported for longer than the rest of the item', () => {
    const schedule = new Schedule();
    const kinds = [0, 20_000, 100_000, 3 * MINUTE, 6 * MINUTE].map(
      (nowMs) => schedule.observed(track(), nowMs).kind,
    );
    expect(kinds).toEqual(['believed', 'stuck', 'stuck', 'stuck', 'over']);
  });
});

describe('what the schedule learns of ends', () => {
  /** Items of 100 s whose next one always begins `offsetMs` after their end; @returns how late each was seen, in ms */
  function delays(offsetMs: number, count: number): number[] {
    const startOf = (index: number): number => index * (100_000 + offsetMs);
    const indexAt = (nowMs: number): number => Math.floor(nowMs / (100_000 + offsetMs));
    const polls = pollsUntil(startOf(count), (nowMs) =>
      track({
        itemKey: `${indexAt(nowMs)}`,
        progressMs: Math.min(100_000, nowMs - startOf(indexAt(nowMs))),
        durationMs: 100_000,
      }),
    );
    return Array.from({ length: count - 1 }, (_, index) => {
      const startMs = startOf(index + 1);
      return polls.find((atMs) => atMs >= startMs)! - startMs;
    });
  }

  it.each([-12_000, -5000, -700, 0, 700, 2500, 6000])(
    'shows the second change by %d ms within 2 s, and each one after it',
    (offsetMs) => {
      expect(Math.max(...delays(offsetMs, 12).slice(1))).toBeLessThanOrEqual(2000);
    },
  );
});

describe('the poll after an item’s end', () => {
  it.each([
    ['a quarter of a small offset', 1000, 5000, 6250],
    ['all of a large one', 2000, 5000, 8000],
    ['none that has already passed', -5000, 4000, 5000],
  ])('takes over from the item before: %s', (_name, offsetMs, leftMs, waitMs) => {
    const schedule = new Schedule();
    schedule.observed(track({ progressMs: 90_000, durationMs: 100_000 }), 0);
    const startMs = 10_000 + offsetMs;
    const at = (progressMs: number) =>
      schedule.observed(
        track({ itemKey: 'b', progressMs, durationMs: 100_000 }),
        startMs + progressMs,
      );
    at(12_000 - startMs);
    expect(at(100_000 - leftMs).waitMs).toBe(waitMs);
  });
});

describe('Schedule.blocked', () => {
  it.each([
    ['ten minutes', 600_000, true],
    ['less', 599_000, false],
  ])('takes a block of %s for the daily quota, or not', (_name, retryAfterMs, isQuota) => {
    const schedule = new Schedule();
    schedule.blocked(retryAfterMs, false, 0);
    expect(schedule.block).toMatchObject({ isQuota });
    expect(schedule.calls(0).allowed).toBe(isQuota ? 240 : 2000);
  });

  it('wants no poll before Retry-After has passed', () => {
    const schedule = new Schedule();
    expect(schedule.blocked(3_600_000, true, 1000)).toBe(3_600_000);
    expect(schedule.waitMs(2000)).toBe(3_599_000);
    expect(schedule.waitMs(3_601_000)).toBe(0);
  });

  it('allows one request after 48 hours, whatever Retry-After says', () => {
    const schedule = new Schedule();
    expect(schedule.blocked(999_999_999_000, true, 0)).toBe(48 * HOUR);
  });

  it('waits longer after each 429 in a row without a usable Retry-After, until a response comes', () => {
    const schedule = new Schedule();
    const waits = Array.from({ length: 8 }, () => schedule.blocked(0, false, 0));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    schedule.observed(NOTHING, 60_000);
    expect(schedule.blocked(0, false, 105_000)).toBe(1000);
  });

  it('keeps to the budget if every response is a 429', () => {
    const schedule = new Schedule(20);
    let nowMs = 0;
    let polls = 0;
    while (nowMs < 24 * HOUR) {
      schedule.polled(nowMs);
      polls += 1;
      nowMs += schedule.blocked(1000, false, nowMs);
    }
    expect(polls).toBe(20);
  });
});
