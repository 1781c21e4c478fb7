/** Many seeds, as many at a time as there are cores. A process takes one seed after the other. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SeedLedger, SeedResult } from './seeds.js';

const WORKER = fileURLToPath(new URL('./sweep-worker.ts', import.meta.url));

export interface SweepOptions {
  readonly seeds: readonly number[];
  /** Of each run, as `soak` has them on its command line. */
  readonly args: readonly string[];
  readonly processes: number;
  readonly ledger: SeedLedger;
  readonly onResult: (result: SeedResult, doneCount: number) => void;
}

/** @returns all results in the order of the seeds, earlier ones included */
export async function sweep(options: SweepOptions): Promise<readonly SeedResult[]> {
  const { seeds, processes, ledger, onResult } = options;
  const results = new Map(ledger.read());
  const left = seeds.filter(
    (seed) => results.get(seed)?.failed !== undefined || !results.has(seed),
  );
  let doneCount = seeds.length - left.length;
  const onDone = (result: SeedResult): void => {
    ledger.add(result);
    results.set(result.seed, result);
    doneCount += 1;
    onResult(result, doneCount);
  };
  const count = Math.min(processes, left.length);
  await Promise.all(Array.from({ length: count }, () => work(left, options, onDone)));
  return seeds.map((seed) => results.get(seed) ?? { seed, failed: 'was not run' });
}

/** Takes seeds from `left` until none is there. A seed that fails fails alone: the next gets a new process. */
async function work(
  left: number[],
  { args }: SweepOptions,
  onDone: (result: SeedResult) => void,
): Promise<void> {
  let worker: ChildProcess | undefined;
  try {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      worker ??= fork(WORKER, args);
      const result = await run(worker, seed);
      // A run that failed may have left its relay or its devices running.
      if (result.failed !== undefined || !worker.connected) {
        if (worker.connected) worker.disconnect();
        worker = undefined;
      }
      onDone(result);
    }
  } finally {
    worker?.disconnect();
  }
}

function run(worker: ChildProcess, seed: number): Promise<SeedResult> {
  return new Promise((resolve) => {
    const finish = (result: SeedResult): void => {
      worker.removeAllListeners();
      resolve(result);
    };
    worker.once('message', (message) => finish(message as SeedResult));
    worker.once('error', (error) => finish({ seed, failed: error.message }));
    worker.once('exit', (code, signal) =>
      finish({ seed, failed: `the process ended with ${signal ?? code}` }),
    );
    worker.send(seed);
  });
}
