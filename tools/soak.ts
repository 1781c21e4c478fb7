/**
 * `npm run soak [-- --days 7 --seed 1 --devices 1]`: devices, relay and a fake Spotify in virtual time, under the faults
 * of a seed. The last line is a summary as JSON; exit code 1 if a promise was broken.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soak } from './soak/run.js';
import { runScript, wholeNumber } from './usage.js';

const HELP = `npm run soak [-- --days 7 --seed 1 --devices 1]
Simulates days of listening with faults, on devices with a real relay, and checks the displays.
The last line is JSON. Exit code: 1 if a check failed, 2 for an invalid option.`;
const SHOWN_MAX = 40;

const OPTIONS = {
  days: { type: 'string', default: '7' },
  seed: { type: 'string', default: '1' },
  devices: { type: 'string', default: '1' },
} as const;

await runScript({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const days = wholeNumber('--days', values.days, 1, 365);
  const seed = wholeNumber('--seed', values.seed, 1, 2 ** 31);
  const devices = wholeNumber('--devices', values.devices, 1, 20);
  let rejections = 0;
  let shownCount = 0;
  process.on('unhandledRejection', (reason) => {
    rejections += 1;
    console.error('Unhandled rejection:', reason);
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'sixteen-by-two-soak-'));
  const startedMs = performance.now();
  try {
    const summary = await soak({
      days,
      seed,
      devices,
      dataDir,
      onDay: (day, complaints) => {
        for (const { atMs, seat, what } of complaints.slice(shownCount, SHOWN_MAX))
          console.log(`failed at ${(atMs / 3_600_000).toFixed(3)} h on device ${seat}: ${what}`);
        console.log(`day ${day} of ${days}: ${complaints.length} failed checks so far`);
        shownCount = complaints.length;
      },
    });
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const { broken, ...rest } = summary;
    console.log(JSON.stringify({ ...rest, broken: broken.length, rejections, seconds }));
    if (broken.length + rejections > 0) process.exitCode = 1;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
