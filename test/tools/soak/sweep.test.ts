/** A sweep goes on where a seed does not end. */
import { expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeedLedger } from '../../../tools/soak/seeds.js';
import { sweep } from '../../../tools/soak/sweep.js';

it('gives up a seed at its deadline, and leaves nothing of its process', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sweep-test-'));
  try {
    const folder = join(root, 'workers');
    mkdirSync(folder);
    const ledger = new SeedLedger(join(root, 'ledger.jsonl'));
    ledger.add({ seed: 2 });
    const told: unknown[] = [];
    const failed = 'did not end in 0 minutes';
    await expect(
      sweep({
        ...{ seeds: [1, 2, 3], args: ['1'], deadlineMinutes: 0, processes: 2, ledger, folder },
        onStart: (passedEarlierCount) => void told.push(passedEarlierCount),
        onResult: (_result, doneCount) => void told.push(doneCount),
      }),
    ).resolves.toEqual([{ seed: 1, failed }, { seed: 2 }, { seed: 3, failed }]);
    expect(told).toEqual([1, 2, 3]);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
