import { describe, expect, it } from '@jest/globals';
import { qrLines } from '../../simulator/qr.js';

const ADDRESS = 'http://192.168.1.5:8000/link?user_code=BCDF-GHJK';

describe('qrLines', () => {
  it('fits a terminal of 80 columns, and a small window', () => {
    const lines = qrLines(ADDRESS, false).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines.join('')).toMatch(/^[ █▀▄]+$/);
  });

  it('is light on dark on any background', () => {
    for (const line of qrLines(ADDRESS, true).split('\n'))
      expect(line.startsWith('\x1b[97;40m') && line.endsWith('\x1b[0m')).toBe(true);
  });
});
