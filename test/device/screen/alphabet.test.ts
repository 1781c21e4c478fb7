/** The eight slots: first the bar and the marks, then the most frequent letters; slots change only if necessary. */
import { describe, expect, it } from '@jest/globals';
import { Alphabet } from '../../../device/screen/alphabet.js';
import { PAUSE, PLAY } from '../../../device/screen/glyphs.js';
import { GLYPH_LETTERS, letterGlyph } from '../../../device/screen/letter-glyphs.js';

const BAR = { hasBar: true, marks: ['play', 'pause'] } as const;
const WORDS = { hasBar: false, marks: [] } as const;
const codeOf = (alphabet: Alphabet, letter: string): number =>
  alphabet.codeOf(letter.charCodeAt(0));
const keeps = (alphabet: Alphabet, letter: string): boolean => alphabet.keeps(letter.charCodeAt(0));

describe('Alphabet', () => {
  it('shows a letter from the first slot', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(WORDS, ['ł']);
    expect(codeOf(alphabet, 'ł')).toBe(0);
    expect(alphabet.glyphs[0]).toEqual(letterGlyph('ł'));
  });

  it('gives letters no slot with the ASCII ROM', () => {
    const alphabet = new Alphabet('ascii');
    alphabet.assign(WORDS, ['é']);
    expect(keeps(alphabet, 'é')).toBe(false);
    expect(alphabet.couldKeep(0xe9)).toBe(false);
    expect(alphabet.glyphs).toHaveLength(8);
  });

  it.each([
    ['A00', BAR, 2],
    ['A02', BAR, 3],
    ['A00', WORDS, 8],
    ['A02', { hasBar: true, marks: ['podcast', 'pause'] }, 2],
  ] as const)('has with %s and %j %i slots for letters', (rom, use, count) => {
    const alphabet = new Alphabet(rom);
    alphabet.assign(use, ['łŁśąężźćńěřů']);
    expect(Array.from('łŁśąężźćńěřů').filter((letter) => keeps(alphabet, letter))).toHaveLength(
      count,
    );
    expect(alphabet.glyphs.length).toBeLessThanOrEqual(8);
  });

  it('serves the most frequent letters, then the first', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(BAR, ['ś ł ę ę', 'ł ł']);
    expect(['ł', 'ę', 'ś'].map((letter) => keeps(alphabet, letter))).toEqual([true, true, false]);
  });

  it('shows a letter by its slot, or by the ROM that has it', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(BAR, ['éü']);
    expect(alphabet.glyphs[codeOf(alphabet, 'é')]).toEqual(letterGlyph('é'));
    expect(codeOf(alphabet, 'ü')).toBe(0xf5);
    expect(codeOf(alphabet, 'ł')).toBe(0x3f);
  });

  it('takes marks that A02 has from the ROM', () => {
    const alphabet = new Alphabet('A02');
    alphabet.assign(BAR, []);
    expect([alphabet.markCode('play'), alphabet.markCode('pause')]).toEqual([0x10, 0xa0]);
    const other = new Alphabet('A00');
    other.assign(BAR, []);
    expect(other.glyphs[other.markCode('play')]).toBe(PLAY);
    expect(other.glyphs[other.markCode('pause')]).toBe(PAUSE);
  });

  it('keeps a letter’s slot, and gives a new letter the slot unused for longest', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(BAR, ['é']);
    const first = codeOf(alphabet, 'é');
    alphabet.assign(BAR, ['ł é']);
    expect(codeOf(alphabet, 'é')).toBe(first);
    const second = codeOf(alphabet, 'ł');
    expect(second).not.toBe(first);
    alphabet.assign(BAR, ['ł']);
    alphabet.assign(BAR, ['ś']);
    expect(codeOf(alphabet, 'ś')).toBe(first);
  });

  it('prefers a slot that is not on the display for a new letter', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(WORDS, ['łŁśąęź']);
    alphabet.assign(WORDS, ['łŁśąę']);
    const shown = Uint8Array.from([0, 1, 2, 3, 4, 5, 6].map((at) => (at === 2 ? 0x41 : at)));
    const hidden = codeOf(alphabet, 'ś');
    expect(hidden).toBe(2);
    alphabet.assign(WORDS, ['ćńě'], shown);
    const fresh = ['ć', 'ń', 'ě'].map((letter) => codeOf(alphabet, letter));
    expect(new Set(fresh).size).toBe(3);
    expect(fresh.filter((code) => code >= 8)).toEqual([]);
    expect(fresh).toContain(7);
    expect(fresh).toContain(hidden);
  });

  it('takes no slot from a letter that the next item has, too', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(WORDS, ['łŁśąęźćń']);
    alphabet.assign(WORDS, ['łě']);
    const kept = Array.from('łŁśąęźćńě').filter((letter) => keeps(alphabet, letter));
    expect(kept).toHaveLength(8);
    expect(kept).toEqual(expect.arrayContaining(['ł', 'ě']));
  });

  it('could show letters of the ROM and those that have a glyph', () => {
    const alphabet = new Alphabet('A00');
    expect(Array.from('üłя', (letter) => alphabet.couldKeep(letter.charCodeAt(0)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('draws a letter again whose slot was lent', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(WORDS, ['ł']);
    alphabet.lend([PLAY]);
    expect([keeps(alphabet, 'ł'), alphabet.glyphs[0]]).toEqual([false, PLAY]);
    alphabet.assign(WORDS, ['ł']);
    expect(alphabet.glyphs[codeOf(alphabet, 'ł')]).toEqual(letterGlyph('ł'));
  });

  it('returns the bar’s slots to it', () => {
    const alphabet = new Alphabet('A00');
    alphabet.assign(WORDS, ['łŁśąężźć']);
    alphabet.assign(BAR, ['łŁśąężźć']);
    expect(Array.from('łŁśąężźć').filter((letter) => keeps(alphabet, letter))).toHaveLength(2);
    expect([...alphabet.barCodes]).toEqual([0x20, 0, 1, 2, 3, 0xff]);
    expect(alphabet.glyphs[0]?.every((row) => row === 0b10000)).toBe(true);
  });
});

describe('letterGlyph', () => {
  it.each(Array.from(GLYPH_LETTERS))(
    'draws %s in eight rows of five dots, unlike any other',
    (letter) => {
      const glyph = letterGlyph(letter)!;
      expect(glyph).toHaveLength(8);
      expect(glyph.every((row) => row >= 0 && row <= 0x1f)).toBe(true);
      expect(glyph.some((row) => row !== 0)).toBe(true);
      const twins = Array.from(GLYPH_LETTERS).filter(
        (other) => other !== letter && letterGlyph(other)!.join() === glyph.join(),
      );
      // Đ of Croatian and Ð of Icelandic look the same on paper too.
      expect(twins.filter((twin) => !'ĐÐ'.includes(twin))).toEqual([]);
    },
  );

  it('has none for other letters', () => {
    expect(letterGlyph('A')).toBe(undefined);
    expect(letterGlyph('漢')).toBe(undefined);
    expect(letterGlyph('')).toBe(undefined);
  });
});
