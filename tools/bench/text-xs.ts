/** What spelling costs in XS: computrons per character, and the memory of a call with garbage and result. */
import { sendTables, withXs } from '../xs/machine.js';
import type { XsWorker } from '../xs/worker.js';
import { benchInXs, type BenchResult } from './table.js';

const ENTRY = new URL('../../test/support/spelling-in-xs.ts', import.meta.url);

interface Cost {
  readonly computrons: number;
  readonly bytes: number;
}

/** @param groups titles by script */
export function benchTextInXs(
  groups: ReadonlyMap<string, readonly string[]>,
): Promise<BenchResult> {
  return benchInXs(async ({ hostPath }) => {
    const measured = await withXs(hostPath, ENTRY, (worker) => measure(worker, groups));
    return {
      notes: ['In XS; bytes are all that a call allocates, including garbage.'],
      tables: [
        {
          title: 'computrons a character, without a hint',
          head: ['script', 'mean', 'dearest title', 'bytes a character'],
          rows: measured.map(({ script, mean, dearest, bytes }) => [
            script,
            mean.toFixed(0),
            dearest.toFixed(0),
            bytes.toFixed(0),
          ]),
        },
      ],
      json: measured,
    };
  });
}

async function measure(worker: XsWorker, groups: ReadonlyMap<string, readonly string[]>) {
  await sendTables(worker);
  const measured = [];
  for (const [script, titles] of groups) {
    const costs: readonly Cost[] = await costsOf(worker, titles);
    const characters = titles.map((title) => Array.from(title).length);
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    measured.push({
      script,
      mean: sum(costs.map(({ computrons }) => computrons)) / sum(characters),
      dearest: Math.max(
        ...costs.map(({ computrons }, index) => computrons / (characters[index] ?? 1)),
      ),
      bytes: sum(costs.map(({ bytes }) => bytes)) / sum(characters),
    });
  }
  return measured;
}

/** One call costs the difference between two calls and one. */
async function costsOf(worker: XsWorker, titles: readonly string[]): Promise<readonly Cost[]> {
  const costs: Cost[] = [];
  for (const text of titles) {
    const heaps = [];
    for (const times of [1, 2]) {
      await worker.collect();
      heaps.push((await worker.json({ text, times })).heap);
    }
    const [once, twice] = heaps;
    if (once === undefined || twice === undefined) continue;
    costs.push({
      computrons: twice.computrons - once.computrons,
      bytes: (twice.slots - once.slots) * twice.slotBytes + twice.chunks - once.chunks,
    });
  }
  return costs;
}
