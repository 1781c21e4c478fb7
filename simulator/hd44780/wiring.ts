/** From a host's GPIO to the display's lines: which line is which bit, and which lines nothing drives. */
import type { Pins } from '../../device/shared/ports.js';
import { E_LINE, RS_LINE, RW_LINE } from './lines.js';

/** R/W soldered to ground, left open, or driven by a GPIO. */
export type ReadWriteWiring = 'grounded' | 'open' | { readonly pin: number };

export interface Wiring {
  readonly pins: Pins;
  readonly readWrite: ReadWriteWiring;
  /** GPIOs that the host drives, as bits. */
  readonly claimed: number;
}

/**
 * The display's lines for given GPIO levels. DB4–DB7, RS and R/W have pull-ups of their own, E has none (data sheet p. 51,
 * 54): an open line reads as 1, and an open E is taken for low.
 */
export function linesOf({ pins, readWrite, claimed }: Wiring, levels: number): number {
  // An open line is high.
  const high = levels | ~claimed;
  return (
    line(0b0001, pins.d4, high) |
    line(0b0010, pins.d5, high) |
    line(0b0100, pins.d6, high) |
    line(0b1000, pins.d7, high) |
    line(RS_LINE, pins.rs, high) |
    line(E_LINE, pins.e, levels & claimed) |
    (readWrite === 'grounded'
      ? 0
      : readWrite === 'open'
        ? RW_LINE
        : line(RW_LINE, readWrite.pin, high))
  );
}

/** Lines besides E that nothing drives: they are high while the host drives all its lines low. */
export function undrivenLines(wiring: Wiring): number {
  return linesOf(wiring, 0);
}

/** `bit` where the GPIO `pin` is set in `levels`. Called for each line at each write. */
function line(bit: number, pin: number, levels: number): number {
  return (levels >>> pin) & 1 ? bit : 0;
}
