/** A word keeps its letters where the display has them; every other one is spelled as before. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Alphabet } from '../../../device/screen/alphabet.js';
import { cardOf } from '../../../device/screen/card.js';
import { spellKeeping } from '../../../device/screen/lettering.js';
import { Transliterator } from '../../../device/text/transliterate.js';

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

  it('hands a run of other words over whole', () => {
    const runs: string[] = [];
    spellKeeping('one two café three four', (run) => (runs.push(run), run), keep);
    expect(runs).toEqual(['one two', 'three four']);
  });

  it('asks for the whole text at once where there is nothing to keep', () => {
    const runs: string[] = [];
    spellKeeping(' one  two ', (run) => (runs.push(run), run), keep);
    expect(runs).toEqual([' one  two ']);
  });
});

describe('cardOf with a ROM', () => {
  const tables = readFileSync(new URL('../../../device/text/tables.bin', import.meta.url));
  const titled = (title: string, alphabet: Alphabet): string => {
    const item = {
      kind: 'track' as const,
      isPlaying: true,
      progressMs: 0,
      durationMs: 200_000,
      deviceName: '',
      isPrivate: false,
      itemKey: 'a',
      title,
      artists: ['Ana'],
      album: '',
      isrc: '',
    };
    return cardOf(item, new Transliterator(new Uint8Array(tables)), alphabet).line;
  };

  it.each([
    ['A00', 'Für Elise', 'Für Elise - Ana'],
    ['A00', 'Zażółć', 'Zażólc - Ana'],
    ['A00', 'ガンダム', 'ｶﾞﾝﾀﾞﾑ - Ana'],
    ['A02', 'Déjà Vu', 'Déjà Vu - Ana'],
    ['A02', 'Øresund', 'Øresund - Ana'],
    ['A02', 'Łódź', 'Łódź - Ana'],
  ] as const)('shows on %s %s as %s', (rom, title, line) => {
    expect(titled(title, new Alphabet(rom))).toBe(line);
  });

  it('leaves nothing that the display has no code for', () => {
    const alphabet = new Alphabet('A00');
    const title = 'Žluťoučký kůň úpěl ďábelské ódy';
    const line = titled(title, alphabet);
    expect(line).toHaveLength(`${title} - Ana`.length);
    const own = Array.from(line, (letter) => letter.charCodeAt(0)).filter((code) => code > 0x7e);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((code) => !alphabet.keeps(code))).toEqual([]);
  });
});
