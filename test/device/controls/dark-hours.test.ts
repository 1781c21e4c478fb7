/** Dark hours are local hours, and may go over midnight. */
import { describe, expect, it } from '@jest/globals';
import { isDarkTime } from '../../../device/controls/dark-hours.js';
import { DEFAULTS } from '../../../device/shared/settings.js';

const at = (hour: number, minute = 0): number => Date.UTC(2026, 10, 25, hour, minute);
const NIGHT = { fromMin: 23 * 60, toMin: 7 * 60 };
const NOON = { fromMin: 12 * 60, toMin: 13 * 60 };

describe('isDarkTime', () => {
  it.each([
    ['before it begins', NIGHT, 0, at(22, 59), false],
    ['when it begins', NIGHT, 0, at(23), true],
    ['after midnight', NIGHT, 0, at(3), true],
    ['when it ends', NIGHT, 0, at(7), false],
    ['within a day', NOON, 0, at(12, 30), true],
    ['after it', NOON, 0, at(13), false],
    ['east of Greenwich', NIGHT, 120, at(21, 30), true],
    ['west of Greenwich', NIGHT, -600, at(9, 30), true],
    ['where there are none', undefined, 0, at(3), false],
    ['while the clock is not set', NIGHT, 0, undefined, false],
  ])('%s', (_when, hours, utcOffsetMin, epochMs, isDark) => {
    expect(isDarkTime({ ...DEFAULTS, offHours: hours, utcOffsetMin }, epochMs)).toBe(isDark);
  });

  it('changes to the next offset by itself', () => {
    const change = { nextOffsetMin: 60, nextOffsetAtMs: at(12) };
    const settings = { offHours: { fromMin: 13 * 60, toMin: 14 * 60 }, utcOffsetMin: 0, ...change };
    expect([at(11, 59), at(12), at(13)].map((atMs) => isDarkTime(settings, atMs))).toEqual([
      false,
      true,
      false,
    ]);
  });
});
