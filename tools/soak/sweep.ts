/** Many seeds, as many at a time as there are cores. A process takes one seed after the other. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SeedLedger, SeedResult } from './seeds.js';

const WORKER = fileURLToPath(new URL('./sweep-worker.ts', import.meta.url));
const MINUTE_MS = 60_000;

export interface SweepOptions {
  readonly seeds: readonly number[];
  /** Of each run, as `soak` has them on its command line. */
  readonly args: readonly string[];
  /** A run that takes longer hangs. */
  readonly deadlineMinutes: number;
  readonly processes: number;
  readonly ledger: SeedLedger;
  /** For the databases of the processes. */
  readonly folder: string;
  readonly onStart: (passedEarlierCount: number) => void;
  readonly onResult: (result: SeedResult, doneCount: number) => void;
}

/** @returns all results in the order of the seeds, earlier ones included */
export async function sweep(options: SweepOptions): Promise<readonly SeedResult[]> {
  const { seeds, processes, ledger, onStart, onResult } = options;
  const results = new Map(ledger.read());
  const left = seeds.filter(
    (seed) => results.get(seed)?.failed !== undefined || !results.has(seed),
  );
  let doneCount = seeds.length - left.length;
  onStart(doneCount);
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
  options: SweepOptions,
  onDone: (result: SeedResult) => void,
): Promise<void> {
  let worker: Worker | undefined;
  const end = (): void => {
    worker?.end();
    worker = undefined;
  };
  // Before the folder goes.
  process.prependListener('exit', end);
  try {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      worker ??= new Worker(options);
      const result = await worker.run(seed);
      // A run that failed may have left its relay or its devices running.
      if (result.failed !== undefined || !worker.isConnected) end();
      onDone(result);
    }
  } finally {
    end();
    process.off('exit', end);
  }
}

class Worker {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #deadlineMinutes: number;

  constructor({ folder, args, deadlineMinutes }: SweepOptions) {
    this.#folder = mkdtempSync(join(folder, 'worker-'));
    this.#process = fork(WORKER, [this.#folder, ...args]);
    this.#deadlineMinutes = deadlineMinutes;
  }

  get isConnected(): boolean {
    return this.#process.connected;
  }

  run(seed: number): Promise<SeedResult> {
    const worker = this.#process;
    return new Promise((resolve) => {
      const finish = (result: SeedResult): void => {
        clearTimeout(deadline);
        worker.removeAllListeners();
        resolve(result);
      };
      const deadline = setTimeout(
        () => finish({ seed, failed: `did not end in ${this.#deadlineMinutes} minutes` }),
        this.#deadlineMinutes * MINUTE_MS,
      );
      worker.once('message', (message) => finish(message as SeedResult));
      worker.once('error', (error) => finish({ seed, failed: error.message }));
      worker.once('exit', (code, signal) =>
        finish({ seed, failed: `the process ended with ${signal ?? code}` }),
      );
      worker.send(seed);
    });
  }

  /** It may hang, so nothing less ends it for sure. */
  end(): void {
    this.#process.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
