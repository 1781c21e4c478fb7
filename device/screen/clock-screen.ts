/** The clock of an idle display: time and date, or the time in large digits with as much of the date as there is room for. */
import { localMs, type OffsetSettings } from '../shared/local-time.js';
import type { DisplaySettings } from '../shared/settings.js';
import { drawAt, type Sheet, SPACE } from './draw.js';
import { DIGIT_GLYPHS, drawLargeTime, LARGE_COLUMNS } from './large-digits.js';
import { MONTHS, WEEKDAYS } from './lcd-text.js';

export type ClockSettings = OffsetSettings & Pick<DisplaySettings, 'clock' | 'clockDigits'>;

const MINUTE_MS = 60_000;
const DAY_MIN = 1440;
/** Of the epoch's first day, from Sunday. */
const THURSDAY = 4;
/** Right of the large digits. */
const SIDE_AT = LARGE_COLUMNS + 1;
const SHORT_LETTERS = 3;

/** Draws into `sheet`. @returns time until the next minute, in ms */
export function composeClock(sheet: Sheet, settings: ClockSettings, epochMs: number): number {
  const { columns, rows } = sheet.geometry;
  sheet.cells.fill(SPACE);
  const now = timeOf(settings, epochMs);
  const isLarge = settings.clockDigits === 'large' && columns > LARGE_COLUMNS && rows > 1;
  // There is no room for UTC beside large digits.
  if (isLarge && now.isLocal) drawLarge(sheet, now);
  else drawSmall(sheet, now);
  return MINUTE_MS - (epochMs % MINUTE_MS);
}

interface ClockTime {
  /** Two characters each; the hour of a 12-hour clock may begin with a space. */
  readonly hours: string;
  readonly minutes: string;
  /** Empty with 24 hours. */
  readonly half: string;
  /** Whether the offset from UTC is known. */
  readonly isLocal: boolean;
  /** From the longest to the shortest. */
  readonly dates: readonly string[];
  readonly parts: readonly string[];
}

function timeOf(settings: ClockSettings, epochMs: number): ClockTime {
  const minutes = Math.floor(localMs(settings, epochMs) / MINUTE_MS);
  const dayCount = Math.floor(minutes / DAY_MIN);
  const date = dateOf(dayCount);
  const isLocal = settings.utcOffsetMin !== undefined;
  const hour = Math.floor((minutes - dayCount * DAY_MIN) / 60);
  const isHalved = settings.clock === '12h' && isLocal;
  const weekday = WEEKDAYS[(dayCount + THURSDAY) % 7] ?? '';
  const day = `${date.day}`;
  const month = MONTHS[date.month - 1] ?? '';
  const year = `${date.year}`;
  const [shortWeekday, shortMonth] = [weekday, month].map((name) => name.slice(0, SHORT_LETTERS));
  return {
    hours: isHalved ? `${hour % 12 || 12}`.padStart(2) : `${hour}`.padStart(2, '0'),
    minutes: `${minutes % 60}`.padStart(2, '0'),
    half: isHalved ? (hour < 12 ? 'am' : 'pm') : '',
    isLocal,
    dates: [
      `${weekday} ${day} ${month} ${year}`,
      `${shortWeekday} ${day} ${shortMonth} ${year}`,
      `${shortWeekday} ${day} ${shortMonth}`,
      `${day} ${shortMonth}`,
    ],
    parts: [shortWeekday ?? '', day, shortMonth ?? '', year],
  };
}

/**
 * The Gregorian date of a day, counted from 1970-01-01: years begin in March, so that the leap day is the last.
 * @see howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
export function dateOf(dayCount: number): Record<'year' | 'month' | 'day', number> {
  const fromMarch = dayCount + 719_468;
  const era = Math.floor(fromMarch / 146_097);
  const ofEra = fromMarch - era * 146_097;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - leaps) / 365);
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

function drawSmall(sheet: Sheet, { hours, minutes, half, isLocal, dates }: ClockTime): void {
  const { columns, rows } = sheet.geometry;
  const digits = `${hours}:${minutes}`.trimStart();
  const suffix = isLocal ? half : 'UTC';
  const times = [suffix === '' ? digits : `${digits} ${suffix}`, `${digits}${suffix}`];
  if (rows === 1) {
    const lines = dates.map((date) => `${times[0]} ${date}`);
    return drawCentred(sheet, 0, fitting([...lines, ...times], columns));
  }
  const first = rows / 2 - 1;
  drawCentred(sheet, first, fitting(times, columns));
  drawCentred(sheet, first + 1, fitting(dates, columns));
}

function drawLarge(sheet: Sheet, { hours, minutes, half, dates, parts }: ClockTime): void {
  const { columns, rows } = sheet.geometry;
  sheet.alphabet.lend(DIGIT_GLYPHS);
  drawLargeTime(sheet, hours + minutes);
  const room = columns - SIDE_AT;
  const date = fitting(dates, room);
  const sides =
    room === 0
      ? Array.from(half)
      : date === ''
        ? [half, ...parts].filter((text) => text !== '')
        : [date, half];
  const at = room === 0 ? LARGE_COLUMNS : SIDE_AT;
  for (const [row, text] of sides.slice(0, rows).entries()) drawAt(sheet, row * columns + at, text);
}

/** The first that fits, or nothing. */
function fitting(texts: readonly string[], columns: number): string {
  return texts.find((text) => text.length <= columns) ?? '';
}

function drawCentred(sheet: Sheet, row: number, text: string): void {
  const { columns } = sheet.geometry;
  drawAt(sheet, row * columns + Math.floor((columns - text.length) / 2), text);
}
