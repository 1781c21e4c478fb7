/**
 * How much memory a work needs above rest: the smallest room, fixed as on a device, in which it still succeeds. That
 * counts what no look between two steps would see: what lives for a moment within one.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleForXs, LOADING_STACK } from '../xs/bundle.js';
import { XsExit, XsWorker } from '../xs/worker.js';
import { JAPANESE_TAG, TEXT_TAG } from './device-in-xs.js';
import type { Work } from './device-work.js';
import { SLOTS_A_LINK } from './heap-room.js';

export interface Room {
  readonly slots: number;
  readonly bytes: number;
}

/** Enough for whatever is not asked about. */
const ROOMY: Room = Object.freeze({ slots: 12_000, bytes: 384 * 1024 });
const TABLES_BYTES = 1024 * 1024;
const MACHINE = Object.freeze({
  chunkBytes: TABLES_BYTES + 512 * 1024,
  slotCount: 32 * 1024,
  stackCount: LOADING_STACK,
  meterLimit: 4_000_000_000,
});
const MEMORY_FULL = 11;
/** Room is found to within these. */
const SLOT_STEP = 8;
const BYTE_STEP = 128;

export interface Machine {
  readonly hostPath: string;
  readonly slotBytes: number;
}

/** A chunk of a 64-bit machine is larger, since it holds pointers twice as wide: measured 0.7 (bundles, texts). */
export function bytesAt32(bytes: number, { slotBytes }: Machine): number {
  return slotBytes === 16 ? bytes : bytes * 0.7;
}

export interface Done {
  readonly stackPeak: number;
  /** Of all its commands. */
  readonly computrons: number;
}

/** @returns undefined where it did not fit */
export async function workIn(
  machine: Machine,
  work: Work,
  room: Partial<Room> = {},
): Promise<Done | undefined> {
  const worker = await XsWorker.start({
    ...MACHINE,
    hostPath: machine.hostPath,
    scriptPath: await bundleForXs(fileURLToPath(new URL(`./${work.by}.ts`, import.meta.url))),
  });
  try {
    if (work.by === 'device-in-xs') await prepare(worker);
    await worker.json({ take: { slots: 0, bytes: 0 } });
    const rest = await worker.collect();
    const { slots = ROOMY.slots, bytes = ROOMY.bytes } = room;
    await worker.json({
      take: {
        slots: rest.slotsMax - rest.slots - slots,
        bytes: rest.chunksMax - rest.chunks - bytes,
      },
    });
    await worker.collect();
    let computrons = 0;
    let stackPeak = 0;
    for (const given of work.commands) {
      const { heap } = await worker.send(
        given instanceof Uint8Array ? given : JSON.stringify(given),
      );
      computrons += heap.computrons;
      stackPeak = heap.stackPeak;
    }
    return { computrons, stackPeak };
  } catch (error) {
    if (error instanceof XsExit && error.code === MEMORY_FULL) return undefined;
    throw error;
  } finally {
    await worker.close();
  }
}

async function prepare(worker: XsWorker): Promise<void> {
  await worker.send(Buffer.concat([Buffer.of(TEXT_TAG), table('tables.bin')]));
  await worker.send(Buffer.concat([Buffer.of(JAPANESE_TAG), table('japanese.bin')]));
  await worker.json({ prepare: true });
}

/** The smallest room in either measure while the other is ample. */
export async function roomFor(machine: Machine, work: Work): Promise<Room> {
  const slots = await smallest(ROOMY.slots, SLOT_STEP * SLOTS_A_LINK, (tried) =>
    workIn(machine, work, { slots: tried }),
  );
  const bytes = await smallest(ROOMY.bytes, BYTE_STEP, (tried) =>
    workIn(machine, work, { bytes: tried }),
  );
  return { slots, bytes };
}

async function smallest(
  enough: number,
  step: number,
  fits: (tried: number) => Promise<unknown>,
): Promise<number> {
  let low = 0;
  let high = enough;
  while (high - low > step) {
    const middle = Math.round((low + high) / 2 / step) * step;
    if ((await fits(middle)) === undefined) low = middle;
    else high = middle;
  }
  return high;
}

function table(name: string): Buffer {
  return readFileSync(new URL(`../../device/text/${name}`, import.meta.url));
}
