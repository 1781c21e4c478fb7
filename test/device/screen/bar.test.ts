/** The bar grows by single dot columns, never shrinks, and is full only at the end. */
import { describe, expect, it } from '@jest/globals';
import { drawBar } from '../../../device/screen/bar.js';
import { Alphabet } from '../../../device/screen/alphabet.js';

const ASCII = new Alphabet('ascii');
const DURATION_MS = 60_000;

function litColumns(cells: number, positionMs: number, durationMs = DURATION_MS): number[] {
  const row = new Uint8Array(cells + 2).fill(0x41);
  drawBar(row, 1, cells + 1, { positionMs, durationMs }, ASCII.barCodes);
  expect([row[0], row[cells + 1]]).toEqual([0x41, 0x41]);
  return [...row.subarray(1, cells + 1)].map((code) => (code === 0x20 ? 0 : code + 1));
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('drawBar', () => {
  it.each([2, 5, 9])('grows by one column at a time over %i cells', (cells) => {
    let before = 0;
    for (let positionMs = 0; positionMs <= DURATION_MS; positionMs += 50) {
      const lit = litColumns(cells, positionMs);
      expect(sum(lit) - before === 0 || sum(lit) - before === 1).toBe(true);
      // Full cells, at most one that is growing, empty ones.
      expect([...lit].sort((a, b) => b - a)).toEqual(lit);
      expect(lit.filter((columns) => columns > 0 && columns < 5).length).toBeLessThanOrEqual(1);
      before = sum(lit);
    }
    expect(before).toBe(cells * 5);
  });

  it('is full only at the very end', () => {
    expect(sum(litColumns(5, DURATION_MS - 1))).toBe(24);
    expect(sum(litColumns(5, DURATION_MS))).toBe(25);
    expect(sum(litColumns(5, DURATION_MS * 9))).toBe(25);
  });

  it('is empty if the duration is unknown', () => {
    expect(sum(litColumns(5, 1000, 0))).toBe(0);
  });
});

describe('the bar’s codes', () => {
  it.each(['ascii', 'A00', 'A02'] as const)('light 0 to 5 columns from the left with %s', (rom) => {
    const { barCodes, glyphs } = new Alphabet(rom);
    const dots = [...barCodes].map((code) =>
      code === 0x20 ? 0 : code === 0xff ? 0b11111 : glyphs[code]?.[0],
    );
    expect(dots).toEqual([0, 0b10000, 0b11000, 0b11100, 0b11110, 0b11111]);
  });
});
