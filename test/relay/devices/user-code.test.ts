import { describe, expect, it } from '@jest/globals';
import { newUserCode, parseUserCode, showUserCode } from '../../../relay/devices/user-code.js';

describe('user codes', () => {
  it('use each of the twenty letters equally often', () => {
    let next = 0;
    const everyByte = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, () => next++ % 256);
    const letters = Array.from({ length: 30 }, () => newUserCode(everyByte)).join('');
    const counts = new Map<string, number>();
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect([...counts.keys()].sort().join('')).toBe('BCDFGHJKLMNPQRSTVWXZ');
    expect(new Set(counts.values())).toEqual(new Set([12]));
  });

  it.each(['BCDF-GHJK', 'bcdfghjk', ' bcdf ghjk ', 'bcdf—ghjk'])('are read from %j', (typed) => {
    expect(parseUserCode(typed)).toBe('BCDFGHJK');
  });

  it.each(['', 'BCDF-GHJ', 'BCDF-GHJKL', 'ABCD-EFGH', 'BCDF.GHJK', '１２３４５６７８'])(
    'are not found in %j',
    (typed) => {
      expect(parseUserCode(typed)).toBeUndefined();
    },
  );

  it('are shown in two groups', () => {
    expect(showUserCode('BCDFGHJK')).toBe('BCDF-GHJK');
  });
});
