import { describe, expect, it } from '@jest/globals';
import { qrLines } from '../../simulator/qr.js';

const ADDRESS = 'http://192.168.1.5:8000/link?user_code=BCDF-GHJK';

const inTerminal = (columns: number, rows: number, hasColour = false): string | undefined =>
  qrLines(ADDRESS, hasColour, { columns, rows });

describe('qrLines', () => {
  it('fits a small window, and is omitted in a smaller one', () => {
    expect(inTerminal(30, 40)).toBeUndefined();
    expect(inTerminal(80, 20)).toBeUndefined();
    const lines = inTerminal(40, 28)?.split('\n') ?? [];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines.join('')).toMatch(/^[ █▀▄]+$/);
  });

  it('is light on dark on any background', () => {
    for (const line of inTerminal(80, 40, true)?.split('\n') ?? [''])
      expect(line.startsWith('\x1b[97;40m') && line.endsWith('\x1b[0m')).toBe(true);
  });
});
