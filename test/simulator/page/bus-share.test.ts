/** The bus load over the last ten seconds. */
import { describe, expect, it } from '@jest/globals';
import { BusShare, shareText } from '../../../simulator/page/bus-share.js';

describe('BusShare', () => {
  it('has no value before time has passed', () => {
    const share = new BusShare();
    expect(share.shareAt(0)).toBe(undefined);
    share.add(100, 5);
    expect(share.shareAt(100)).toBe(undefined);
  });

  it('is busy time divided by time', () => {
    const share = new BusShare();
    share.add(0, 7e6);
    share.add(1000, 7e6 + 10e6);
    expect(share.shareAt(1000)).toBeCloseTo(0.01);
    expect(share.shareAt(5000)).toBeCloseTo(0.002);
  });

  it('forgets what is older than ten seconds', () => {
    const share = new BusShare();
    share.add(0, 0);
    share.add(1000, 500e6);
    share.add(11_500, 501e6);
    expect(share.shareAt(12_000)).toBeCloseTo(0.0001);
    expect(share.shareAt(40_000)).toBe(0);
  });
});

describe('shareText', () => {
  it.each([
    [0, '0 %'],
    [0.0012, '0.12 %'],
    [0.5, '50 %'],
  ])('writes %p as %s', (share, text) => {
    expect(shareText(share)).toBe(text);
  });
});
