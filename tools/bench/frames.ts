/** `npm run bench -- frames`: bytes and time of a frame, here and in other drivers, and its cost in XS. */
import type { Geometry } from '../../device/shared/frame.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { timedBank } from '../../simulator/ports/bank.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { benchFramesInXs } from './frames-xs.js';
import type { Workload } from './frame-workloads.js';
import { WORKLOADS } from './frame-workloads.js';
import type { WriterKind } from './frame-writers.js';
import { WRITERS } from './frame-writers.js';
import type { BenchResult, Table } from './table.js';

const FRAME_COUNT = 200;
const FOSC_KHZ = 270;
const SIZES: readonly Geometry[] = [
  { columns: 16, rows: 2 },
  { columns: 20, rows: 4 },
];

interface Cost {
  readonly bytes: number;
  /** From the first write until the display is ready again. */
  readonly us: number;
}

/** Throws if a writer violates the data sheet or shows something else: its figures would mean nothing. */
export function costOf(
  kind: WriterKind,
  workload: Workload,
  geometry: Geometry,
  frameCount = FRAME_COUNT,
): Cost {
  const { clock } = new VirtualTime();
  const emulator = new Hd44780Emulator({
    geometry,
    foscKhz: FOSC_KHZ,
    nowNs: () => clock.nowUs() * 1000,
  });
  const writer = kind.make({
    openBank: timedBank(emulator.openBank(DEFAULTS.pins), clock),
    pins: DEFAULTS.pins,
    clock,
    geometry,
    foscKhz: FOSC_KHZ,
  });
  const next = workload.frames(geometry);
  writer.show(next());
  const before = emulator.counts.bytes;
  let us = 0;
  for (let frame = 0; frame < frameCount; frame += 1) {
    const rows = next();
    clock.waitUntilUs(clock.nowUs() + 100_000);
    const startUs = clock.nowUs();
    const bytesBefore = emulator.counts.bytes;
    writer.show(rows);
    if (emulator.counts.bytes > bytesBefore)
      us += Math.max(clock.nowUs(), emulator.readyAtNs / 1000) - startUs;
    if (emulator.text().join() !== rows.join())
      throw new Error(`${kind.name} shows the wrong text`);
  }
  const [violation] = emulator.violations;
  if (violation) throw new Error(`${kind.name} broke a rule: ${violation.detail}`);
  return { bytes: (emulator.counts.bytes - before) / frameCount, us: us / frameCount };
}

export async function benchFrames(): Promise<BenchResult> {
  const measured: unknown[] = [];
  const tables: Table[] = SIZES.map((geometry) => ({
    title: `bytes / µs a frame, ${geometry.columns}x${geometry.rows}`,
    head: ['writes', ...WORKLOADS.map(({ name }) => name)],
    rows: WRITERS.map((writer) => {
      const costs = WORKLOADS.map((workload) => {
        const cost = costOf(writer, workload, geometry);
        measured.push({ geometry, writer: writer.name, workload: workload.name, ...cost });
        return `${cost.bytes.toFixed(1)} / ${cost.us.toFixed(0)}`;
      });
      return [writer.name, ...costs];
    }),
  }));
  const engine = await benchFramesInXs();
  const notes = [
    `Means of ${FRAME_COUNT} frames through one emulated controller at ${FOSC_KHZ} kHz, from the first write until it is ready.`,
    'A bank write takes 0.6 µs. Where no wait is named, a line waits as the data sheet says and only its bytes differ.',
    ...engine.notes,
  ];
  return {
    notes,
    tables: [...tables, ...engine.tables],
    json: { frames: measured, engine: engine.json },
  };
}
