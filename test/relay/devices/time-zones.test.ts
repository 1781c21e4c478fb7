import { describe, expect, it } from '@jest/globals';
import { isTimeZone, utcOffsetMin } from '../../../relay/devices/time-zones.js';

const WINTER = Date.UTC(2026, 0, 15);
const SUMMER = Date.UTC(2026, 6, 15);

describe('utcOffsetMin', () => {
  it.each([
    ['UTC', 0, 0],
    ['Europe/Berlin', 60, 120],
    ['America/St_Johns', -210, -150],
    ['Asia/Kolkata', 330, 330],
    ['Pacific/Kiritimati', 840, 840],
  ])('of %s is %i in January and %i in July', (zone, winter, summer) => {
    expect([utcOffsetMin(zone, WINTER), utcOffsetMin(zone, SUMMER)]).toEqual([winter, summer]);
  });

  it('knows no zone that there is not', () => {
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(utcOffsetMin('Mars/Olympus', WINTER)).toBeUndefined();
  });
});
