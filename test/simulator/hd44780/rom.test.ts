/** The character ROMs as the panels have them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseRom } from '../../../simulator/hd44780/rom.js';
import { Host } from './host.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../../simulator/hd44780/rom/${name}.tsv`, import.meta.url), 'utf8');

describe('parseRom', () => {
  it.each(['a00', 'a02'])('reads 256 codes of %s, one character each', (name) => {
    const { characters, dots } = parseRom(read(name));
    expect(characters).toHaveLength(256);
    expect(characters.filter((character) => Array.from(character).length !== 1)).toEqual([]);
    expect(dots.every((row) => row <= 0x1f)).toBe(true);
  });

  it.each([
    ['a00', 0x41, 'A'],
    ['a00', 0x5c, '¥'],
    ['a00', 0x7e, '→'],
    ['a00', 0x7f, '←'],
    ['a00', 0x20, ' '],
    ['a02', 0x5c, '\\'],
    ['a02', 0x7e, '~'],
  ])('maps code %2$i of %1$s to %3$s', (name, code, character) => {
    expect(parseRom(read(name)).characters[code]).toBe(character);
  });

  it('has a full block in A00, and none in A02', () => {
    const block = (name: string) => [...parseRom(read(name)).dots.subarray(0xff * 8)];
    expect(block('a00')).toEqual(new Array(8).fill(0x1f));
    expect(block('a02')).not.toEqual(new Array(8).fill(0x1f));
  });

  it('names the line without a code', () => {
    expect(() => parseRom('zz\tA\tU+0041\t-')).toThrow('no code in "zz');
  });
});

describe('the emulator with a ROM', () => {
  it('shows what the panel would', () => {
    const rom = parseRom(read('a00'));
    const host = new Host({ rom }).start().byte(0x5c, 1).byte(0x41, 1);
    expect(host.emulator.text()[0]!.slice(0, 2)).toBe('¥A');
    expect(host.emulator.cellDots(0, 1)).toEqual([...rom.dots.subarray(0x41 * 8, 0x42 * 8)]);
  });
});
