/** A process of a sweep: gets a seed, runs it, sends its result. One database serves all of its seeds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soak, type SoakSummary } from './run.js';
import type { SeedResult } from './seeds.js';

const [days = '1', devices] = process.argv.slice(2);
const options = { hours: Number(days) * 24, ...(devices ? { devices: Number(devices) } : {}) };
const dataDir = mkdtempSync(join(tmpdir(), 'sixteen-by-two-soak-'));

process.on('message', (seed: number) => {
  void soak({ ...options, seed, dataDir }).then(
    ({ broken }) => report(seed, broken),
    (error: unknown) => process.send?.({ seed, failed: String(error) } satisfies SeedResult),
  );
});
process.on('disconnect', () => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit();
});

function report(seed: number, broken: SoakSummary['broken']): void {
  const [first] = broken;
  const failed = first && `${broken.length} failed checks; ${first.what}`;
  process.send?.({ seed, ...(failed === undefined ? {} : { failed }) } satisfies SeedResult);
}
