/** Time zones by name (IANA), as this machine's own data has them. */

/** For a list to choose from. Engines list some places by an old name only (Asia/Calcutta) and take the new one as well. */
export const TIME_ZONES: readonly string[] = Object.freeze([
  'UTC',
  ...Intl.supportedValuesOf('timeZone'),
]);
/** Making one takes a millisecond. There are some hundred zones, but case does not count in their names. */
const FORMATS_MAX = 1_000;
const formats = new Map<string, Intl.DateTimeFormat>();

export function isTimeZone(name: string): boolean {
  return formatOf(name) !== undefined;
}

/** Local time minus UTC, in minutes; undefined for a zone that this machine does not know. */
export function utcOffsetMin(zone: string, nowMs: number): number | undefined {
  const parts = formatOf(zone)?.formatToParts(nowMs);
  if (!parts) return undefined;
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // `GMT` alone is UTC.
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    if (formats.size >= FORMATS_MAX) formats.clear();
    formats.set(zone, format);
    return format;
  } catch {
    // A RangeError: no such zone.
    return undefined;
  }
}
