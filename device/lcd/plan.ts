/**
 * Memory as it is → memory as it is wanted, in the fewest bytes. The address counter runs round a ring; one walk round it
 * from where the counter stands, seeking only where it is not there already, costs |dirty| + runs - (1 if a run starts
 * at the counter): no order of seeks and writes costs less, since bridging a gap of one clean cell ties in bytes and
 * loses in time (a write takes 11.5 clocks, a seek 10). DDRAM is such a ring of 80 cells, CGRAM one of 64 rows of dots.
 */
import type { AddressMap } from './addresses.js';
import { DDRAM_SIZE } from './addresses.js';

/** Receives the plan, byte by byte; nothing is allocated. */
export interface PlanSink {
  /** Set the address counter to a DDRAM address. */
  seek(address: number): void;
  /** Set the address counter to a row of dots in CGRAM. */
  seekGlyph(address: number): void;
  /** Store a code, or a row of dots; the counter moves on. */
  write(code: number): void;
}

/** The counter's position is not known, or it points into the other memory. */
export const NOWHERE = -1;
/** Eight glyphs of eight rows. */
export const CGRAM_SIZE = 64;

/**
 * Emits the bytes that turn `shown` into `wanted` and notes them in `shown`.
 * @param position the address counter on the ring, 0 to 79, or NOWHERE
 * @returns where it stands afterwards
 */
export function planCells(
  { addressOf, cellAt }: Pick<AddressMap, 'addressOf' | 'cellAt'>,
  shown: Uint8Array,
  wanted: Uint8Array,
  position: number,
  sink: PlanSink,
): number {
  const start = position === NOWHERE ? startOutsideRuns(cellAt, shown, wanted) : position;
  let counter = position;
  let at = start;
  for (let left = DDRAM_SIZE; left > 0; left -= 1) {
    const cell = cellAt[at] ?? -1;
    const next = at === DDRAM_SIZE - 1 ? 0 : at + 1;
    if (cell >= 0 && shown[cell] !== wanted[cell]) {
      const code = wanted[cell] ?? 0;
      if (counter !== at) sink.seek(addressOf[cell] ?? 0);
      sink.write(code);
      shown[cell] = code;
      counter = next;
    }
    at = next;
  }
  return counter;
}

/** Emits the bytes that turn the dots of CGRAM into `wanted`, where they are known, and notes them in `shown`. */
export function planGlyphRows(shown: Uint8Array, wanted: Uint8Array, sink: PlanSink): void {
  let start = 0;
  while (start < CGRAM_SIZE && shown[start] !== wanted[start]) start += 1;
  let counter = NOWHERE;
  for (let step = 0; step < CGRAM_SIZE; step += 1) {
    const at = (start + step) % CGRAM_SIZE;
    const dots = wanted[at] ?? 0;
    if (shown[at] === dots) continue;
    if (counter !== at) sink.seekGlyph(at);
    sink.write(dots);
    shown[at] = dots;
    counter = (at + 1) % CGRAM_SIZE;
  }
}

/** Starting inside a run would cut it in two and pay a second seek. */
function startOutsideRuns(cellAt: Int8Array, shown: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at < DDRAM_SIZE; at += 1) {
    const cell = cellAt[at] ?? -1;
    if (cell < 0 || shown[cell] === wanted[cell]) return at;
  }
  return 0;
}
