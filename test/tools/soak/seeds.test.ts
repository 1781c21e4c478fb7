/** Which seeds a sweep runs, and which of them an earlier one has done. */
import { describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeeds, SeedLedger } from '../../../tools/soak/seeds.js';

describe('readSeeds', () => {
  it('takes a range, with both of its ends', () => {
    expect(readSeeds('3..6')).toEqual([3, 4, 5, 6]);
    expect(readSeeds('7..7')).toEqual([7]);
  });

  it.each([
    '',
    '7',
    '5..1',
    '0..9',
    '1..',
    '-1..2',
    '1..2..3',
    '1.5..2',
    '1..2147483649',
    '1..200000',
  ])('rejects %p', (text) =>
    expect(() => readSeeds(text)).toThrow(/--seeds must be FIRST\.\.LAST/),
  );
});

describe('SeedLedger', () => {
  it('remembers results, also after a line that was cut short', () => {
    const folder = mkdtempSync(join(tmpdir(), 'seeds-test-'));
    try {
      const path = join(folder, 'new', 'ledger.jsonl');
      new SeedLedger(path).add({ seed: 1 });
      appendFileSync(path, '\n{"seed":2,"fai');
      new SeedLedger(path).add({ seed: 3, failed: 'a check' });
      expect([...new SeedLedger(path).read().values()]).toEqual([
        { seed: 1 },
        { seed: 3, failed: 'a check' },
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
