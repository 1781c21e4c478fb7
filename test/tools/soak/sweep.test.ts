/** A sweep goes on where a seed does not end, and ^C leaves nothing behind. */
import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeedLedger } from '../../../tools/soak/seeds.js';
import { sweep } from '../../../tools/soak/sweep.js';
import { ROOT, tsxArgs } from '../run-tool.js';

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

it.each([
  ['a run', ['--days', '365']],
  ['a sweep', ['--seeds', '1..9', '--days', '365']],
])(
  'leaves no database after ^C in %s',
  async (_name, args) => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
    const databases = (): string[] =>
      readdirSync(folder, { recursive: true })
        .map(String)
        .filter((path) => path.includes('lock'));
    const run = spawn(process.execPath, [...tsxArgs('soak'), ...args], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder },
      // A group of its own, for ^C reaches all of a group.
      detached: true,
    });
    try {
      while (databases().length === 0 && run.exitCode === null) await sleep(20);
      const ended = once(run, 'close');
      process.kill(-(run.pid ?? NaN), 'SIGINT');
      expect(await ended).toEqual([130, null]);
      expect(readdirSync(folder).filter((name) => name.includes('soak'))).toEqual([]);
    } finally {
      run.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
