/** What spelling costs in XS: computrons a character, and the memory of a call, garbage and result included. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildXsHost } from '../xs/build.js';
import { bundleForXs } from '../xs/bundle.js';
import { XsWorker } from '../xs/worker.js';
import { JAPANESE_TAG, TEXT_TAG } from '../../test/support/spelling-tags.js';
import type { BenchResult } from './table.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Room for the tables, which on a device stay in flash, and for garbage. */
const MACHINE = Object.freeze({
  chunkBytes: 4 * 1024 * 1024,
  slotCount: 128 * 1024,
  stackCount: 1024,
  meterLimit: 400_000_000,
});

interface Cost {
  readonly computrons: number;
  readonly bytes: number;
}

/** @param groups titles by script */
export async function benchTextInXs(
  groups: ReadonlyMap<string, readonly string[]>,
): Promise<BenchResult> {
  const host = await buildXsHost();
  if (!host.ok) return { notes: [`XS was not measured: ${host.reason}`], tables: [], json: null };
  const worker = await XsWorker.start({
    hostPath: host.path,
    scriptPath: await bundleForXs(at('test/support/spelling-in-xs.ts')),
    ...MACHINE,
  });
  try {
    for (const [tag, name] of [
      [TEXT_TAG, 'tables.bin'],
      [JAPANESE_TAG, 'japanese.bin'],
    ] as const)
      await worker.send(Buffer.concat([Buffer.of(tag), readFileSync(at(`device/text/${name}`))]));
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
    return {
      notes: ['In XS; bytes are all that calls ask for, what is garbage before they end with it.'],
      tables: [
        {
          title: 'computrons a character, nothing told of the language',
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
  } finally {
    await worker.close();
  }
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
