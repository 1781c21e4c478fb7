/** Name and password of one set-up: readable on the display, and valid for WPA2. */
import { describe, expect, it } from '@jest/globals';
import { newAccessPoint, RANDOM_BYTES } from '../../../device/setup/new-access-point.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';

describe('newAccessPoint', () => {
  it('makes a name, a password of eight digits and a token from any bytes', () => {
    const random = seededRandom(7);
    for (let run = 0; run < 300; run += 1) {
      const bytes = Uint8Array.from({ length: RANDOM_BYTES }, () => random() * 256);
      const { accessPoint, token } = newAccessPoint(bytes);
      expect(accessPoint.name).toMatch(/^16x2-[ACDEFHJKLMNPRTUVWXY34679]{4}$/);
      expect(accessPoint.password).toMatch(/^\d{8}$/);
      expect(token).toMatch(/^[0-9a-f]{8}$/);
    }
  });

  it('uses no byte twice, so that none reveals another', () => {
    const changed = (at: number) =>
      JSON.stringify(newAccessPoint(new Uint8Array(RANDOM_BYTES).fill(1, at, at + 1)));
    const all = Array.from({ length: RANDOM_BYTES }, (_byte, at) => changed(at));
    expect(new Set(all).size).toBe(RANDOM_BYTES);
  });
});
