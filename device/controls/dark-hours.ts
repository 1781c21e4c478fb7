/** Whether it is within the dark hours. */
import type { Hours } from '../shared/settings.js';

const DAY_MIN = 1440;
const MINUTE_MS = 60_000;

/** @param epochMs undefined while the clock is not set: then it is never dark */
export function isDarkTime(
  hours: Hours | undefined,
  utcOffsetMin: number,
  epochMs: number | undefined,
): boolean {
  if (!hours || epochMs === undefined) return false;
  const { fromMin, toMin } = hours;
  const minute = (((Math.floor(epochMs / MINUTE_MS) + utcOffsetMin) % DAY_MIN) + DAY_MIN) % DAY_MIN;
  return fromMin < toMin
    ? minute >= fromMin && minute < toMin
    : minute >= fromMin || minute < toMin;
}
