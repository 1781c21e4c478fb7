/** Questions go where a change is likeliest, and never come in a storm. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Playback, PlaybackCommon } from '../../../device/spotify/playback.js';
import { isChange, nextQuestionMs } from '../../../device/spotify/schedule.js';

function track(change: Partial<PlaybackCommon> = {}): Playback {
  return {
    kind: 'track',
    isPlaying: true,
    progressMs: 60_000,
    durationMs: 200_000,
    deviceName: '',
    isPrivate: false,
    itemKey: 'a',
    title: 'a',
    artists: [],
    album: '',
    isrc: '',
    ...change,
  };
}

const NOTHING: Playback = { kind: 'nothing' };

describe('nextQuestionMs', () => {
  it.each([
    ['a second after the item should end', track({ progressMs: 195_000 }), 600_000, 6000],
    ['30 s on within an item', track(), 600_000, 30_000],
    ['10 s on, shortly after a change', track(), 20_000, 10_000],
    ['a second after the end, though it has just changed', track({ progressMs: 196_000 }), 0, 5000],
    ['in 5 s where the item is overdue', track({ progressMs: 201_000 }), 90_000, 5000],
    ['30 s on where the duration is unknown', track({ durationMs: 0 }), 90_000, 30_000],
    ['30 s on while paused', track({ isPlaying: false }), 90_000, 30_000],
    ['2 min on when paused for an hour', track({ isPlaying: false }), 3_600_000, 120_000],
    ['45 s on when nothing plays', NOTHING, 0, 45_000],
    ['2 min on after an hour of nothing', NOTHING, 3_600_000, 120_000],
  ])('asks %s', (_name, playback, unchangedForMs, expected) => {
    expect(nextQuestionMs({ playback, unchangedForMs })).toBe(expected);
  });

  it('asks within 1 s and 30 s of any answer while something plays', () => {
    const odd = fc.integer({ min: -1e6, max: 1e9 });
    fc.assert(
      fc.property(odd, fc.nat(1e9), fc.nat(1e9), (progressMs, durationMs, unchangedForMs) => {
        const playback = track({ progressMs, durationMs });
        const waitMs = nextQuestionMs({ playback, unchangedForMs });
        expect(waitMs).toBeGreaterThanOrEqual(1000);
        expect(waitMs).toBeLessThanOrEqual(30_000);
      }),
      { seed: 30, numRuns: 300 },
    );
  });
});

describe('isChange', () => {
  it.each([
    ['the first answer', undefined, NOTHING, true],
    ['another item', track(), track({ itemKey: 'b' }), true],
    ['a pause', track(), track({ isPlaying: false }), true],
    ['a start', NOTHING, track(), true],
    ['still nothing', NOTHING, NOTHING, false],
    ['the same item further on', track(), track({ progressMs: 90_000 }), false],
  ])('%s: %#', (_name, before, after, expected) => {
    expect(isChange(before, after)).toBe(expected);
  });
});
