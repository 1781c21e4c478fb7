/**
 * Japanese numbers with their counters, in kana. Numbers and counters change where they meet: ippon, sanbon, roppon (table
 * of counters in NHK's dictionary of pronunciation).
 */
import type { PointBuffer } from './points.js';

const DIGITS = '〇一二三四五六七八九';
const DIGIT_NAMES = 'ぜろ いち に さん よん ご ろく なな はち きゅー'.split(' ');
/** Ten, hundred, thousand; then the units that multiply everything before them. */
const UNITS = '十百千万億兆';
const UNIT_NAMES = 'じゅー ひゃく せん まん おく ちょー'.split(' ');
/** Days of the month from the second to the tenth; these and the twentieth are irregular. */
const DAYS = 'ふつか みっか よっか いつか むいか なのか よーか ここのか とーか'.split(' ');
const LAST_NAMED_DAY = 10;

/** Counters of one sign; longer ones are in the dictionary. */
const COUNTERS: ReadonlyMap<string, string> = new Map(
  (
    '人にん 日にち 月がつ 年ねん 時じ 分ふん 秒びょー 歳さい 才さい 本ほん 回かい 歩ほ 杯はい 匹ひき 枚まい 冊さつ 台だい ' +
    '足そく 頭とー 着ちゃく 階かい 軒けん 個こ 曲きょく 発はつ 番ばん 度ど 代だい 号ごー 章しょー 話わ 巻かん 点てん 泊はく ' +
    '票ひょー 首しゅ 通つー 羽わ 円えん 世せい 等とー 級きゅー 位い 倍ばい 期き 両りょー 週しゅー 組くみ 丁ちょー 件けん 名めい 輪りん'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 1), entry.slice(1)]),
);
/** Counters before which four is yo, seven shichi, nine ku. */
const SHORT_FOUR = '人日年時円';
const SHORT_SEVEN = '人月時';
const SHORT_NINE = '月時';
/** After n, these counters are voiced although others with their sound are not, and those take p where others take b. */
const VOICED = '階軒足千';
const HARDENED = '分歩発泊';

const DOUBLED = 'っ';
const BEHIND_EACH = '一八十';
const BEHIND_K_AND_H = '六百';
const BEHIND_N = '三千万';

const NUMERALS: ReadonlySet<number> = new Set(
  Array.from(DIGITS + UNITS, (sign) => sign.codePointAt(0) ?? 0),
);

export function isNumeral(point: number): boolean {
  return NUMERALS.has(point);
}

/** The kana of a counter of one sign; empty for any other sign. */
export function counterOf(point: number): string {
  return COUNTERS.get(String.fromCodePoint(point)) ?? '';
}

/**
 * Appends a number written in numerals with what it counts.
 * @param counter its sign, or its first
 * @param reading its kana, empty for a number alone
 */
export function sayNumber(
  points: ArrayLike<number>,
  from: number,
  to: number,
  counter: string,
  reading: string,
  said: PointBuffer,
): void {
  const value = valueOf(points, from, to);
  const whole = irregular(value, counter);
  if (whole !== '') {
    append(whole, said);
    return;
  }
  let before = '';
  for (let at = from; at < to; at += 1) {
    const sign = String.fromCodePoint(points[at] ?? 0);
    const isLast = at === to - 1;
    const name = nameOf(sign, isLast ? counter : '', value);
    if (DIGITS.includes(before) && before !== '') join(before, sign, name, said);
    else append(name, said);
    before = sign;
  }
  const day = value % 10;
  if (counter === '日' && reading === 'にち' && (value === 14 || value === 24)) {
    said.pop();
    said.pop();
    append(DAYS[day - 2] ?? '', said);
  } else join(before, counter, reading, said);
}

/** A counter after a number in digits, in kana. */
export function counterBehind(value: number, point: number): string {
  const counter = String.fromCodePoint(point);
  const reading = counterOf(point);
  if (
    counter === '日' &&
    ((value > 1 && value <= LAST_NAMED_DAY) || value === 14 || value === 20 || value === 24)
  )
    return 'か';
  return changed(signOfLast(value), counter, reading);
}

