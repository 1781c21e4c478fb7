/**
 * The Bank and the I2c port in Moddable's desktop simulator: sends writes as messages to the window's emulator (simulator/mcsim),
 * which decodes the bus and draws dots. The driver is the same as on a board.
 */
import Timer from 'timer';
import type { Bank, OpenBank, OpenI2c } from '../../shared/ports.js';
import type { Wiring } from '../../shared/settings.js';
import { tellWindow } from './window.js';

/** What the window needs to wire up the lines. */
export interface ScreenWiring {
  readonly columns: number;
  readonly rows: number;
  readonly wiring: Wiring;
}

/** Without settings, because they are invalid, the window uses the defaults. */
export function screenBankOpener(settings: ScreenWiring | undefined): OpenBank {
  return (mask) => {
    tellWiring(settings);
    return new ScreenBank(mask);
  };
}

/** The window's backpack has the address that the settings give, or else the usual one. */
export function screenI2cOpener(settings: ScreenWiring | undefined): OpenI2c {
  return () => {
    tellWiring(settings);
    return {
      khz: 100,
      write: (address, bytes) => tellWindow({ i2c: { address, bytes: Array.from(bytes) } }),
    };
  };
}

function tellWiring(settings: ScreenWiring | undefined): void {
  if (!settings) return;
  const { columns, rows, wiring } = settings;
  tellWindow({ wiring: { columns, rows, ...wiring } });
}

/** A frame is about 200 writes: those of one turn of the event loop are sent in one message. */
class ScreenBank implements Bank {
  readonly #mask: number;
  #levels = 0;
  #unsent: number[] = [];
  #isFlushPlanned = false;

  constructor(mask: number) {
    this.#mask = mask;
  }

  write(levels: number): void {
    // Two steps as on the chip, which sets the 1 bits before it clears the 0 bits.
    const raised = this.#levels | (levels & this.#mask);
    const settled = levels & this.#mask;
    if (raised !== this.#levels) this.#unsent.push(raised);
    if (settled !== raised) this.#unsent.push(settled);
    this.#levels = settled;
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    Timer.set(() => {
      this.#isFlushPlanned = false;
      const writes = this.#unsent;
      this.#unsent = [];
      tellWindow({ writes });
    });
  }
}
