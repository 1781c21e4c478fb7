/** The emulated display, driven by writes to its lines without their times: by Moddable's simulator and by checks. */
import type { Pins } from '../../device/shared/ports.js';
import type { BackpackWiring } from '../../device/shared/settings.js';
import { BEHIND_BACKPACK, EmulatedBackpack } from '../hd44780/backpack.js';
import { Hd44780Emulator } from '../hd44780/emulator.js';
import type { CharacterRom } from '../hd44780/rom.js';

export type Wiring = { readonly columns: number; readonly rows: number } & (
  Lines | Pick<BackpackWiring, 'bus' | 'address' | 'backlightActive'>
);

interface Lines {
  readonly bus?: 'gpio';
  readonly pins: Pins;
  readonly backlightPin?: number | undefined;
}

/** Longer than any instruction and than the wait after power-on, so that no write comes too early. */
const WRITE_NS = 50e6;
/** At which a byte takes as long. */
const SLOW_KHZ = 9e6 / WRITE_NS;

export class Panel {
  readonly lcd: Hd44780Emulator;
  /** Undefined on GPIO lines. */
  readonly backpack: EmulatedBackpack | undefined;
  readonly #pins: Pins | undefined;
  #nowNs = 0;

  constructor(wiring: Wiring, rom?: CharacterRom) {
    const isBackpack = wiring.bus === 'pcf8574';
    const { columns, rows } = wiring;
    const nowNs = (): number => this.#nowNs;
    this.lcd = new Hd44780Emulator({
      ...wiring,
      ...(isBackpack ? BEHIND_BACKPACK : {}),
      ...(rom ? { rom } : {}),
      geometry: { columns, rows },
      nowNs,
    });
    this.#pins = isBackpack ? undefined : wiring.pins;
    const clock = {
      nowUs: () => this.#nowNs / 1000,
      waitUntilUs: (us: number): void => void (this.#nowNs = us * 1000),
    };
    this.backpack = isBackpack
      ? new EmulatedBackpack({ lcd: this.lcd, clock, address: wiring.address, khz: SLOW_KHZ })
      : undefined;
  }

  /** The state of all lines after one bank write. */
  write(levels: number): void {
    this.#nowNs += WRITE_NS;
    if (this.#pins) this.lcd.driveLevels(this.#nowNs, this.#pins, levels);
  }
}
