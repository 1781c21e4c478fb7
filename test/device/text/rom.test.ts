/** The display's own codes show what was meant: checked against the ROM as it was read from the data sheet. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { romCode } from '../../../device/text/rom.js';
import { parseRom } from '../../../simulator/hd44780/rom.js';

const rom = parseRom(
  readFileSync(new URL('../../../simulator/hd44780/rom/a00.tsv', import.meta.url), 'utf8'),
);
const ASCII = Array.from({ length: 95 }, (_, index) => 0x20 + index);

describe('romCode', () => {
  it('shows each plain letter as itself, but for the two that A00 has not', () => {
    const shown = ASCII.map((code) => rom.characters[romCode(code)]).join('');
    const wanted = String.fromCharCode(...ASCII);
    expect(shown).toBe(wanted.replace('\\', '/').replace('~', '-'));
  });

  it.each([0x00, 0x07, 0x1f, 0x7f, 0xff, 0x3042])('shows a question mark for %i', (code) => {
    expect(rom.characters[romCode(code)]).toBe('?');
  });
});
