/** How a soak prints failed checks. */
import { expect, it } from '@jest/globals';
import { ComplaintPrinter, inWords, type Complaint } from '../../../tools/soak/complaints.js';

const HOUR_MS = 3_600_000;
const fault = { name: 'token expired', atMs: 14 * HOUR_MS };
const complaint = (what: string, of: Partial<Complaint> = {}): Complaint => ({
  ...{ atMs: 14 * HOUR_MS + 40_000, seat: 0, fault, what },
  ...of,
});

function printed(days: readonly (readonly Complaint[])[], kindsMax = 40): string[] {
  const lines: string[] = [];
  const printer = new ComplaintPrinter((line) => void lines.push(line), kindsMax);
  for (const complaints of days) printer.add(complaints);
  printer.end();
  return lines;
}

it('names the fault that began last', () =>
  expect(inWords(complaint('8 s off the position'))).toBe(
    'at 14.011 h on device 0, 40 s after "token expired" began: 8 s off the position',
  ));

it('gives a long time in minutes', () =>
  expect(inWords(complaint('not Blue', { atMs: 15 * HOUR_MS }))).toBe(
    'at 15.000 h on device 0, 60 min after "token expired" began: not Blue',
  ));

it('says what failed before any fault, and at the end', () => {
  expect(inWords({ atMs: HOUR_MS, seat: 1, what: 'display: pulse' })).toBe(
    'at 1.000 h on device 1: display: pulse',
  );
  expect(inWords({ atMs: HOUR_MS, what: 'a log holds a secret' })).toBe(
    'at the end: a log holds a secret',
  );
});

it('prints the first of a kind and counts the others, day by day', () => {
  const later = { atMs: 14.5 * HOUR_MS, seat: 1 };
  const other = { fault: { name: 'crash', atMs: 14 * HOUR_MS + 1 } };
  expect(
    printed([
      [
        complaint('not Blue: Noon | 0:10'),
        complaint('8 s off'),
        complaint('not Blue: Noon | 0:20'),
      ],
      [
        complaint('not Blue: Noon | 0:30'),
        complaint('9 s off'),
        complaint('not Blue: Noon | 0:40', later),
        complaint('not Blue: Noon | 0:50', other),
      ],
    ]).map((line) => line.replace(/, 40 s /, ' ')),
  ).toEqual([
    'failed at 14.011 h on device 0 after "token expired" began: not Blue: Noon | 0:10',
    '  and 1 more like it until 14.011 h',
    'failed at 14.011 h on device 0 after "token expired" began: 8 s off',
    'failed at 14.011 h on device 0 after "token expired" began: not Blue: Noon | 0:30',
    '  and 1 more like it until 14.500 h, on devices 0, 1',
    'failed at 14.011 h on device 0 after "token expired" began: 9 s off',
    'failed at 14.011 h on device 0 after "crash" began: not Blue: Noon | 0:50',
  ]);
});

it('says how many it does not print', () => {
  const kinds = ['a', 'a', 'b', 'b', 'c', 'c', 'c', 'd'].map((what) => complaint(what));
  expect(printed([kinds, kinds.slice(0, 1)], 2).slice(-3)).toEqual([
    expect.stringMatching(/ began: b$/),
    '  and 1 more like it until 14.011 h',
    '… and 5 more',
  ]);
  expect(printed([[]])).toEqual([]);
});
