/** The page's sentences: grammatical and complete. */
import { describe, expect, it } from '@jest/globals';
import { counted, displayInWords, newsInWords } from '../../../simulator/page/words.js';

const PLAYING = { original: '夜 – ひかり', spelled: 'Yoru - Hikari', isPlaying: true };
const lcd = (...readableRows: string[]) => ({ readableRows, isOn: true });

describe('counted', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [2000, '2,000 bytes'],
  ])('writes %i as %s', (count, text) => {
    expect(counted(count, 'byte', 'bytes')).toBe(text);
  });
});

describe('the display in words', () => {
  it.each([
    ['▶0:12 ███▋  0:32', 'Yoru - Hikari. playing 0:12 of 0:32'],
    ['‖0:00       0:32', 'Yoru - Hikari. paused 0:00 of 0:32'],
    ['◉1:02:03  2:03:04', 'Yoru - Hikari. podcast 1:02:03 of 2:03:04'],
  ])('reads a title whole, and %s', (row, text) => {
    expect(displayInWords(lcd('ru - Hikari   Yo', row), PLAYING)).toBe(text);
  });

  it('reads a notice row by row', () => {
    const notice = lcd('Connect Spotify ', 'at r.example    ');
    expect(displayInWords(notice, undefined)).toBe('Connect Spotify. at r.example');
    expect(displayInWords({ ...notice, isOn: false }, undefined)).toBe('The display is off');
    expect(displayInWords(lcd('', ' '), undefined)).toBe('The display is blank');
  });

  it('announces the title as Spotify sends it, and no clock', () => {
    const row = '▶0:12 ███▋  0:32';
    expect(newsInWords(lcd('Yoru', row), PLAYING)).toBe('Playing: 夜 – ひかり');
    expect(newsInWords(lcd('Yoru', row), { ...PLAYING, isPlaying: false })).toBe(
      'Paused: 夜 – ひかり',
    );
    expect(newsInWords(lcd('Retry in 0:12'), undefined)).toBe('Retry in');
  });
});
