/**
 * `npm run soak [-- --days 7 --seed 1 | --seeds 1..1000]`: devices, relay and a fake Spotify in virtual time, under the
 * faults of a seed. The last line is a summary as JSON; exit code 1 if a promise was broken.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { soak } from './soak/run.js';
import { readSeeds, SeedLedger } from './soak/seeds.js';
import { sweep } from './soak/sweep.js';
import { runScript, UsageError, wholeNumber } from './usage.js';

const HELP = `npm run soak [-- --days 7 --seed 1 --devices 1]
npm run soak -- --seeds 1..1000 [--days 1]
Simulates days of listening with faults, on devices with a real relay, and checks the displays. The seed decides the
listener, the faults, and the number of devices unless --devices does. With --seeds it runs each of them, on all cores; run
again, it skips the seeds that passed, unless the program has changed since.
The last line is JSON. Exit code: 1 if a check failed, 2 for an invalid option.`;
const SHOWN_MAX = 40;
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
  if (seeds === undefined) {
    const seed = wholeNumber('--seed', values.seed ?? '1', 1, 2 ** 31);
    return one({ days, seed, ...(devices ? { devices } : {}) });
  }
  if (values.seed !== undefined) throw new UsageError('--seed and --seeds exclude each other');
  return many(readSeeds(seeds), [`${days}`, ...(devices ? [`${devices}`] : [])]);
});

async function one(options: { days: number; seed: number; devices?: number }): Promise<void> {
  const { days, seed, devices } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'sixteen-by-two-soak-'));
  let shownCount = 0;
  try {
    const { broken, ...summary } = await soak({
      ...{ seed, devices, hours: days * 24 },
      dataDir,
      onDay: (day, complaints) => {
        for (const { atMs, seat, what } of complaints.slice(shownCount, SHOWN_MAX))
          console.log(`failed at ${(atMs / 3_600_000).toFixed(3)} h on device ${seat}: ${what}`);
        console.log(`day ${day} of ${days}: ${complaints.length} failed checks so far`);
        shownCount = complaints.length;
      },
    });
    for (const { what } of broken.slice(shownCount)) console.log(`failed at the end: ${what}`);
    console.log(JSON.stringify({ ...summary, broken: broken.length }));
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function many(seeds: readonly number[], args: readonly string[]): Promise<void> {
  const [days = '', devices] = args;
  const name = `${sourceHash()}-${args.join('-')}.jsonl`;
  const results = await sweep({
    seeds,
    args,
    processes: availableParallelism(),
    ledger: new SeedLedger(join(ROOT, '.cache', 'soak', name)),
    onResult: ({ seed, failed }, doneCount) =>
      console.log(`${doneCount} of ${seeds.length}: seed ${seed} ${failed ?? 'passed'}`),
  });
  const failed = results.filter((result) => result.failed !== undefined);
  for (const { seed, failed: what = '' } of failed)
    console.log(
      `seed ${seed}: ${what}\n  npm run soak -- --days ${days} --seed ${seed}` +
        (devices === undefined ? '' : ` --devices ${devices}`),
    );
  console.log(JSON.stringify({ seeds: seeds.length, failed: failed.map(({ seed }) => seed) }));
  if (failed.length > 0) process.exitCode = 1;
}

/** Of all that a run depends on: results of another program count for nothing. */
function sourceHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const area of ['device', 'relay', 'simulator', 'test/device/app', 'tools'])
    for (const file of readdirSync(join(ROOT, area), { recursive: true }).map(String).sort())
      if (['.bin', '.sql', '.ts'].includes(extname(file)))
        hash.update(file).update(readFileSync(join(ROOT, area, file)));
  return hash.digest('hex').slice(0, 16);
}
