/** Syllables by arithmetic, over the whole block. */
import { describe, expect, it } from '@jest/globals';
import { isHangulSyllable, spellSyllable } from '../../../device/text/hangul.js';

describe('spellSyllable', () => {
  it.each([
    ['가', 'ga'],
    ['각', 'gak'],
    ['힣', 'hit'],
    ['아', 'a'],
    ['앙', 'ang'],
    ['쓰', 'sseu'],
    ['의', 'ui'],
    ['닭', 'dak'],
    ['뷁', 'bwek'],
    ['삶', 'sam'],
  ])('spells %s as %s', (syllable, expected) => {
    expect(spellSyllable(syllable.codePointAt(0)!)).toBe(expected);
  });

  it('spells each of the 11,172 in lower-case ASCII', () => {
    let wrong = 0;
    for (let codePoint = 0xac00; codePoint <= 0xd7a3; codePoint += 1)
      if (!isHangulSyllable(codePoint) || !/^[a-z]{1,7}$/.test(spellSyllable(codePoint)))
        wrong += 1;
    expect(wrong).toBe(0);
  });

  it.each([0xabff, 0xd7a4, 0x1100, 0x41])('leaves U+%i to other rules', (codePoint) => {
    expect(isHangulSyllable(codePoint)).toBe(false);
  });
});
