/**
 * Turns the shown cells into the wanted ones in the fewest bytes. The address counter moves round a ring. One walk round it
 * from the counter, seeking only at gaps, costs |dirty| + runs - (1 if a run starts at the counter). No order of seeks
 * and writes costs less: writing over a gap of one clean cell ties in bytes and loses in time (a write takes 11.5
 * clocks, a seek 10). Over I2C a seek between writes changes RS twice and so takes six bytes, a write four: there a gap of
 * one is written over.
 */
import type { AddressMap } from './addresses.js';
import { DDRAM_SIZE } from './addresses.js';

/** Receives the plan byte by byte, without allocation. */
export interface PlanSink {
  /** Whether a seek costs more than a write. */
  readonly isSeekDear?: boolean;
  /** Set the address counter to a DDRAM address. */
  seek(address: number): void;
  /** Set the address counter to a row of dots in CGRAM. */
  seekGlyph(address: number): void;
  /** Store a code or a row of dots; the counter moves on. */
  write(code: number): void;
}

/** The counter's position is unknown, or in CGRAM. */
export const NOWHERE = -1;

/**
 * Emits the bytes that turn `shown` into `wanted`, and updates `shown`.
 * @param position the address counter on the ring, 0 to 79, or NOWHERE
 * @returns its position afterwards
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
      const gap = cellAt[counter] ?? -1;
      if (sink.isSeekDear && gap >= 0 && (counter + 1) % DDRAM_SIZE === at)
        sink.write(shown[gap] ?? 0);
      else if (counter !== at) sink.seek(addressOf[cell] ?? 0);
      sink.write(code);
      shown[cell] = code;
      counter = next;
    }
    at = next;
  }
  return counter;
}

/** Starting inside a run would split it and cost a second seek. */
function startOutsideRuns(cellAt: Int8Array, shown: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at < DDRAM_SIZE; at += 1) {
    const cell = cellAt[at] ?? -1;
    if (cell < 0 || shown[cell] === wanted[cell]) return at;
  }
  return 0;
}
