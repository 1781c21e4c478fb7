/** Tells whether a time is within the dark hours. */
import type { DisplaySettings } from '../shared/settings.js';

const DAY_MIN = 1440;
const MINUTE_MS = 60_000;

type HoursSettings = Pick<
  DisplaySettings,
  'offHours' | 'utcOffsetMin' | 'nextOffsetMin' | 'nextOffsetAtMs'
>;

/** @param epochMs undefined while the clock is not set: never dark then */
export function isDarkTime(settings: HoursSettings, epochMs: number | undefined): boolean {
  const { offHours } = settings;
  if (!offHours || epochMs === undefined) return false;
  const { fromMin, toMin } = offHours;
  const localMin = Math.floor(epochMs / MINUTE_MS) + offsetMin(settings, epochMs);
  const minute = ((localMin % DAY_MIN) + DAY_MIN) % DAY_MIN;
  return fromMin < toMin
    ? minute >= fromMin && minute < toMin
    : minute >= fromMin || minute < toMin;
}

/** The device sends no requests in the dark hours, so it must change to and from summer time by itself. */
function offsetMin(settings: HoursSettings, epochMs: number): number {
  const { utcOffsetMin = 0, nextOffsetMin, nextOffsetAtMs = Infinity } = settings;
  return nextOffsetMin !== undefined && epochMs >= nextOffsetAtMs ? nextOffsetMin : utcOffsetMin;
}
