/** A word keeps its letters if the display has them; all others are spelled. */
import { describe, expect, it } from '@jest/globals';
import { keeperOf, spellKeeping } from '../../../device/text/lettering.js';

const spell = (text: string): string => text.replace(/[^\x20-\x7e]+/g, '_');
const keep = (charCode: number): boolean => 'éñ'.includes(String.fromCharCode(charCode));

describe('spellKeeping', () => {
  it.each([
    ['plain words', 'plain words'],
    ['Beyoncé', 'Beyoncé'],
    ['Müller é', 'M_ller é'],
    ['“café”', '_café_'],
    ['два слова café два слова', '_ _ café _ _'],
    ['éд', '_'],
    ['café 😀 ñandú', 'café ñand_'],
    ['', ''],
  ])('writes %j as %j', (text, letters) => {
    expect(spellKeeping(text, spell, keep)).toBe(letters);
  });

  it('passes on a run of other words as a whole', () => {
    const runs: string[] = [];
    spellKeeping('one two café three four', (run) => (runs.push(run), run), keep);
    expect(runs).toEqual(['one two', 'three four']);
  });

  it('passes on the whole text at once if it keeps nothing', () => {
    const runs: string[] = [];
    spellKeeping(' one  two ', (run) => (runs.push(run), run), keep);
    expect(runs).toEqual([' one  two ']);
  });
});

describe('keeperOf', () => {
  const isKept = (letter: string, keep: ReturnType<typeof keeperOf>): boolean =>
    keep(letter.charCodeAt(0));

  it.each([
    ['A00', 'äöüñßαβεμσρθΩΣπカかｶ°', 'éÄłжω'],
    ['A02', 'äéÄßΓΘΣΩαδεπστ', 'カかｶłж'],
    ['ascii', '', 'äπカ'],
  ] as const)('keeps with %s what its ROM has', (rom, kept, others) => {
    const keep = keeperOf({ rom });
    expect(Array.from(kept).filter((letter) => !isKept(letter, keep))).toEqual([]);
    expect(Array.from(others).filter((letter) => isKept(letter, keep))).toEqual([]);
  });

  it('leaves kana to be spelled if Latin letters are wanted', () => {
    const keep = keeperOf({ rom: 'A00', kana: 'romaji' });
    expect(Array.from('カかｶ').filter((letter) => isKept(letter, keep))).toEqual([]);
  });

  it('keeps letters that are custom glyphs', () => {
    const keep = keeperOf({ rom: 'A00', keeps: (charCode) => charCode === 0x142 });
    expect([isKept('ł', keep), isKept('é', keep)]).toEqual([true, false]);
  });
});
