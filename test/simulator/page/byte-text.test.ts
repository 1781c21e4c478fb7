/** The text above and below the lines of the logic analyser. */
import { describe, expect, it } from '@jest/globals';
import { gapText, nibblesOf } from '../../../simulator/page/byte-text.js';

describe('nibblesOf', () => {
  it.each([
    [0x41, '4 1'],
    [0x0c, '0 C'],
    [0xff, 'F F'],
  ])('writes %i as %s', (byte, text) => {
    expect(nibblesOf(byte)).toBe(text);
  });
});

describe('gapText', () => {
  it.each([
    [62_700, '+63 µs'],
    [999_000, '+999 µs'],
    [333e6, '+333 ms'],
    [2.2e9, '+2 s'],
  ])('writes %i ns as %s', (ns, text) => {
    expect(gapText(ns)).toBe(text);
  });
});
