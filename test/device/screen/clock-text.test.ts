/** Times as text. */
import { describe, expect, it } from '@jest/globals';
import { clockText } from '../../../device/screen/clock-text.js';

describe('clockText', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [1000, '0:01'],
    [10_000, '0:10'],
    [59_999, '0:59'],
    [60_000, '1:00'],
    [599_000, '9:59'],
    [600_000, '10:00'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [36_000_000, '10:00:00'],
    [359_999_000, '99:59:59'],
    [360_000_000, '99:59:59'],
    [1e300, '99:59:59'],
  ])('writes %d ms as %s', (timeMs, text) => {
    expect(clockText(timeMs)).toBe(text);
  });
});
