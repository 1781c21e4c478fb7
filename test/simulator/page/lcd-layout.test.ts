import { describe, expect, it } from '@jest/globals';
import { eachDot, lcdLayout, readDots } from '../../../simulator/page/lcd-layout.js';

describe('lcdLayout', () => {
  it.each([
    [16, 2, 735],
    [16, 2, 300],
    [20, 4, 1801],
    [8, 2, 333],
    [40, 2, 200],
  ])('fits %i x %i into %i px, every dot on whole pixels', (columns, rows, roomPx) => {
    const layout = lcdLayout(columns, rows, Math.max(roomPx, columns * 6 + 9));
    expect(layout.width).toBeLessThanOrEqual(Math.max(roomPx, columns * 6 + 9));
    let dotCount = 0;
    let isFitting = true;
    // One expectation for thousands of dots: each of its own would take seconds.
    eachDot(layout, (index, x, y) => {
      isFitting &&= index === dotCount && Number.isInteger(x) && Number.isInteger(y);
      isFitting &&= x + layout.dotWidth <= layout.width && y + layout.dotHeight <= layout.height;
      dotCount++;
    });
    expect(isFitting).toBe(true);
    expect(dotCount).toBe(columns * 5 * rows * 8);
  });

  it('keeps the proportions of the module: 64.5 mm of glass to 16', () => {
    const { width, height } = lcdLayout(16, 2, 10_000);
    expect(width / height).toBeGreaterThan(3.5);
    expect(width / height).toBeLessThan(4.2);
  });
});

describe('readDots', () => {
  it('puts each cell’s rows of dots where they are drawn', () => {
    const lit = new Float32Array(2 * 5 * 2 * 8);
    // The last cell of two by two, its top row left, its bottom row right.
    const cell = (top: string, bottom: string) => `${top}${'00'.repeat(6)}${bottom}`;
    readDots(cell('00', '00').repeat(3) + cell('10', '01'), 2, 2, lit);
    const found = Array.from(lit.keys()).filter((index) => lit[index] === 1);
    expect(found).toEqual([8 * 10 + 5, 15 * 10 + 9]);
  });

  it('draws nothing from a state without dots', () => {
    const lit = new Float32Array(2 * 5 * 8).fill(1);
    readDots('', 2, 1, lit);
    expect(lit.every((value) => value === 0)).toBe(true);
  });
});
