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
  const line = (bit: number, pin: number): number => {
    const isHigh = isClaimed(claimed, pin) ? (levels >>> pin) & 1 : bit !== E_LINE;
    return isHigh ? bit : 0;
  };
  return (
    line(0b0001, pins.d4) |
    line(0b0010, pins.d5) |
    line(0b0100, pins.d6) |
    line(0b1000, pins.d7) |
    line(RS_LINE, pins.rs) |
    line(E_LINE, pins.e) |
    (readWrite === 'grounded' ? 0 : readWrite === 'open' ? RW_LINE : line(RW_LINE, readWrite.pin))
  );
}

/** Lines besides E that nothing drives: their level is not the host's. */
export function undrivenLines({ pins, readWrite, claimed }: Wiring): number {
  const open = (bit: number, pin: number): number => (isClaimed(claimed, pin) ? 0 : bit);
  return (
    open(0b0001, pins.d4) |
    open(0b0010, pins.d5) |
    open(0b0100, pins.d6) |
    open(0b1000, pins.d7) |
    open(RS_LINE, pins.rs) |
    (readWrite === 'grounded' ? 0 : readWrite === 'open' ? RW_LINE : open(RW_LINE, readWrite.pin))
  );
}

function isClaimed(claimed: number, pin: number): boolean {
  return ((claimed >>> pin) & 1) === 1;
}
