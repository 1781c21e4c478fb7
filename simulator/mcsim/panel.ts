/** The emulated display, driven by writes to its lines without their times: by Moddable's simulator and by checks. */
import type { Pins } from '../../device/shared/ports.js';
import { Hd44780Emulator } from '../hd44780/emulator.js';
import type { CharacterRom } from '../hd44780/rom.js';

export interface Wiring {
  readonly columns: number;
  readonly rows: number;
  readonly pins: Pins;
  readonly backlightPin?: number;
}

/** Longer than any instruction and than the wait after power-on, so that no write comes too early. */
const WRITE_NS = 50e6;

export class Panel {
  readonly lcd: Hd44780Emulator;
  readonly #pins: Pins;
  #nowNs = 0;

  constructor({ pins, backlightPin, ...geometry }: Wiring, rom?: CharacterRom) {
    this.#pins = pins;
    const nowNs = (): number => this.#nowNs;
    this.lcd = new Hd44780Emulator({ geometry, backlightPin, nowNs, ...(rom ? { rom } : {}) });
  }

  /** The state of all lines after one bank write. */
  write(levels: number): void {
    this.#nowNs += WRITE_NS;
    this.lcd.driveLevels(this.#nowNs, this.#pins, levels);
  }
}
