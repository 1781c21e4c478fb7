/**
 * An I2C backpack: a PCF8574 whose outputs are the display's lines. Each byte takes effect at its acknowledgement, nine
 * bits after the one before it. Shares no code with the driver.
 */
import type { Clock, I2c } from '../../device/shared/ports.js';
import type { Hd44780Emulator } from './emulator.js';
import { DATA_LINES, E_LINE, RS_LINE, RW_LINE } from './lines.js';
import type { EmulatorOptions } from './options.js';

interface BackpackOptions {
  readonly lcd: Pick<Hd44780Emulator, 'driveLevels'>;
  readonly clock: Pick<Clock, 'nowUs' | 'waitUntilUs'>;
  /** 0x27 by default. */
  readonly address?: number | undefined;
  /** 100 by default. */
  readonly khz?: number;
}

/** For people. */
export const BACKPACK_PORTS = Object.freeze({
  ...{ rs: 'P0', rw: 'P1', e: 'P2', d4: 'P4', d5: 'P5', d6: 'P6', d7: 'P7' },
});
const PINS = Object.freeze({ rs: 0, e: 2, d4: 4, d5: 5, d6: 6, d7: 7 });
const BITS_PER_BYTE = 9;
const SEEN_MAX = 16;

/** For the emulated display behind it: R/W is wired, and all lines are high after power-on. */
export const BEHIND_BACKPACK = Object.freeze({
  readWrite: Object.freeze({ pin: 1 }),
  backlightPin: 3,
  linesAtStart: DATA_LINES | RS_LINE | RW_LINE | E_LINE,
} as const satisfies Partial<EmulatorOptions>);

export class EmulatedBackpack implements I2c {
  readonly khz: number;
  /** False: nothing acknowledges. */
  isConnected = true;
  /** Each begins with its address. */
  readonly #lastTransactions: (readonly number[])[] = [];
  readonly #options: BackpackOptions;

  constructor(options: BackpackOptions) {
    this.#options = options;
    this.khz = options.khz ?? 100;
  }

  /** The last transactions in hexadecimal, newest first. */
  texts(): string[] {
    return this.#lastTransactions.map(hex).reverse();
  }

  write(address: number, bytes: Uint8Array): void {
    const { lcd, clock } = this.#options;
    const byteUs = (BITS_PER_BYTE * 1000) / this.khz;
    const atUs = clock.nowUs();
    if (!this.isConnected || address !== (this.#options.address ?? 0x27)) {
      clock.waitUntilUs(atUs + byteUs);
      throw new Error('write failed');
    }
    for (const [index, byte] of bytes.entries())
      lcd.driveLevels((atUs + (index + 2) * byteUs) * 1000, PINS, byte);
    clock.waitUntilUs(atUs + (1 + bytes.length) * byteUs);
    this.#lastTransactions.push([address, ...bytes]);
    if (this.#lastTransactions.length > SEEN_MAX) this.#lastTransactions.shift();
  }
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
