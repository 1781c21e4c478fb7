/** The owner's time of day: the relay knows time zones, the device only offsets from UTC. */
import type { DisplaySettings } from './settings.js';

const MINUTE_MS = 60_000;

export type OffsetSettings = Pick<
  DisplaySettings,
  'utcOffsetMin' | 'nextOffsetMin' | 'nextOffsetAtMs'
>;

/**
 * As an epoch whose UTC fields read as local time. Without an offset it is UTC. The next offset counts too, since a device may
 * hear nothing from the relay for hours.
 */
export function localMs(settings: OffsetSettings, epochMs: number): number {
  const { utcOffsetMin = 0, nextOffsetMin, nextOffsetAtMs = Infinity } = settings;
  const isNext = nextOffsetMin !== undefined && epochMs >= nextOffsetAtMs;
  return epochMs + (isNext ? nextOffsetMin : utcOffsetMin) * MINUTE_MS;
}
