/** A date in a header, `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers must send (RFC 9110 section 5.6.7). */
import { decimal } from './ascii.js';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const DAYS = Object.freeze([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
const LENGTH = 29;

/** @returns ms since 1970, or undefined if it is not such a date */
export function readHttpDate(text: string): number | undefined {
  const isInForm =
    text.length === LENGTH &&
    text.slice(3, 5) === ', ' &&
    text[19] === ':' &&
    text[22] === ':' &&
    text.endsWith(' GMT');
  if (!isInForm) return undefined;
  const month = MONTHS.indexOf(text.slice(8, 11)) / 3;
  const day = digits(text.slice(5, 7));
  const year = digits(text.slice(12, 16));
  const hours = digits(text.slice(17, 19));
  const minutes = digits(text.slice(20, 22));
  const seconds = digits(text.slice(23, 25));
  const daysOfMonth = (DAYS[month] ?? 0) + (month === 1 && isLeap(year) ? 1 : 0);
  const isDate = year >= 1970 && day >= 1 && day <= daysOfMonth;
  // A leap second is the 60th.
  if (!isDate || !(hours <= 23 && minutes <= 59 && seconds <= 60)) return undefined;
  let days = day - 1;
  for (let index = 0; index < month; index += 1) days += DAYS[index] ?? 0;
  if (month > 1 && isLeap(year)) days += 1;
  days += (year - 1970) * 365 + leapsBefore(year) - leapsBefore(1970);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

function isLeap(year: number): boolean {
  return leapsBefore(year + 1) > leapsBefore(year);
}

function leapsBefore(year: number): number {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
}

function digits(text: string): number {
  return decimal(text) ?? NaN;
}
