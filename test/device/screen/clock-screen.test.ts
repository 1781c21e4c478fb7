/** The clock of an idle display: on every panel, in Node and in XS, and the cost of a minute. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { type ClockSettings, composeClock, dateOf } from '../../../device/screen/clock-screen.js';
import { blankFrame } from '../../../device/screen/draw.js';
import { GLYPHS } from '../../../device/screen/glyphs.js';
import { DIGIT_GLYPHS } from '../../../device/screen/large-digits.js';
import { PANELS } from '../../../device/shared/panels.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import type { XsWorker } from '../../../tools/xs/worker.js';
import { clockRows, type ClockCase } from '../../support/clock-rows.js';
import { describeWithXs } from '../../support/xs.js';
import { lcdRig } from '../lcd/rig.js';

const XS_ENTRY = fileURLToPath(new URL('../../support/clock-in-xs.ts', import.meta.url));
const MINUTE_MS = 60_000;
const DAY_MIN = 1440;
/** 12:34 in Berlin. */
const NOON_MS = Date.UTC(2026, 10, 30, 11, 34);
const MORNING_MS = NOON_MS - 3 * 3_600_000;
const BERLIN: ClockSettings = { ...DEFAULTS, utcOffsetMin: 60 };
const HALVED: ClockSettings = { ...BERLIN, clock: '12h' };
const LARGE: ClockSettings = { ...BERLIN, clockDigits: 'large' };
const LARGE_HALVED: ClockSettings = { ...LARGE, clock: '12h' };

const at = (
  columns: number,
  rows: number,
  settings: ClockSettings,
  epochMs = NOON_MS,
): ClockCase => ({ columns, rows, settings, epochMs });

const SCREENS: readonly (readonly [string, ClockCase, readonly string[]])[] = [
  ['16x2', at(16, 2, BERLIN), ['     12:34      ', 'Mon 30 Nov 2026 ']],
  ['16x2, morning', at(16, 2, BERLIN, MORNING_MS), ['     09:34      ', 'Mon 30 Nov 2026 ']],
  ['16x2, am and pm', at(16, 2, HALVED), ['    12:34 pm    ', 'Mon 30 Nov 2026 ']],
  [
    '16x2, no zone',
    at(16, 2, { ...HALVED, utcOffsetMin: undefined }),
    ['   11:34 UTC    ', 'Mon 30 Nov 2026 '],
  ],
  ['8x2', at(8, 2, BERLIN), [' 12:34  ', ' 30 Nov ']],
  ['8x2, no zone', at(8, 2, DEFAULTS), ['11:34UTC', ' 30 Nov ']],
  ['8x1, am and pm', at(8, 1, HALVED), ['12:34 pm']],
  ['16x1', at(16, 1, BERLIN), ['12:34 Mon 30 Nov']],
  ['16x1, am and pm', at(16, 1, HALVED), ['12:34 pm 30 Nov ']],
  [
    '20x4',
    at(20, 4, BERLIN),
    [
      '                    ',
      '       12:34        ',
      '  Mon 30 Nov 2026   ',
      '                    ',
    ],
  ],
  [
    '40x2',
    at(40, 2, BERLIN),
    ['                 12:34                  ', '        Monday 30 November 2026         '],
  ],
  ['16x2, large', at(16, 2, LARGE), ['  █ ▬▬█▪▬▬█ █▄█ ', '  █ █▄▄▪▄▄█   █ ']],
  [
    '16x2, large, am and pm',
    at(16, 2, LARGE_HALVED, MORNING_MS),
    ['    █▬█▪▬▬█ █▄█a', '    ▄▄█▪▄▄█   █m'],
  ],
  ['20x2, large', at(20, 2, LARGE), ['  █ ▬▬█▪▬▬█ █▄█ Mon ', '  █ █▄▄▪▄▄█   █ 30  ']],
  [
    '40x2, large, am and pm',
    at(40, 2, LARGE_HALVED),
    ['  █ ▬▬█▪▬▬█ █▄█ Monday 30 November 2026 ', '  █ █▄▄▪▄▄█   █ pm                      '],
  ],
  [
    '20x4, large',
    at(20, 4, LARGE),
    [
      '  █ ▀▀█ ▀▀█ █ █ Mon ',
      '  █ ▄▄█▪▄▄█ █▄█ 30  ',
      '  █ █  ▪  █   █ Nov ',
      '  █ █▄▄ ▄▄█   █ 2026',
    ],
  ],
  ['8x2, large: no room', at(8, 2, LARGE), [' 12:34  ', ' 30 Nov ']],
  ['16x1, large: no room', at(16, 1, LARGE), ['12:34 Mon 30 Nov']],
  [
    '16x2, large, no zone',
    at(16, 2, { ...LARGE, utcOffsetMin: undefined }),
    ['   11:34 UTC    ', 'Mon 30 Nov 2026 '],
  ],
];
const EVERYWHERE = PANELS.flatMap(([columns, rows]) =>
  [BERLIN, HALVED, LARGE, LARGE_HALVED, DEFAULTS].flatMap((settings) =>
    [0, 7, 11, 12, 19, 23].map((hour) => at(columns, rows, settings, NOON_MS + hour * 3_660_000)),
  ),
);

