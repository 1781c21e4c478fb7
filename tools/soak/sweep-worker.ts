/** A process of a sweep: gets a seed, runs it, sends its result. One database serves all of its seeds. */
import { rmSync } from 'node:fs';
import { inWords } from './complaints.js';
import { soak } from './run.js';
import type { SeedResult } from './seeds.js';

const [dataDir = '', days = '1', devices] = process.argv.slice(2);
const options = { hours: Number(days) * 24, ...(devices ? { devices: Number(devices) } : {}) };

process.on('message', (seed: number) => {
  void soak({ ...options, seed, dataDir }).then(
    ({ broken }) => {
      const [first] = broken;
      report(seed, first && `${broken.length} failed checks, the first ${inWords(first)}`);
    },
    (error: unknown) => report(seed, String(error)),
  );
});
// ^C reaches the whole group, and no seed has failed by it: the sweep ends this process.
process.on('SIGINT', () => undefined);
// The sweep was killed.
process.on('disconnect', () => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exit();
});

function report(seed: number, failed: string | undefined): void {
  process.send?.({ seed, ...(failed === undefined ? {} : { failed }) } satisfies SeedResult);
}
