/** The committed table is what its generator makes, and says of every code point what the package says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { transliterate } from 'transliteration';
import { isHangulSyllable } from '../../../device/text/hangul.js';
import { SpellingTable } from '../../../device/text/tables.js';
import { makeTables } from '../../../tools/make-tables.js';

const bytes = new Uint8Array(
  readFileSync(new URL('../../../device/text/tables.bin', import.meta.url)),
);

describe('tables.bin', () => {
  it('is what tools/make-tables.ts makes', () => {
    expect(Buffer.from(makeTables()).equals(bytes)).toBe(true);
  });

  it('fits into the flash that is meant for it', () => {
    expect(bytes.length).toBeLessThan(200 * 1024);
  });
});

describe('SpellingTable', () => {
  const table = new SpellingTable(bytes);

  it('spells every code point of the plane as the package does, in plain ASCII', () => {
    const wrong: string[] = [];
    for (let codePoint = 0x80; codePoint <= 0xffff; codePoint += 1) {
      const isOurs = isHangulSyllable(codePoint) || (codePoint >= 0xd800 && codePoint <= 0xf8ff);
      const spelled = isOurs ? '' : transliterate(String.fromCodePoint(codePoint));
      const expected = /^[\x20-\x7e]*$/.test(spelled) ? spelled : '';
      if (table.spellingOf(codePoint) !== expected) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it.each([0x1f600, 0x10000, 0x10ffff])('knows nothing of U+%i, beyond the plane', (codePoint) => {
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
