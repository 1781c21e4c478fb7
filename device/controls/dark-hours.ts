/** Tells whether a time is within the dark hours. */
import { localMs, type OffsetSettings } from '../shared/local-time.js';
import type { DisplaySettings } from '../shared/settings.js';

const DAY_MIN = 1440;
const MINUTE_MS = 60_000;

type HoursSettings = OffsetSettings & Pick<DisplaySettings, 'offHours'>;

/** @param epochMs undefined while the clock is not set: never dark then */
export function isDarkTime(settings: HoursSettings, epochMs: number | undefined): boolean {
  const { offHours } = settings;
  if (!offHours || epochMs === undefined) return false;
  const { fromMin, toMin } = offHours;
  const localMin = Math.floor(localMs(settings, epochMs) / MINUTE_MS);
  const minute = ((localMin % DAY_MIN) + DAY_MIN) % DAY_MIN;
  return fromMin < toMin
    ? minute >= fromMin && minute < toMin
    : minute >= fromMin || minute < toMin;
}
