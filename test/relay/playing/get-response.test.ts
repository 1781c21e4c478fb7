import { describe, expect, it } from '@jest/globals';
import { artistString, getResponse } from '../../../relay/playing/get-response.js';

describe('artistString', () => {
  it.each([
    [[], ''],
    [['A'], 'A'],
    [['A', 'B'], 'A and B'],
    [['A', 'B', 'C'], 'A etc'],
    [['x'.repeat(60)], 'x'.repeat(60)],
    [['x'.repeat(61), 'B'], `${'x'.repeat(60)}... and B`],
  ])('turns %j into what the original sent', (names, expected) => {
    expect(artistString(names)).toBe(expected);
  });
});

describe('getAnswer', () => {
  const playback = {
    kind: 'track',
    title: 'Title',
    artists: ['A'],
    album: '',
    isrc: '',
    isPlaying: true,
    progressMs: 190_000,
    durationMs: 200_000,
    deviceName: 'Kitchen',
    isPrivate: false,
    itemKey: 'key',
  } as const;
  const spell = (text: string): string => text.toUpperCase();

  it('has no artist for an episode without a show', () => {
    const { isPlaying, progressMs, durationMs, deviceName, isPrivate, itemKey } = playback;
    const common = { isPlaying, progressMs, durationMs, deviceName, isPrivate, itemKey };
    const episode = { ...common, kind: 'episode', title: 'Title', show: '' } as const;
    const response = getResponse({ status: 200, playback: episode, askedAtMs: 0 }, 0, spell);
    expect(response).toMatchObject({ artist_full: [], artist_string: '' });
  });

  it('advances the position, but never past the end', () => {
    const response = getResponse({ status: 200, playback, askedAtMs: 0 }, 60_000, spell);
    expect(response).toMatchObject({ current: 200_000, duration: 200_000, timer: 0 });
  });

  it('spells what is shown and leaves the title unchanged', () => {
    const response = getResponse({ status: 200, playback, askedAtMs: 0 }, 0, spell);
    expect(response).toMatchObject({ title: 'Title', song_title: 'TITLE', device_name: 'KITCHEN' });
  });

  it('has every field, empty, for a response in which nothing plays', () => {
    const nothing = { status: 200, playback: { kind: 'nothing' }, askedAtMs: 0 } as const;
    expect(getResponse(nothing, 0, spell)).toEqual({
      api_response: 200,
      kind: 'nothing',
      title: '',
      song_title: '',
      artist_string: '',
      artist_full: [],
      device_name: '',
      status: false,
      timer: 0,
      duration: 0,
      current: 0,
    });
  });
});
