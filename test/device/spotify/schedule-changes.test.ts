/** What happened between two responses follows from their positions. */
import { describe, expect, it } from '@jest/globals';
import type { Playback, PlaybackCommon } from '../../../device/spotify/playback.js';
import type { Change } from '../../../device/spotify/schedule-changes.js';
import { changeBetween, observe } from '../../../device/spotify/schedule-changes.js';
import { NOTHING, track } from './responses.js';

/** 60 s into an item of 200 s, and `elapsedMs` later. */
function change(was: Playback, is: Playback, elapsedMs = 20_000): unknown {
  const before = observe(undefined, was, 1000);
  return changeBetween(before, observe(before, is, 1000 + elapsedMs));
}

const playing = (progressMs: number | undefined, more: Partial<PlaybackCommon> = {}): Playback =>
  track({ progressMs, ...more });
const other = { itemKey: 'b' };
const paused = { isPlaying: false };

describe('changeBetween', () => {
  it.each<[string, Playback, Playback, number, Change]>([
    ['nothing where it just played on', playing(60_000), playing(80_000), 20_000, 'none'],
    ['nothing where a stale position came', playing(60_000), playing(78_000), 20_000, 'none'],
    ['nothing where the position stands', playing(60_000), playing(60_000), 20_000, 'none'],
    ['nothing where it has none', playing(60_000), playing(undefined), 20_000, 'none'],
    ['nothing while the end is overdue', playing(195_000), playing(200_000), 8000, 'none'],
    ['a seek', playing(60_000), playing(150_000), 20_000, 'touch'],
    ['a seek back', playing(60_000), playing(5000), 20_000, 'touch'],
    ['an end in time', playing(190_000), playing(1000, other), 11_000, { endOffsetMs: 0 }],
    ['a crossfade of 8 s', playing(190_000), playing(9000, other), 11_000, { endOffsetMs: -8000 }],
    ['an end 3 s late', playing(190_000), playing(1000, other), 14_000, { endOffsetMs: 3000 }],
    ['a repeat', playing(190_000), playing(1000), 11_000, { endOffsetMs: 0 }],
    [
      'an end into a podcast begun before',
      playing(190_000),
      playing(900_000, other),
      11_000,
      'none',
    ],
    [
      'an advertisement that is over',
      playing(5000, { durationMs: 0 }),
      playing(1000, other),
      11_000,
      'none',
    ],
    ['a skip 4 s ago', playing(60_000), playing(4000, other), 20_000, 'touch'],
    [
      'a skip into a podcast begun before',
      playing(60_000),
      playing(900_000, other),
      20_000,
      'touch',
    ],
    ['a pause 8 s ago', playing(60_000), playing(72_000, paused), 20_000, 'touch'],
    [
      'a pause in another item',
      playing(60_000),
      playing(2000, { ...other, ...paused }),
      20_000,
      'touch',
    ],
    ['the end of a list', playing(190_000), playing(0, paused), 20_000, 'none'],
    [
      'the end of a list that stays there',
      playing(190_000),
      playing(200_000, paused),
      20_000,
      'none',
    ],
    ['a pause just before an end', playing(190_000), playing(198_000, paused), 8000, 'touch'],
    [
      'a pause in the item after an end',
      playing(190_000),
      playing(5000, { ...other, ...paused }),
      20_000,
      'touch',
    ],
    ['nothing while the end is long overdue', playing(190_000), playing(200_000), 20_000, 'none'],
    ['a start long after an end', playing(190_000), playing(500, other), 40_000, 'touch'],
    [
      'no end in an item without a position',
      playing(190_000),
      playing(undefined, other),
      11_000,
      'touch',
    ],
    ['the end of everything', playing(60_000), NOTHING, 20_000, 'none'],
    ['a resume', track(paused), track(), 20_000, 'touch'],
    ['a start', NOTHING, track(), 20_000, 'touch'],
    ['nothing where nothing played', NOTHING, track(paused), 20_000, 'none'],
  ])('sees %s', (_name, was, is, elapsedMs, expected) => {
    expect(change(was, is, elapsedMs)).toEqual(expected);
  });

  it('finds no change in the first response', () => {
    expect(changeBetween(undefined, observe(undefined, track(), 0))).toEqual('none');
  });

  it('measures a late change from the end, not from the last response at the end', () => {
    const playingAt = observe(undefined, playing(190_000), 0);
    const standing = observe(playingAt, playing(200_000), 11_000);
    const next = observe(standing, playing(500, other), 13_000);
    expect(changeBetween(standing, next)).toEqual({ endOffsetMs: 2500 });
  });
});

describe('the speed of an episode', () => {
  const episode = (progressMs: number): Playback => ({
    ...(track({ progressMs, durationMs: 3_600_000 }) as PlaybackCommon),
    kind: 'episode',
    title: 'a',
    show: 'b',
  });
  /** Positions each 20 s apart. */
  function observed(...positionsS: number[]) {
    let last = observe(undefined, episode((positionsS[0] ?? 0) * 1000), 0);
    for (const [index, positionS] of positionsS.slice(1).entries())
      last = observe(last, episode(positionS * 1000), (index + 1) * 20_000);
    return last;
  }

  it.each([
    ['two responses', [60, 90], 1.5],
    ['its own', [60, 80], 1],
    ['positions that wander', [60, 90.6, 120.1], 1.5],
    ['a seek after that', [60, 80, 115], 1],
    ['another speed, seen twice', [60, 80, 110, 140], 1.5],
    ['a seek far ahead', [60, 900], undefined],
  ])('is known from %s', (_name, positionsS, rate) => {
    expect(observed(...positionsS).speed.rate).toBe(rate);
  });

  it('predicts its end', () => {
    expect(observed(60, 90).endsAtMs).toBe(20_000 + (3_600_000 - 90_000) / 1.5);
  });

  it('is not taken for a seek', () => {
    const before = observed(60, 90);
    const after = observe(before, episode(120_000), 40_000);
    expect(changeBetween(before, after)).toBe('none');
  });

  it('is always 1 for a track', () => {
    const before = observe(undefined, playing(60_000), 0);
    expect(observe(before, playing(90_000), 20_000).speed.rate).toBe(undefined);
  });
});