describe('composeClock', () => {
  it.each(SCREENS)('draws %s', (_name, given, rows) => {
    expect(clockRows(given)).toEqual(rows);
  });

  it.each([
    ['before the next offset', NOON_MS - 1, '12:33'],
    ['from then on', NOON_MS, '13:34'],
  ])('knows summer time without the relay: %s', (_name, epochMs, time) => {
    const settings = { ...BERLIN, nextOffsetMin: 120, nextOffsetAtMs: NOON_MS };
    expect(clockRows(at(16, 2, settings, epochMs))[0]).toContain(time);
  });

  it('returns when the next minute begins', () => {
    const sheet = blankFrame({ columns: 16, rows: 2 });
    expect(composeClock(sheet, BERLIN, NOON_MS + 12_345)).toBe(47_655);
  });

  it('knows the date of every day until 2400', () => {
    const end = Date.UTC(2400, 2, 2) / 86_400_000;
    const wrong: number[] = [];
    for (let day = 0; day < end; day += 1) {
      const date = new Date(day * 86_400_000);
      const expected = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      const { year, month, day: ofMonth } = dateOf(day);
      if ([year, month, ofMonth].join() !== expected.join()) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it('has its own glyphs while the digits are large', () => {
    const sheet = blankFrame({ columns: 16, rows: 2 });
    composeClock(sheet, BERLIN, NOON_MS);
    expect(sheet.glyphs).toEqual(GLYPHS);
    composeClock(sheet, LARGE, NOON_MS);
    expect(sheet.glyphs).toEqual([...DIGIT_GLYPHS, ...GLYPHS.slice(DIGIT_GLYPHS.length)]);
  });

  it('draws each digit differently', () => {
    const drawn = Array.from({ length: 10 }, (_, digit) =>
      clockRows(at(16, 2, LARGE, NOON_MS + (digit - 4) * MINUTE_MS))
        .map((row) => row.slice(12, 15))
        .join(),
    );
    expect(new Set(drawn).size).toBe(10);
  });

  it.each([
    ['small', 16, 2, 2.15, 17],
    ['small', 20, 4, 2.15, 17],
    ['large', 16, 2, 5.7, 20],
    ['large', 20, 4, 9.7, 44],
  ] as const)(
    'costs few bytes a minute: %s digits on %ix%i',
    (clockDigits, columns, rows, mean, most) => {
      const settings = { ...BERLIN, clockDigits };
      const geometry = { columns, rows };
      const { lcd, emulator } = lcdRig({ geometry });
      lcd.initialise();
      const sheet = blankFrame(geometry);
      const bytesAt = (minute: number): number => {
        composeClock(sheet, settings, NOON_MS + minute * MINUTE_MS);
        const before = emulator.counts.bytes;
        lcd.show(sheet);
        return emulator.counts.bytes - before;
      };
      bytesAt(0);
      const bytes = Array.from({ length: DAY_MIN }, (_, minute) => bytesAt(minute + 1));
      expect(bytes.reduce((sum, one) => sum + one) / DAY_MIN).toBeLessThanOrEqual(mean);
      expect(Math.max(...bytes)).toBeLessThanOrEqual(most);
    },
  );
});

await describeWithXs('composeClock in XS', (xs) => {
  let worker: XsWorker;
  beforeAll(async () => {
    worker = await xs.start(XS_ENTRY);
  });

  it('draws the same in XS as in Node, on every panel', async () => {
    for (const given of EVERYWHERE) {
      const { value } = await worker.json(given);
      expect({ given, rows: value }).toEqual({ given, rows: clockRows(given) });
    }
  });
});
