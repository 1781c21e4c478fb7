import { describe, expect, it } from '@jest/globals';
import { PlaybackModel } from '../../../simulator/spotify/playback-model.js';
import { DEMO_PLAYLIST, type PlaylistStep } from '../../../simulator/spotify/playlist.js';

const song = (key: string, durationMs: number): PlaylistStep['item'] => ({
  kind: 'track',
  key,
  title: key,
  artists: ['Somebody'],
  album: 'Something',
  durationMs,
});
const LIST: readonly PlaylistStep[] = [
  { label: 'first', item: song('first', 30_000) },
  { label: 'paused', item: song('paused', 20_000), pause: { atMs: 5000, forMs: 8000 } },
  { label: 'aside', item: song('aside', 10_000), aside: true },
  { label: 'last', item: song('last', 10_000) },
];

function start(options: { loops?: boolean; idleAfterMs?: number } = {}) {
  const clock = { nowMs: 1_000_000 };
  const model = new PlaybackModel({ now: () => clock.nowMs, playlist: LIST, ...options });
  const at = (elapsedMs: number) => {
    clock.nowMs = 1_000_000 + elapsedMs;
    const now = model.read();
    return now && [now.item.key, now.positionMs, now.isPlaying];
  };
  return { model, clock, at };
}

describe('PlaybackModel', () => {
  it.each([
    [0, 'first', 0, true],
    [29_999, 'first', 29_999, true],
    [30_000, 'paused', 0, true],
    [34_999, 'paused', 4999, true],
    [35_000, 'paused', 5000, false],
    [42_999, 'paused', 5000, false],
    [43_000, 'paused', 5000, true],
    [57_999, 'paused', 19_999, true],
    [58_000, 'last', 0, true],
    [68_000, 'first', 0, true],
    [68_000 * 50 + 1, 'first', 1, true],
  ])('after %i ms is at %s %i, playing %s', (elapsedMs, key, positionMs, isPlaying) => {
    expect(start().at(elapsedMs)).toEqual([key, positionMs, isPlaying]);
  });

  it('goes on in another room, where it was', () => {
    const { model, at } = start();
    expect(at(5000)).toEqual(['first', 5000, true]);
    model.moveTo('Kitchen');
    expect(at(6000)).toEqual(['first', 6000, true]);
    expect(model.read()?.device.name).toBe('Kitchen');
  });

  it('gives the same result however often it is read', () => {
    const often = start();
    for (let elapsedMs = 0; elapsedMs < 500_000; elapsedMs += 777) often.at(elapsedMs);
    expect(often.at(500_000)).toEqual(start().at(500_000));
  });

  it('has the timestamp of the last change of state, not of the request', () => {
    const { model, clock, at } = start();
    at(40_000);
    expect(model.read()?.changedAtMs).toBe(1_035_000);
    clock.nowMs += 1000;
    expect(model.read()?.changedAtMs).toBe(1_035_000);
  });

  it('stops while paused, and continues from there', () => {
    const { model, at } = start();
    at(10_000);
    model.pause();
    expect(at(25_000)).toEqual(['first', 10_000, false]);
    model.play();
    expect(at(26_000)).toEqual(['first', 11_000, true]);
  });

  it('keeps a manual pause beyond the end of the playlist’s own', () => {
    const { model, at } = start();
    at(36_000);
    model.pause();
    expect(at(100_000)).toEqual(['paused', 5000, false]);
  });

  it('has no playback after a long pause', () => {
    const { model, at } = start({ idleAfterMs: 60_000 });
    model.pause();
    expect(at(60_000)).toEqual(['first', 0, false]);
    expect(at(60_001)).toBeUndefined();
    model.play();
    expect(at(60_002)).toEqual(['first', 1, true]);
  });

  it('stays paused at the start of the first item when the list has ended', () => {
    expect(start({ loops: false }).at(100_000)).toEqual(['first', 0, false]);
  });

  it('plays an extra item only when chosen, then continues after it', () => {
    const { model, at } = start();
    expect(model.choose('aside')).toBe(true);
    expect(at(9000)).toEqual(['aside', 9000, true]);
    expect(at(10_000)).toEqual(['last', 0, true]);
    expect(model.choose('no such')).toBe(false);
  });

  it('skips forward, and back to the start or to the item before', () => {
    const { model, at } = start();
    model.next();
    expect(at(4000)).toEqual(['paused', 4000, true]);
    model.previous();
    expect(at(4000)).toEqual(['paused', 0, true]);
    model.previous();
    expect(at(4000)).toEqual(['first', 0, true]);
  });

  it('seeks within the item alone', () => {
    const { model, at } = start();
    model.seek(25_000);
    expect(at(4000)).toEqual(['first', 29_000, true]);
    model.seek(99_000);
    expect(at(4000)).toEqual(['paused', 0, true]);
  });

  it('does not move back when the clock does', () => {
    const { at } = start();
    at(1000);
    expect(at(-50_000)).toEqual(['first', 0, true]);
  });
});

describe('DEMO_PLAYLIST', () => {
  it('changes what is shown at least every 45 s and never shorter than an ad', () => {
    for (const { item } of DEMO_PLAYLIST) {
      expect(item.durationMs).toBeGreaterThanOrEqual(15_000);
      expect(item.durationMs).toBeLessThanOrEqual(45_000);
    }
  });

  it('has a unique key for each item', () => {
    expect(new Set(DEMO_PLAYLIST.map(({ item }) => item.key)).size).toBe(DEMO_PLAYLIST.length);
  });
});
