import { describe, expect, it } from '@jest/globals';
import { isTimeZone, zoneOffset } from '../../../relay/devices/time-zones.js';

const WINTER = Date.UTC(2026, 0, 15);
const SUMMER = Date.UTC(2026, 6, 15);

describe('zoneOffset', () => {
  it.each([
    ['UTC', 0, 0],
    ['Europe/Berlin', 60, 120],
    ['America/St_Johns', -210, -150],
    ['Asia/Kolkata', 330, 330],
    ['Pacific/Kiritimati', 840, 840],
  ])('of %s is %i in January and %i in July', (zone, winter, summer) => {
    expect(zoneOffset(zone, WINTER)?.offsetMin).toBe(winter);
    expect(zoneOffset(zone, SUMMER)?.offsetMin).toBe(summer);
  });

  it.each([
    ['Europe/Berlin', WINTER, 120, '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', SUMMER, 60, '2026-10-25T01:00:00.000Z'],
    ['America/New_York', WINTER, -240, '2026-03-08T07:00:00.000Z'],
    ['America/New_York', SUMMER, -300, '2026-11-01T06:00:00.000Z'],
    // South of the equator it is summer in January; this one moves by half an hour.
    ['Australia/Lord_Howe', WINTER, 630, '2026-04-04T15:00:00.000Z'],
    ['Australia/Lord_Howe', SUMMER, 660, '2026-10-03T15:30:00.000Z'],
  ])('of %s changes next, seen from %i, to %i at %s', (zone, nowMs, offsetMin, at) => {
    expect(zoneOffset(zone, nowMs)?.next).toEqual({ offsetMin, atMs: Date.parse(at) });
  });

  it.each(['UTC', 'Asia/Kolkata', 'America/Phoenix'])('of %s never changes', (zone) => {
    expect(zoneOffset(zone, WINTER)?.next).toBeUndefined();
    expect(zoneOffset(zone, SUMMER)?.next).toBeUndefined();
  });

  it('changes at the exact millisecond', () => {
    const changeMs = Date.UTC(2026, 2, 29, 1);
    const before = zoneOffset('Europe/Berlin', changeMs - 1);
    expect(before).toEqual({ offsetMin: 60, next: { offsetMin: 120, atMs: changeMs } });
    const after = zoneOffset('Europe/Berlin', changeMs);
    expect(after).toEqual({
      offsetMin: 120,
      next: { offsetMin: 60, atMs: Date.UTC(2026, 9, 25, 1) },
    });
  });

  it('rejects an unknown zone', () => {
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(zoneOffset('Mars/Olympus', WINTER)).toBeUndefined();
  });
});
