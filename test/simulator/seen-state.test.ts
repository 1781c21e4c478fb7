import { describe, expect, it } from '@jest/globals';
import { seenState } from '../../simulator/seen-state.js';

describe('seenState', () => {
  it.each([
    [['Open 127.0.0.1:8', 'Code BCDF-GHJK  '], { state: 'linking', code: 'BCDF-GHJK' }],
    [['Open 127.0.0.1:8000/', 'Code BCDF-GHJK', '', ''], { state: 'linking', code: 'BCDF-GHJK' }],
    // A display of eight columns has no room for the dash.
    [['Open 127', 'BCDFGHJK'], { state: 'linking', code: 'BCDF-GHJK' }],
    [['Paper Lanterns  ', '\ue0050:41 \ue002  3:20'], { state: 'playing', code: undefined }],
    [['Nothing playing ', 'on Spotify      '], { state: 'waiting', code: undefined }],
    [['                ', '                '], { state: 'off', code: undefined }],
  ])('reads %j', (rows, seen) => {
    expect(seenState(rows)).toEqual(seen);
  });
});
