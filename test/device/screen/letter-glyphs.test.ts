/** Letters that the ROMs lack, and letters with combining marks. */
import { describe, expect, it } from '@jest/globals';
import {
  composeLetters,
  GLYPH_LETTERS,
  letterGlyph,
} from '../../../device/screen/letter-glyphs.js';

describe('composeLetters', () => {
  it('composes every decomposed letter that has a glyph', () => {
    const wrong = Array.from(GLYPH_LETTERS).filter(
      (letter) => composeLetters(`a${letter.normalize('NFD')}z`) !== `a${letter}z`,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['', ''],
    ['plain', 'plain'],
    ['\u0301a mark without a letter', '\u0301a mark without a letter'],
    ['q\u0301', 'q'],
    ['l\u0327u', 'lu'],
    ['q\u0301\u0302', 'q\u0301\u0302'],
    ['я\u0301', 'я\u0301'],
    ['e\u0301\u0301', 'é\u0301'],
    ['a\u0301e\u0301', 'áé'],
    ['が が', 'が が'],
  ])('leaves what is no such letter: %j', (text, composed) => {
    expect(composeLetters(text)).toBe(composed);
  });
});

describe('letterGlyph', () => {
  it('draws each letter in rows of five dots, no two the same', () => {
    const glyphs = Array.from(GLYPH_LETTERS, (letter) => letterGlyph(letter)!);
    expect(glyphs.flat().filter((row) => row < 0 || row > 0b11111)).toEqual([]);
    const twins = Array.from(GLYPH_LETTERS).filter(
      (_letter, at) => glyphs.findIndex((rows) => rows.join() === glyphs[at]!.join()) !== at,
    );
    // The same letter to the eye: Icelandic and Croatian D.
    expect(twins).toEqual(['Ð']);
  });
});
