/** A driver wired to an emulated display, in virtual time. */
import { LcdController } from '../../../device/lcd/controller.js';
import type { LcdOptions } from '../../../device/lcd/options.js';
import type { Bank, Pins } from '../../../device/shared/ports.js';
import { blankFrame, drawRow } from '../../../device/screen/draw.js';
import type { Sheet } from '../../../device/screen/draw.js';
import type { Frame, Geometry } from '../../../device/shared/frame.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import type { EmulatorOptions } from '../../../simulator/hd44780/options.js';
import { timedBank } from '../../../simulator/ports/bank.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

export interface LcdRig {
  readonly time: VirtualTime;
  readonly emulator: Hd44780Emulator;
  readonly lcd: LcdController;
  /** Levels of every bank write so far. */
  readonly bankWrites: number[];
  /** Solders another display to the driver's pins. */
  readonly rewire: (emulator: Hd44780Emulator) => void;
}

export interface LcdRigOptions extends Partial<Omit<EmulatorOptions, 'geometry' | 'nowNs'>> {
  readonly geometry?: Geometry;
  readonly driver?: Partial<LcdOptions>;
  readonly pins?: Pins;
}

export const SIXTEEN_BY_TWO: Geometry = { columns: 16, rows: 2 };

export function lcdRig({
  geometry = SIXTEEN_BY_TWO,
  driver,
  pins = DEFAULTS.wiring.pins,
  ...emulated
}: LcdRigOptions = {}): LcdRig {
  const time = new VirtualTime();
  const { clock } = time;
  const emulator = new Hd44780Emulator({
    geometry,
    backlightPin: driver?.backlightPin,
    nowNs: () => clock.nowUs() * 1000,
    ...emulated,
  });
  const bankWrites: number[] = [];
  let bank: Bank | undefined;
  let claimed = 0;
  const rewire = (other: Hd44780Emulator): void => {
    bank = other.openBank(pins)(claimed);
  };
  const openBank = timedBank((mask) => {
    claimed = mask;
    rewire(emulator);
    return {
      write: (levels) => {
        bankWrites.push(levels);
        bank?.write(levels);
      },
    };
  }, clock);
  const foscKhz = emulated.foscKhz ?? DEFAULTS.foscKhz;
  const lcd = new LcdController({ openBank, pins, clock, geometry, foscKhz, ...driver });
  return { time, emulator, lcd, bankWrites, rewire };
}

/** A frame of plain rows, without glyphs unless given. */
export function frameOf(
  rows: readonly string[],
  geometry: Geometry = SIXTEEN_BY_TWO,
  glyphs: Frame['glyphs'] = [],
): Frame {
  const frame: Sheet = { ...blankFrame(geometry), glyphs };
  for (const [row, text] of rows.entries()) drawRow(frame, row, text);
  return frame;
}
