/** Time zones by name (IANA), from this machine's own data. */

/** For a list to choose from. Engines list some places by an old name only (Asia/Calcutta) and take the new one as well. */
export const TIME_ZONES: readonly string[] = Object.freeze([
  'UTC',
  ...Intl.supportedValuesOf('timeZone'),
]);
/** Local time minus UTC, and what takes its place when: summer time, mostly. */
export interface ZoneOffset {
  readonly offsetMin: number;
  /** Undefined if none is known within a year and some. */
  readonly next: { readonly offsetMin: number; readonly atMs: number } | undefined;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** The offset found last, and when it is good. */
  found: ZoneOffset & { readonly fromMs: number; readonly toMs: number };
}

const DAY_MS = 86_400_000;
/** Morocco's are closest, with the five weeks of its summer time's pause. */
const STEP_MS = 7 * DAY_MS;
const HORIZON_MS = 400 * DAY_MS;
/** The search computes some 90 offsets, and each device needs it once an hour. */
const GOOD_FOR_MS = DAY_MS;
/** Making one takes a millisecond. There are some hundred zones, but case does not count in their names. */
const ZONES_MAX = 1_000;
const zones = new Map<string, Zone>();

export function isTimeZone(name: string): boolean {
  return zoneOf(name) !== undefined;
}

/** Undefined for a zone that this machine does not know. */
export function zoneOffset(name: string, nowMs: number): ZoneOffset | undefined {
  const zone = zoneOf(name);
  if (!zone) return undefined;
  const { fromMs, toMs } = zone.found;
  if (nowMs < fromMs || nowMs >= toMs) {
    const next = nextChange(zone.format, nowMs);
    const offsetMin = offsetAt(zone.format, nowMs);
    const goodUntilMs = Math.min(next?.atMs ?? Infinity, nowMs + GOOD_FOR_MS);
    zone.found = { offsetMin, next, fromMs: nowMs, toMs: goodUntilMs };
  }
  const { offsetMin, next } = zone.found;
  return { offsetMin, next };
}

/** By steps until the offset is another, then halving the step down to the millisecond. */
function nextChange(format: Intl.DateTimeFormat, nowMs: number): ZoneOffset['next'] {
  const offsetMin = offsetAt(format, nowMs);
  let beforeMs = nowMs;
  let afterMs = nowMs + STEP_MS;
  while (offsetAt(format, afterMs) === offsetMin) {
    beforeMs = afterMs;
    afterMs += STEP_MS;
    if (afterMs > nowMs + HORIZON_MS) return undefined;
  }
  while (afterMs - beforeMs > 1) {
    const middleMs = Math.floor((beforeMs + afterMs) / 2);
    if (offsetAt(format, middleMs) === offsetMin) beforeMs = middleMs;
    else afterMs = middleMs;
  }
  return { offsetMin: offsetAt(format, afterMs), atMs: afterMs };
}

function offsetAt(format: Intl.DateTimeFormat, atMs: number): number {
  const parts = format.formatToParts(atMs);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // `GMT` alone is UTC.
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
    if (zones.size >= ZONES_MAX) zones.clear();
    const zone = { format, found: { offsetMin: 0, next: undefined, fromMs: 0, toMs: 0 } };
    zones.set(name, zone);
    return zone;
  } catch {
    // A RangeError: no such zone.
    return undefined;
  }
}
