/**
 * `npm run soak [-- --days 7 --seed 1 | --seeds 1..1000]`: devices, relay and a fake Spotify in virtual time, under the
 * faults of a seed. The last line is a summary as JSON; exit code 1 if a promise was broken.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAssets } from '../relay/assets.js';
import { StartError } from '../relay/error-code.js';
import { ComplaintPrinter } from './soak/complaints.js';
import { soak } from './soak/run.js';
import { readSeeds, SeedLedger } from './soak/seeds.js';
import { sweep } from './soak/sweep.js';
import { runScript, ToolFailure, UsageError, wholeNumber } from './usage.js';

const HELP = `npm run soak [-- --days 7 --seed 1 --devices 1]
npm run soak -- --seeds 1..1000 [--days 1]
Simulates days of listening with faults, on devices with a real relay, and checks the displays. The seed decides the
listener, the faults, and the number of devices unless --devices does. With --seeds it runs each of them, on all cores. A
second run skips the seeds that passed, unless the code has changed.
The last line is JSON. Exit code: 1 if a check failed, 2 for an invalid option.`;
const KINDS_SHOWN_MAX = 40;
/** A day takes seconds, so a minute is enough for it on a busy machine. */
const DEADLINE_MINUTES_MIN = 5;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const OPTIONS = {
  days: { type: 'string' },
  seed: { type: 'string' },
  seeds: { type: 'string' },
  devices: { type: 'string' },
} as const;

await runScript({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const { seeds } = values;
  const days = wholeNumber('--days', values.days ?? (seeds ? '1' : '7'), 1, 365);
  const devices = values.devices && wholeNumber('--devices', values.devices, 1, 20);
  if (seeds !== undefined && values.seed !== undefined)
    throw new UsageError('use --seed or --seeds, not both');
  const range = seeds === undefined ? undefined : readSeeds(seeds);
  await readAssets().catch((error: unknown) => {
    throw error instanceof StartError ? new ToolFailure(error.message) : error;
  });
  if (range === undefined) {
    const seed = wholeNumber('--seed', values.seed ?? '1', 1, 2 ** 31);
    return one({ days, seed, ...(devices ? { devices } : {}) });
  }
  return many(range, days, devices ? [`${devices}`] : []);
});

async function one(options: { days: number; seed: number; devices?: number }): Promise<void> {
  const { days, seed, devices } = options;
  const printer = new ComplaintPrinter(console.log, KINDS_SHOWN_MAX);
  let toldCount = 0;
  const { broken, ...summary } = await soak({
    ...{ seed, devices, hours: days * 24 },
    dataDir: ownFolder(),
    onDay: (day, complaints) => {
      printer.add(complaints.slice(toldCount));
      toldCount = complaints.length;
      console.log(`day ${day} of ${days}: ${toldCount} failed checks so far`);
    },
  });
  printer.add(broken.slice(toldCount));
  printer.end();
  console.log(JSON.stringify({ ...summary, broken: broken.length }));
  if (broken.length > 0) process.exitCode = 1;
}

async function many(
  seeds: readonly number[],
  days: number,
  devices: readonly string[],
): Promise<void> {
  const name = `${[sourceHash(), days, ...devices].join('-')}.jsonl`;
  const results = await sweep({
    seeds,
    args: [`${days}`, ...devices],
    deadlineMinutes: Math.max(DEADLINE_MINUTES_MIN, days),
    processes: availableParallelism(),
    ledger: new SeedLedger(join(ROOT, '.cache', 'soak', name)),
    folder: ownFolder(),
    onStart: (passedEarlierCount) => {
      if (passedEarlierCount > 0)
        console.log(`${passedEarlierCount} of ${seeds.length} passed earlier`);
    },
    onResult: ({ seed, failed }, doneCount) =>
      console.log(`${doneCount} of ${seeds.length}: seed ${seed} ${failed ?? 'passed'}`),
  });
  const failed = results.filter((result) => result.failed !== undefined);
  for (const { seed, failed: what = '' } of failed)
    console.log(
      `seed ${seed}: ${what}\n  npm run soak -- --days ${days} --seed ${seed}` +
        devices.map((count) => ` --devices ${count}`).join(''),
    );
  console.log(JSON.stringify({ seeds: seeds.length, failed: failed.map(({ seed }) => seed) }));
  if (failed.length > 0) process.exitCode = 1;
}

/** It goes when this process ends, by ^C too. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sixteen-by-two-soak-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  return folder;
}

/** Everything that a run depends on. Results of other code do not count. */
function sourceHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const area of ['device', 'relay', 'simulator', 'test/device/app', 'tools'])
    for (const file of readdirSync(join(ROOT, area), { recursive: true }).map(String).sort())
      if (['.bin', '.sql', '.ts'].includes(extname(file)))
        hash.update(file).update(readFileSync(join(ROOT, area, file)));
  return hash.digest('hex').slice(0, 16);
}
