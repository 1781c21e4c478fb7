/** An emulated display: how it is built, how it is wired, and how it wakes. */
import type { Geometry } from '../../device/shared/frame.js';
import type { Wake } from './interface.js';
import type { Registers } from './registers.js';
import type { CharacterRom } from './rom.js';
import type { ReadWriteWiring } from './wiring.js';

export interface EmulatorOptions {
  readonly geometry: Geometry;
  /** Nanoseconds since power-on. */
  readonly nowNs: () => number;
  /** Without one: ASCII without dots. */
  readonly rom?: CharacterRom;
  /** The oscillator; 190 is the slowest that is guaranteed (p. 55), and the hardest on a driver. */
  readonly foscKhz?: number;
  readonly supply?: '3.3V' | '5V';
  /** GPIO that drives the backlight; without one it is always on. */
  readonly backlightPin?: number | undefined;
  /** The level at which it is lit; high if absent. */
  readonly backlightActive?: 'high' | 'low';
  /** Grounded by default. */
  readonly readWrite?: ReadWriteWiring;
  /** Bits of `lines.ts` that are high at power-on; none by default. */
  readonly linesAtStart?: number;
  readonly wake?: Wake;
  /** What the open D0–D3 read as in 8-bit mode: one value, or a new one at each latch. */
  readonly floatingNibble?: number | (() => number);
  /** Which half's RS counts where a glitch made them differ: the data sheet does not say. */
  readonly mixedRs?: 'first' | 'second';
  /**
   * What becomes of a byte that arrives while the controller is busy, besides being reported. The data sheet only says
   * that it is not accepted: it may be lost, executed, or taken for another byte.
   */
  readonly whileBusy?: 'ignore' | 'execute' | ((byte: number) => number);
  /** Whether N and F change without a change of DL, besides being reported: the data sheet is ambiguous. */
  readonly lateFunctionSet?: 'apply' | 'ignore';
  /** The registers of a controller that was not reset with its host, as after a brown-out or by a watchdog. */
  readonly registersAtStart?: Partial<Registers>;
  /** What RAM holds at power-on, by address: a clean reset fills DDRAM with spaces, CGRAM is always random. */
  readonly ramAtStart?: (index: number) => number;
  /** Called after each executed byte. */
  readonly onByte?: () => void;
}
