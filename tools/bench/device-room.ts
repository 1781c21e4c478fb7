/**
 * How much memory a work needs above rest: the smallest fixed heap in which it still succeeds. That includes objects that
 * live only for a moment within one step, which sampling between steps would miss.
 */
import { sendTables, withXs } from '../xs/machine.js';
import { XsExit } from '../xs/worker.js';
import { SLOTS_A_LINK } from './device-commands.js';
import type { Work } from './device-work.js';
import type { Machine } from './table.js';

export interface Room {
  readonly slots: number;
  readonly bytes: number;
}

/** Ample, for the measure that is not being searched. */
const ROOMY: Room = Object.freeze({ slots: 12_000, bytes: 384 * 1024 });
const TABLES_BYTES = 1024 * 1024;
const SIZES = Object.freeze({ chunkBytes: TABLES_BYTES + 512 * 1024, slotCount: 32 * 1024 });
const MEMORY_FULL = 11;
/** Precision of the search. */
const SLOT_STEP = 8;
const BYTE_STEP = 128;

/** Chunks are larger on a 64-bit machine, with its wider pointers: measured 0.7 (bundles, texts). */
export function bytesAt32(bytes: number, { slotBytes }: Machine): number {
  return slotBytes === 16 ? bytes : bytes * 0.7;
}

export interface Done {
  readonly stackPeak: number;
  /** Of all its commands. */
  readonly computrons: number;
}

/** @returns undefined if it did not fit */
export async function workIn(
  { hostPath }: Machine,
  { commands }: Work,
  { slots = ROOMY.slots, bytes = ROOMY.bytes }: Partial<Room> = {},
): Promise<Done | undefined> {
  const entry = new URL('./device-in-xs.ts', import.meta.url);
  const run = withXs(
    hostPath,
    entry,
    async (worker) => {
      await sendTables(worker);
      await worker.json({ prepare: true });
      await worker.json({ take: { slots: 0, bytes: 0 } });
      const rest = await worker.collect();
      await worker.json({
        take: {
          slots: rest.slotsMax - rest.slots - slots,
          bytes: rest.chunksMax - rest.chunks - bytes,
        },
      });
      await worker.collect();
      let computrons = 0;
      let stackPeak = 0;
      for (const given of commands) {
        const { heap } = await worker.send(
          given instanceof Uint8Array ? given : JSON.stringify(given),
        );
        computrons += heap.computrons;
        stackPeak = heap.stackPeak;
      }
      return { computrons, stackPeak };
    },
    SIZES,
  );
  return run.catch((error: unknown) => {
    if (error instanceof XsExit && error.code === MEMORY_FULL) return undefined;
    throw error;
  });
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
