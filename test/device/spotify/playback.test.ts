/** The position in the item, some time after a response. */
import { describe, expect, it } from '@jest/globals';
import { positionMs, type PlaybackCommon } from '../../../device/spotify/playback.js';

const PLAYING: PlaybackCommon = {
  isPlaying: true,
  progressMs: 10_000,
  durationMs: 60_000,
  deviceName: '',
  isPrivate: false,
  itemKey: 'a',
};

describe('positionMs', () => {
  it.each([
    ['runs while playing', {}, 5000, 15_000],
    ['stands while paused', { isPlaying: false }, 5000, 10_000],
    ['never runs past the end', {}, 90_000, 60_000],
    ['is held at the end where Spotify says more', { progressMs: 61_234 }, 0, 60_000],
    ['stands at nothing where Spotify says null', { progressMs: undefined }, 2000, 0],
    ['is never negative', { progressMs: -500 }, 0, 0],
    ['runs on where the duration is unknown', { durationMs: 0 }, 500_000, 510_000],
    ['does not run backwards', {}, -3000, 10_000],
  ])('%s', (_name, change, elapsedMs, expected) => {
    expect(positionMs({ ...PLAYING, ...change }, elapsedMs)).toBe(expected);
  });
});
