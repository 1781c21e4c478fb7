/** `npm run bench -- frames`: bytes and time of a frame, here and in other drivers, and its cost in XS. */
import { backpackLines } from '../../device/lcd/backpack.js';
import { addressMap, ringPosition } from '../../device/lcd/addresses.js';
import { INSTRUCTION_CLOCKS, WRITE_CLOCKS } from '../../device/lcd/instructions.js';
import type { Frame, Geometry } from '../../device/shared/frame.js';
import type { Clock } from '../../device/shared/ports.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { BEHIND_BACKPACK, EmulatedBackpack } from '../../simulator/hd44780/backpack.js';
import { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import { timedBank } from '../../simulator/ports/bank.js';
import { leastBytes } from '../../test/device/lcd/least-bytes.js';
import { leastOnWire } from '../../test/device/lcd/least-on-wire.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { withXs } from '../xs/machine.js';
import type { XsWorker } from '../xs/worker.js';
import type { FrameStep } from './frames-in-xs.js';
import type { Rows, Workload } from './frame-workloads.js';
import { WORKLOADS } from './frame-workloads.js';
import type { WriterKind, WriterOptions } from './frame-writers.js';
import { I2C_LIBRARIES, OURS, PIN_IO, WRITERS } from './frame-writers.js';
import { benchInXs, type BenchResult, type Ratio, type Table } from './table.js';

/** `new letters` comes last: the cards of the others have none. */
const STEPS: readonly FrameStep[] = [
  'second',
  'scroll step',
  'all new',
  'unchanged',
  'new letters',
];
const STEP_COUNT = 1000;
const FRAME_COUNT = 200;
const FOSC_KHZ = 270;
const SPACE_CODE = 0x20;
/** On I2C, with its acknowledge. */
const CLOCKS_A_BYTE = 9;
const OPTIMUM = 'the optimum';
const RATIO_WORKLOADS: ReadonlySet<string> = new Set(['second', 'scroll step', 'all new']);
/** Most libraries send the whole frame. */
const RATIO_PEERS = /optimum|whole frame$|whole frame.*(LiquidCrystal|pinIO|I2Cexp)/;
const SIXTEEN_BY_TWO: Geometry = { columns: 16, rows: 2 };
/** Those with waits of their own are for GPIO. */
const ON_I2C = [...WRITERS.filter(({ waits }) => waits === undefined), ...I2C_LIBRARIES];
const BUSES = [
  { geometry: SIXTEEN_BY_TWO, i2cKhz: undefined, writers: [...WRITERS, PIN_IO] },
  { geometry: { columns: 20, rows: 4 }, i2cKhz: undefined, writers: [...WRITERS, PIN_IO] },
  { geometry: SIXTEEN_BY_TWO, i2cKhz: 100, writers: ON_I2C },
  { geometry: SIXTEEN_BY_TWO, i2cKhz: 400, writers: ON_I2C },
] as const;

interface Cost {
  readonly bytes: number;
  /** From the first write until the display is ready again. */
  readonly us: number;
}

interface Measured extends Cost {
  readonly geometry: Geometry;
  readonly i2cKhz: number | undefined;
  readonly writer: string;
  readonly workload: string;
}

type Lines = Omit<WriterOptions, 'geometry' | 'foscKhz'>;

/** An emulated display, the driver's side of its bus, and the bytes that it got: on the wire, if it is behind a backpack. */
function wiredTo(
  geometry: Geometry,
  i2cKhz: number | undefined,
): { emulator: Hd44780Emulator; lines: Lines; clock: Clock; byteCount: () => number } {
  const { clock } = new VirtualTime();
  const options = { geometry, foscKhz: FOSC_KHZ, nowNs: () => clock.nowUs() * 1000 };
  if (i2cKhz === undefined) {
    const emulator = new Hd44780Emulator(options);
    const { pins } = DEFAULTS.wiring;
    const lines = { openBank: timedBank(emulator.openBank(pins), clock), pins, clock };
    return { emulator, lines, clock, byteCount: () => emulator.counts.bytes };
  }
  const emulator = new Hd44780Emulator({ ...options, ...BEHIND_BACKPACK });
  const chip = new EmulatedBackpack({ lcd: emulator, clock, khz: i2cKhz });
  let bytes = 0;
  const write = (address: number, sent: Uint8Array): void => {
    bytes += 1 + sent.length;
    chip.write(address, sent);
  };
  const address = 0x27;
  const lines = backpackLines({
    wiring: { bus: 'pcf8574', address, sda: 21, scl: 22, backlightActive: 'high' },
    ...{ i2c: { khz: i2cKhz, write }, clock, log: { write: () => undefined } },
    onLost: (error) => {
      throw error;
    },
  });
  const wire = { clock, write: (levels: Uint8Array) => write(address, levels) };
  return { emulator, lines: { ...lines, wire }, clock, byteCount: () => bytes };
}

/** Throws if a writer violates the data sheet or shows something wrong: its figures would mean nothing. */
export function costOf(
  kind: WriterKind,
  workload: Workload,
  geometry: Geometry,
  frameCount = FRAME_COUNT,
  i2cKhz?: number,
): Cost {
  const { emulator, lines, clock, byteCount } = wiredTo(geometry, i2cKhz);
  const writer = kind.make({ ...lines, geometry, foscKhz: FOSC_KHZ });
  const next = workload.frames(geometry);
  writer.show(next());
  const before = byteCount();
  let us = 0;
  for (let frame = 0; frame < frameCount; frame += 1) {
    const rows = next();
    clock.waitUntilUs(clock.nowUs() + 100_000);
    const startUs = clock.nowUs();
    const bytesBefore = byteCount();
    writer.show(rows);
    if (byteCount() > bytesBefore)
      us += Math.max(clock.nowUs(), emulator.readyAtNs / 1000) - startUs;
    if (emulator.text().join() !== rows.join())
      throw new Error(`${kind.name} shows the wrong text`);
  }
  const [violation] = emulator.violations.filter((one) => !kind.breaks?.includes(one.kind));
  if (violation) throw new Error(`${kind.name} broke a rule: ${violation.detail}`);
  return { bytes: (byteCount() - before) / frameCount, us: us / frameCount };
}

/**
 * The fewest bytes that any order reaches from where our driver leaves the controller, and the time for which the
 * controller itself, or the wire, is busy with them.
 */
export function optimumOf(
  workload: Workload,
  geometry: Geometry,
  frameCount: number,
  i2cKhz?: number,
): Cost {
  const { emulator, lines } = wiredTo(geometry, i2cKhz);
  const writer = OURS.make({ ...lines, geometry, foscKhz: FOSC_KHZ });
  const map = addressMap(geometry);
  const frameOf = (rows: Rows): Frame => ({
    ...{ geometry, glyphs: [] },
    cells: Uint8Array.from(Buffer.from(rows.join(''), 'latin1')),
  });
  const ringOf = ({ cells }: Frame): number[] =>
    Array.from(map.cellAt, (cell) => cells[cell] ?? SPACE_CODE);
  const next = workload.frames(geometry);
  let rows = next();
  writer.show(rows);
  const sum = { bytes: 0, us: 0 };
  for (let turn = 0; turn < frameCount; turn += 1) {
    const before = frameOf(rows);
    rows = next();
    const after = frameOf(rows);
    const counter = ringPosition(emulator.addressCounter ?? 0, map.isTwoLine);
    if (i2cKhz === undefined) {
      const bytes = leastBytes(before, after, counter, map) ?? NaN;
      const writes = after.cells.filter((code, cell) => code !== before.cells[cell]).length;
      sum.bytes += bytes;
      sum.us += (writes * WRITE_CLOCKS + (bytes - writes) * INSTRUCTION_CLOCKS) * (1000 / FOSC_KHZ);
    } else {
      const held = { ring: ringOf(before), counter, rs: emulator.lastBytes.at(-1)?.rs ?? 0 };
      const bytes = leastOnWire(held, ringOf(after), i2cKhz);
      sum.bytes += bytes;
      sum.us += (bytes * CLOCKS_A_BYTE * 1000) / i2cKhz;
    }
    writer.show(rows);
  }
  return { bytes: sum.bytes / frameCount, us: sum.us / frameCount };
}

export async function benchFrames(isQuick: boolean): Promise<BenchResult> {
  const frameCount = isQuick ? 20 : FRAME_COUNT;
  const measured: Measured[] = [];
  const tables: Table[] = BUSES.map(({ geometry, i2cKhz, writers }) => ({
    title: `bytes / µs a frame, ${geometry.columns}x${geometry.rows}${
      i2cKhz === undefined ? '' : `, on the wire of a backpack at ${i2cKhz} kHz`
    }`,
    head: ['writes', ...WORKLOADS.map(({ name }) => name)],
    rows: [undefined, ...writers].map((writer) => {
      const name = writer?.name ?? OPTIMUM;
      const costs = WORKLOADS.map((workload) => {
        const cost = writer
          ? costOf(writer, workload, geometry, frameCount, i2cKhz)
          : optimumOf(workload, geometry, frameCount, i2cKhz);
        measured.push({ geometry, i2cKhz, writer: name, workload: workload.name, ...cost });
        return `${cost.bytes.toFixed(1)} / ${cost.us.toFixed(0)}`;
      });
      return [name, ...costs];
    }),
  }));
  const engine = await benchFramesInXs();
  const notes = [
    `Means of ${frameCount} frames through one emulated controller at ${FOSC_KHZ} kHz, from the first write until it is ready.`,
    'A bank write takes 0.6 µs. Where no wait is named, a line waits as the data sheet says and only its bytes differ.',
    'Over a backpack a line collects a frame as this driver does, except where it names a number of transactions: those libraries send and wait as their sources say. The start and stop of a transaction and the processor’s time are not counted, which favours those that send many.',
    'The data sheet wants RS settled before E rises (tAS). Where a line says “not tAS”, both change together; the emulator reports that, and still reads the right text.',
    `The optimum is the fewest bytes that any order of seeks and writes takes, from where this driver's last frame leaves the controller. Its time is that for which the controller, or the wire, is busy with them: no driver takes less.`,
    ...engine.notes,
  ];
  return {
    notes,
    ratios: ratiosOf(measured),
    tables: [...tables, ...engine.tables],
    json: { frames: measured, engine: engine.json },
  };
}

/** On a 16x2: of the frames that a second, a scroll step and a new title bring. */
function ratiosOf(measured: readonly Measured[]): Ratio[] {
  return measured.flatMap((peer) => {
    const { geometry, i2cKhz, workload, writer } = peer;
    const isShown = RATIO_WORKLOADS.has(workload) && RATIO_PEERS.test(writer);
    if (geometry !== SIXTEEN_BY_TWO || !isShown) return [];
    const ours = measured.find(
      (one) =>
        one.writer === OURS.name &&
        one.geometry === geometry &&
        one.i2cKhz === i2cKhz &&
        one.workload === workload,
    );
    const bus = i2cKhz === undefined ? 'GPIO' : `I2C at ${i2cKhz} kHz`;
    return (['bytes', 'us'] as const).map((of) => ({
      measure: `${of === 'us' ? 'µs' : of}, ${workload}, ${bus}`,
      ...{ peer: writer, ours: ours?.[of] ?? NaN, theirs: peer[of] },
    }));
  });
}

/** What composing and planning a frame costs in XS: computrons, and memory that is not released. */
function benchFramesInXs(): Promise<BenchResult> {
  return benchInXs(async ({ hostPath }) => {
    const entry = new URL('./frames-in-xs.ts', import.meta.url);
    const measured = await withXs(hostPath, entry, async (worker) => {
      const steps = [];
      for (const kind of STEPS) steps.push(await measure(worker, kind));
      return steps;
    });
    return {
      notes: [
        `In XS, means of ${STEP_COUNT} frames of a scrolling 16x2 with its bar; what is left is what ${STEP_COUNT} more frames hold after a collection.`,
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
  });
}

async function measure(worker: XsWorker, kind: FrameStep) {
  await worker.json({ kind, count: 10 });
  const idle = (await worker.json({ kind: 'nothing', count: STEP_COUNT })).heap.computrons;
  const before = await worker.collect();
  const { computrons } = (await worker.json({ kind, count: STEP_COUNT })).heap;
  const after = await worker.collect();
  return {
    kind,
    computrons: (computrons - idle) / STEP_COUNT,
    slotsLeft: after.slots - before.slots,
    bytesLeft: after.chunks - before.chunks,
  };
}
