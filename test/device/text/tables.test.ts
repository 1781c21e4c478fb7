/** The committed table is what its generator makes, and spells every code point as the package does. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { transliterate } from 'transliteration';
import { SpellingTable } from '../../../device/text/tables.js';
import { SEAL, sealOfTables } from '../../../tools/tables/digest.js';
import { cellOf } from '../../../tools/tables/cells.js';

const PLAIN = /^[\x20-\x7e]*$/;

const bytes = new Uint8Array(
  readFileSync(new URL('../../../device/text/tables.bin', import.meta.url)),
);

describe('tables.bin', () => {
  it('is sealed together with the sources that made it: npx tsx tools/make-tables.ts updates it', () => {
    expect(readFileSync(SEAL, 'utf8')).toBe(sealOfTables());
  });

  it('fits its share of the flash', () => {
    expect(bytes.length).toBeLessThan(200 * 1024);
  });
});

describe('SpellingTable', () => {
  const table = new SpellingTable(bytes);

  it('spells every code point as the generator does, in ASCII', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= 0x1ffff; codePoint += 1) {
      const cell = cellOf(codePoint);
      const folded: number[] = [];
      const isFolded = table.fold(codePoint, (point) => folded.push(point));
      const said = [table.spellingOf(codePoint), table.nameOf(codePoint), isFolded, folded.join()];
      const expected = [
        cell.kind === 'spelling' ? cell.text : '',
        cell.kind === 'picture' ? cell.name : '',
        cell.kind === 'fold',
        cell.kind === 'fold' ? cell.codePoints.join() : '',
      ];
      if (said.join('|') !== expected.join('|') || !PLAIN.test(`${said[0]}${said[1]}`))
        wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('follows the package transliteration for every Latin letter that it can spell', () => {
    const others: string[] = [];
    for (let codePoint = 0xc0; codePoint <= 0x24f; codePoint += 1) {
      const spelled = transliterate(String.fromCodePoint(codePoint));
      if (table.spellingOf(codePoint) !== spelled) others.push(String.fromCodePoint(codePoint));
    }
    expect(others.join('')).toMatch(/^[^a-zA-Z]*$/);
    expect(others.length).toBeLessThan(60);
  });

  it.each([0x20000, 0x10ffff])('has no entry for U+%i, beyond its planes', (codePoint) => {
    expect(table.spellingOf(codePoint)).toBe('');
  });

  it.each([
    ['other bytes', new Uint8Array(100), /not made by/],
    ['nothing', new Uint8Array(0), /not made by/],
    ['half a table', bytes.subarray(0, 9000), /cut short/],
  ])('refuses %s', (_name, given, message) => {
    expect(() => new SpellingTable(given)).toThrow(message);
  });
});
