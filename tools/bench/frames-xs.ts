/** What composing and planning a frame costs in XS: computrons, and memory that is not given back. */
import { fileURLToPath } from 'node:url';
import { buildXsHost } from '../xs/build.js';
import { bundleForXs } from '../xs/bundle.js';
import { XsWorker } from '../xs/worker.js';
import type { FrameStep } from './frames-in-xs.js';
import type { BenchResult } from './table.js';

/** `new letters` comes last: the cards of the others have none. */
const STEPS: readonly FrameStep[] = [
  'second',
  'scroll step',
  'all new',
  'unchanged',
  'new letters',
];
const COUNT = 1000;
/** Room for garbage; what counts is what is left after a collection. */
const MACHINE = Object.freeze({
  chunkBytes: 1024 * 1024,
  slotCount: 64 * 1024,
  stackCount: 1024,
  meterLimit: 400_000_000,
});

export async function benchFramesInXs(): Promise<BenchResult> {
  const host = await buildXsHost();
  if (!host.ok) return { notes: [`XS was not measured: ${host.reason}`], tables: [], json: null };
  const entry = fileURLToPath(new URL('./frames-in-xs.ts', import.meta.url));
  const worker = await XsWorker.start({
    hostPath: host.path,
    scriptPath: await bundleForXs(entry),
    ...MACHINE,
  });
  try {
    const measured = [];
    for (const kind of STEPS) measured.push(await measure(worker, kind));
    return {
      notes: [
        `In XS, means of ${COUNT} frames of a scrolling 16x2 with its bar; what is left is what ${COUNT} more frames hold after a collection.`,
      ],
      tables: [
        {
          title: 'computrons a frame, composed, planned and written',
          head: ['frame', 'computrons', 'slots left', 'bytes left'],
          rows: measured.map(({ kind, computrons, slotsLeft, bytesLeft }) => [
            kind,
            computrons.toFixed(0),
            `${slotsLeft}`,
            `${bytesLeft}`,
          ]),
        },
      ],
      json: measured,
    };
  } finally {
    await worker.close();
  }
}

async function measure(worker: XsWorker, kind: FrameStep) {
  await worker.json({ kind, count: 10 });
  const idle = (await worker.json({ kind: 'nothing', count: COUNT })).heap.computrons;
  const before = await worker.collect();
  const { computrons } = (await worker.json({ kind, count: COUNT })).heap;
  const after = await worker.collect();
  return {
    kind,
    computrons: (computrons - idle) / COUNT,
    slotsLeft: after.slots - before.slots,
    bytesLeft: after.chunks - before.chunks,
  };
}
