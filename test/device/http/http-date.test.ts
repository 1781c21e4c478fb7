import { describe, expect, it } from '@jest/globals';
import { readHttpDate } from '../../../device/http/http-date.js';

describe('readHttpDate', () => {
  it.each([0, Date.UTC(1994, 10, 6, 8, 49, 37), Date.UTC(2028, 1, 29, 23, 59, 59)])(
    'reads %d as it was written',
    (epochMs) => {
      expect(readHttpDate(new Date(epochMs).toUTCString())).toBe(epochMs);
    },
  );

  it('reads every day of four hundred years', () => {
    for (let day = 0; day < 146_097; day += 1) {
      const epochMs = day * 86_400_000;
      const text = new Date(epochMs).toUTCString();
      if (readHttpDate(text) !== epochMs) throw new Error(text);
    }
  });

  it.each([
    '',
    'Mon, 29 Feb 2027 08:49:37 GMT',
    'Sat, 31 Dec 1969 23:59:59 GMT',
    '120',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 CET',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sun, 31 Feb 2027 08:49:37 GMT',
    'Sun, 00 Nov 2027 08:49:37 GMT',
    'Sun, 06 Nov 2027 24:00:00 GMT',
    'Sun, 06 Nov 2027 08:60:00 GMT',
    'Sun, 06 ovD 2027 08:49:37 GMT',
    'Sun, 06 Nov 20x7 08:49:37 GMT',
    'Sun, 06 Nov 2027 08.49.37 GMT',
  ])('finds no date in %j', (text) => {
    expect(readHttpDate(text)).toBeUndefined();
  });
});
