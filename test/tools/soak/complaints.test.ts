/** How a soak prints failed checks. */
import { expect, it } from '@jest/globals';
import { ComplaintPrinter, inWords, type Complaint } from '../../../tools/soak/complaints.js';

const HOUR_MS = 3_600_000;
const fault = { name: 'token expired', atMs: 14 * HOUR_MS };
const complaint = (what: string, of: Partial<Complaint> = {}): Complaint => ({
  ...{ atMs: 14 * HOUR_MS + 40_000, seat: 0, fault, what },
  ...of,
});

function printed(days: readonly (readonly Complaint[])[], linesMax = 40): string[] {
  const lines: string[] = [];
  const printer = new ComplaintPrinter((line) => void lines.push(line), linesMax);
  for (const complaints of days) printer.add(complaints);
  printer.end();
  return lines;
}

it('names the fault that began last', () =>
  expect(inWords(complaint('8 s off the position'))).toBe(
    'at 14.011 h on device 0, 40 s after "token expired" began: 8 s off the position',
  ));

it('says what failed before any fault, and at the end', () => {
  expect(inWords({ atMs: HOUR_MS, seat: 1, what: 'display: pulse' })).toBe(
    'at 1.000 h on device 1: display: pulse',
  );
  expect(inWords({ atMs: HOUR_MS, what: 'a log holds a secret' })).toBe(
    'at the end: a log holds a secret',
  );
});

it('prints the first of a kind and counts those behind it', () =>
  expect(
    printed([
      [complaint('not Blue: Noon | 0:10'), complaint('not Blue: Noon | 0:20')],
      [
        complaint('not Blue: Noon | 0:30'),
        complaint('not Blue: Noon | 0:30', { seat: 1 }),
        complaint('8 s off'),
        complaint('9 s off'),
        complaint('10 s off'),
      ],
    ]).map((line) => line.replace(/, 40 s .* began/, '')),
  ).toEqual([
    'failed at 14.011 h on device 0: not Blue: Noon | 0:10',
    '  and 1 more of this kind',
    '  and 1 more of this kind',
    'failed at 14.011 h on device 1: not Blue: Noon | 0:30',
    'failed at 14.011 h on device 0: 8 s off',
    '  and 2 more of this kind',
  ]));

it('says how many it does not print', () => {
  const kinds = ['a', 'a', 'b', 'b', 'c', 'c', 'c', 'd'].map((what) => complaint(what));
  expect(printed([kinds], 2).slice(-3)).toEqual([
    expect.stringMatching(/ began: b$/),
    '  and 1 more of this kind',
    '… and 4 more',
  ]);
  expect(printed([[]])).toEqual([]);
});
