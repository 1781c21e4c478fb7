/** Codes of the display show the right characters, checked against the ROM of the data sheet. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { halfWidth, hasLetter, romCode } from '../../../device/text/rom.js';
import { parseRom } from '../../../simulator/hd44780/rom.js';

const rom = parseRom(
  readFileSync(new URL('../../../simulator/hd44780/rom/a00.tsv', import.meta.url), 'utf8'),
);
const ASCII = Array.from({ length: 95 }, (_, index) => 0x20 + index);

describe('romCode', () => {
  it('shows each ASCII character as itself, except the two that A00 lacks', () => {
    const shown = ASCII.map((code) => rom.characters[romCode(code)]).join('');
    const wanted = String.fromCharCode(...ASCII);
    expect(shown).toBe(wanted.replace('\\', '/').replace('~', '-'));
  });

  it.each([0x00, 0x07, 0x1f, 0x7f, 0xff, 0x3042])('shows a question mark for %i', (code) => {
    expect(rom.characters[romCode(code)]).toBe('?');
  });
});

const romOf = (name: string) =>
  parseRom(
    readFileSync(
      new URL(`../../../simulator/hd44780/rom/${name.toLowerCase()}.tsv`, import.meta.url),
      'utf8',
    ),
  );

describe.each(['A00', 'A02'] as const)('with ROM %s', (name) => {
  const { characters } = romOf(name);
  /** Drawn alike in A00: the data sheet's beta is everybody's sharp s, and x is as good as a cross. */
  const ALIKE: Readonly<Record<string, string>> =
    name === 'A00' ? { ß: 'β', '×': 'x', '°': 'ﾟ' } : {};

  it('shows every letter that it claims to have as that letter', () => {
    const claimed = Array.from({ length: 0x10000 }, (_, code) => code).filter((code) =>
      hasLetter(code, name),
    );
    expect(claimed.length).toBeGreaterThan(70);
    const wrong = claimed.filter((code) => {
      const letter = String.fromCharCode(code);
      return characters[romCode(code, name)] !== (ALIKE[letter] ?? letter);
    });
    expect(wrong).toEqual([]);
  });

  it('shows plain letters, and replaces signs that it lacks by similar ones', () => {
    const shown = ASCII.map((code) => characters[romCode(code, name)]).join('');
    const wanted = String.fromCharCode(...ASCII);
    expect(shown).toBe(name === 'A02' ? wanted : wanted.replace('\\', '/').replace('~', '-'));
  });
});

describe('halfWidth', () => {
  it.each([
    ['ガンダム', 'ｶﾞﾝﾀﾞﾑ'],
    ['さくら', 'ｻｸﾗ'],
    ['ポッキー', 'ﾎﾟｯｷｰ'],
    ['ヴ・ヶ', 'ｳﾞ･ｹ'],
    ['plain Ä', 'plain Ä'],
  ])('writes %s as %s', (kana, narrow) => {
    expect(halfWidth(kana)).toBe(narrow);
  });

  it('has letters of A00 for all kana', () => {
    const kana = Array.from({ length: 0x30fc - 0x3041 + 1 }, (_, at) => 0x3041 + at).filter(
      (code) => code <= 0x3096 || code >= 0x30a1,
    );
    const narrow = halfWidth(String.fromCharCode(...kana));
    expect(Array.from(narrow).filter((letter) => !hasLetter(letter.charCodeAt(0), 'A00'))).toEqual(
      [],
    );
  });
});
