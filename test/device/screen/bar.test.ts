/** The bar grows by single dot columns, never back, and is full at the end alone. */
import { describe, expect, it } from '@jest/globals';
import { drawBar } from '../../../device/screen/bar.js';
import { GLYPHS, barCode } from '../../../device/screen/glyphs.js';

const DURATION_MS = 60_000;

function litColumns(cells: number, positionMs: number, durationMs = DURATION_MS): number[] {
  const row = new Uint8Array(cells + 2).fill(0x41);
  drawBar(row, 1, cells + 1, positionMs, durationMs);
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

  it('is full at the very end only', () => {
    expect(sum(litColumns(5, DURATION_MS - 1))).toBe(24);
    expect(sum(litColumns(5, DURATION_MS))).toBe(25);
    expect(sum(litColumns(5, DURATION_MS * 9))).toBe(25);
  });

  it('is empty where the duration is unknown', () => {
    expect(sum(litColumns(5, 1000, 0))).toBe(0);
  });
});

describe('barCode', () => {
  it.each([0, 1, 2, 3, 4, 5])('shows %i lit columns from the left', (columns) => {
    const code = barCode(columns);
    const row = code === 0x20 ? 0 : GLYPHS[code]![0];
    expect(row.toString(2).padStart(5, '0')).toBe('1'.repeat(columns).padEnd(5, '0'));
  });
});
