/**
 * `npm run soak [-- --days 7 --seed 1 --devices 1]`: devices, relay and a fake Spotify in virtual time, under the
 * troubles of a seed. The last line is a summary as JSON; exit code 1 where a promise was broken.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { soak } from './soak/run.js';

const USAGE = `npm run soak [-- --days 7 --seed 1 --devices 1]
Plays days of listening on devices with a real relay, breaks this and that, and looks at the displays.
The last line is JSON; exit code 1 where a promise was broken, 2 where an option is wrong.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      days: { type: 'string', default: '7' },
      seed: { type: 'string', default: '1' },
      devices: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [days, seed, devices] = [values.days, values.seed, values.devices].map(Number);
  if (!isCount(days, 365) || !isCount(devices, 20) || !isCount(seed, 2 ** 31)) {
    console.error(`days (1 to 365), devices (1 to 20) and seed are whole numbers\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  let rejections = 0;
  let shownCount = 0;
  process.on('unhandledRejection', (reason) => {
    rejections += 1;
    console.error('unhandled rejection', reason);
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
          console.log(`broken at ${(atMs / 3_600_000).toFixed(3)} h on device ${seat}: ${what}`);
        console.log(`day ${day} of ${days}: ${complaints.length} promises broken so far`);
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
}

const SHOWN_MAX = 40;

function isCount(value: number | undefined, most: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= most;
}

await main();
