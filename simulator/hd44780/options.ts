/** What an emulated display is told of itself: how it is made, how it is wired, and how it wakes. */
import type { Geometry } from '../../device/shared/frame.js';
import type { Wake } from './interface.js';
import type { Registers } from './registers.js';
import type { CharacterRom } from './rom.js';
import type { ReadWriteWiring } from './wiring.js';

export interface EmulatorOptions {
  readonly geometry: Geometry;
  /** Nanoseconds since power-on. */
  readonly nowNs: () => number;
  /** What the glass shows for each code; without one, ASCII without dots. */
  readonly rom?: CharacterRom;
  /** The oscillator; 190 is the slowest that is guaranteed (p. 55), and the hardest on a driver. */
  readonly foscKhz?: number;
  readonly supply?: '3.3V' | '5V';
  /** GPIO that drives the backlight; without one it is wired to stay lit. */
  readonly backlightPin?: number | undefined;
  /** Soldered to ground unless said otherwise. */
  readonly readWrite?: ReadWriteWiring;
  readonly wake?: Wake;
  /** What the open D0–D3 read as in 8-bit mode: one value, or a new one at each latch. */
  readonly floatingNibble?: number | (() => number);
  /** Whose RS counts where a glitch gave the halves of a byte different ones: the data sheet does not say. */
  readonly mixedRs?: 'first' | 'second';
  /**
   * What becomes of a byte that comes while the one before is busy, besides being reported: the data sheet only says that
   * it is not accepted. It may be lost, or be taken all the same, or be taken as another one.
   */
  readonly whileBusy?: 'ignore' | 'execute' | ((byte: number) => number);
  /** Whether N and F change without a change of DL, besides being reported; readers of the data sheet disagree. */
  readonly lateFunctionSet?: 'apply' | 'ignore';
  /** How a controller wakes that was not reset with its host: a brown-out, a watchdog. */
  readonly registersAtStart?: Partial<Registers>;
  /** What RAM holds at power-on, by address: a clean reset fills DDRAM with spaces, CGRAM is random in any case. */
  readonly ramAtStart?: (index: number) => number;
  /** After each byte that was executed. */
  readonly onByte?: () => void;
}