/** The last numeral of a number as it is said. */
function signOfLast(value: number): string {
  const last = value % 10;
  if (last > 0 || value === 0) return DIGITS.charAt(last);
  if (value % 100 > 0) return '十';
  if (value % 1000 > 0) return '百';
  return value % 10_000 > 0 ? '千' : '万';
}

function valueOf(points: ArrayLike<number>, from: number, to: number): number {
  let total = 0;
  let group = 0;
  let digits = 0;
  for (let at = from; at < to; at += 1) {
    const sign = String.fromCodePoint(points[at] ?? 0);
    const unit = UNITS.indexOf(sign);
    if (unit < 0) digits = digits * 10 + DIGITS.indexOf(sign);
    else if (unit < 3) {
      group += Math.max(digits, 1) * 10 ** (unit + 1);
      digits = 0;
    } else {
      total += Math.max(group + digits, 1) * 10_000 ** (unit - 2);
      group = 0;
      digits = 0;
    }
  }
  return total + group + digits;
}

function irregular(value: number, counter: string): string {
  if (counter === '人') return value === 1 ? 'ひとり' : value === 2 ? 'ふたり' : '';
  if (counter === '日') {
    if (value > 1 && value <= LAST_NAMED_DAY) return DAYS[value - 2] ?? '';
    return value === 20 ? 'はつか' : '';
  }
  return value === 20 && (counter === '歳' || counter === '才') ? 'はたち' : '';
}

function nameOf(sign: string, counter: string, value: number): string {
  const unit = UNITS.indexOf(sign);
  if (unit >= 0) return UNIT_NAMES[unit] ?? '';
  if (counter !== '') {
    if (sign === '四') {
      if (counter === '月') return 'し';
      if (SHORT_FOUR.includes(counter)) return 'よ';
    }
    if (sign === '七' && SHORT_SEVEN.includes(counter) && value < 100) return 'しち';
    if (sign === '九' && SHORT_NINE.includes(counter)) return 'く';
  }
  return DIGIT_NAMES[DIGITS.indexOf(sign)] ?? '';
}

/** Appends `reading` after the numeral `before`, whose last kana may double the next consonant. */
function join(before: string, sign: string, reading: string, said: PointBuffer): void {
  if (isDoubling(before, reading)) {
    said.pop();
    append(DOUBLED, said);
  }
  append(changed(before, sign, reading), said);
}

function isDoubling(before: string, reading: string): boolean {
  if (before === '' || reading === '') return false;
  const row = rowOf(reading);
  if (row === '') return false;
  if (BEHIND_EACH.includes(before)) return true;
  return BEHIND_K_AND_H.includes(before) && (row === 'k' || row === 'h');
}

/** A counter with its first kana as it is said after a numeral. */
function changed(before: string, sign: string, reading: string): string {
  if (before === '' || reading === '') return reading;
  const row = rowOf(reading);
  const isBehindN = BEHIND_N.includes(before);
  const isHardenedFour = before === '四' && sign === '分';
  let step = 0;
  if (row === 'h') {
    if (isDoubling(before, reading) || isHardenedFour) step = 2;
    else if (isBehindN) step = HARDENED.includes(sign) ? 2 : 1;
  } else if (before === '三' && VOICED.includes(sign)) step = 1;
  return step === 0
    ? reading
    : String.fromCharCode(reading.charCodeAt(0) + step) + reading.slice(1);
}

const ROWS = ['かきくけこ', 'さしすせそ', 'たちつてと', 'はひふへほ'];
const ROW_NAMES = ['k', 's', 't', 'h'];

/** The row of the first kana, if it is one that changes; else empty. */
function rowOf(reading: string): string {
  const index = ROWS.findIndex((row) => row.includes(reading.charAt(0)));
  return ROW_NAMES[index] ?? '';
}

function append(kana: string, said: PointBuffer): void {
  for (let at = 0; at < kana.length; at += 1) said.push(kana.charCodeAt(at));
}
