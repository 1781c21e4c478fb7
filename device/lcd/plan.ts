/**
 * Frame shown → frame wanted in the fewest bytes. The address counter runs round a ring of 80 cells; one walk round it
 * from where the counter stands, seeking only where it is not there already, costs |dirty| + runs - (1 if a run starts
 * at the counter): no order of seeks and writes costs less, since bridging a gap of one clean cell ties in bytes and
 * loses in time (a write takes 11.5 clocks, a seek 10).
 */
import type { AddressMap } from './addresses.js';
import { DDRAM_SIZE, ringPosition } from './addresses.js';

/** Receives the plan, byte by byte; nothing is allocated. */
export interface PlanSink {
  /** Set the address counter to a DDRAM address. */
  seek(address: number): void;
  /** Store a code; the counter moves on. */
  write(code: number): void;
}

/** The counter's position is not known, or it points into CGRAM. */
export const NOWHERE = -1;

/**
 * Emits the bytes that turn `shown` into `wanted` and notes them in `shown`.
 * @param position the address counter on the ring, 0 to 79, or NOWHERE
 * @returns where it stands afterwards
 */
export function planCells(
  { addressOf, cellAt, isTwoLine }: AddressMap,
  shown: Uint8Array,
  wanted: Uint8Array,
  position: number,
  sink: PlanSink,
): number {
  const start = position === NOWHERE ? startOutsideRuns(cellAt, shown, wanted) : position;
  let counter = position;
  for (let step = 0; step < DDRAM_SIZE; step += 1) {
    const at = (start + step) % DDRAM_SIZE;
    const cell = cellAt[at] ?? -1;
    if (cell < 0) continue;
    const code = wanted[cell] ?? 0;
    if (shown[cell] === code) continue;
    if (counter !== at) {
      const address = addressOf[cell] ?? 0;
      sink.seek(address);
      counter = ringPosition(address, isTwoLine);
    }
    sink.write(code);
    shown[cell] = code;
    counter = (counter + 1) % DDRAM_SIZE;
  }
  return counter;
}

/** Starting inside a run would cut it in two and pay a second seek. */
function startOutsideRuns(cellAt: Int8Array, shown: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at < DDRAM_SIZE; at += 1) {
    const cell = cellAt[at] ?? -1;
    if (cell < 0 || shown[cell] === wanted[cell]) return at;
  }
  return 0;
}
