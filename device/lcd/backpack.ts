/**
 * An I2C backpack, a PCF8574 in front of the display, as a GPIO bank for the same driver: each write is a byte, and its
 * clock is the wire's. Bytes are collected and sent as one transaction when the driver flushes. A wait that outlasts a byte
 * takes one more: the last one repeated, or the address of a new transaction if a single byte is not enough.
 */
import type { BackpackWiring } from '../shared/settings.js';
import type { Bank, Clock, I2c, Log } from '../shared/ports.js';
import type { LcdOptions } from './options.js';

export interface BackpackOptions {
  readonly wiring: BackpackWiring;
  readonly i2c: I2c;
  readonly clock: LcdOptions['clock'];
  readonly log: Log;
  /** No backpack responds: the display's contents are unknown, and writes are lost until the bank is restarted. */
  readonly onLost: (error: unknown) => void;
}

/** P1 is R/W, which stays low. */
const LINES = Object.freeze({
  isSeekDear: true,
  pins: Object.freeze({ rs: 0, e: 2, d4: 4, d5: 5, d6: 6, d7: 7 }),
  backlightPin: 3,
});
const RS = 0x01;
const E = 0x04;
const BACKLIGHT = 0x08;
const DATA = 0xf0;
/** Both kinds of chip as they are sold, without a jumper soldered. */
const USUAL_ADDRESSES: readonly number[] = Object.freeze([0x27, 0x3f]);
/** Eight bits and the acknowledgement. */
const BITS_PER_BYTE = 9;
/** A full 20x4 with eight glyphs takes some 700. */
const BYTES_MAX = 1024;
/** Sums of fractions of microseconds: less than this is no wait. */
const ROUNDING_US = 0.001;

class Backpack implements Bank, Pick<Clock, 'nowUs' | 'waitUntilUs'> {
  readonly #options: BackpackOptions;
  readonly #byteUs: number;
  readonly #bytes = new Uint8Array(BYTES_MAX);
  #count = 0;
  #levels = 0;
  #address = 0;
  #isLost = true;
  /** When the transaction would have started if it had been sent with its first byte. */
  #startUs = 0;
  /** Total time spent sending: our time is the clock's minus this. */
  #lagUs = 0;
  /** E must not rise before. */
  #readyAtUs = 0;

  constructor(options: BackpackOptions) {
    this.#options = options;
    this.#byteUs = (BITS_PER_BYTE * 1000) / options.i2c.khz;
  }

  /** The time at which the last byte takes effect. */
  nowUs(): number {
    if (this.#count === 0) return this.#options.clock.nowUs() - this.#lagUs;
    return this.#startUs + (1 + this.#count) * this.#byteUs;
  }

  /** Only E's rise has to wait: RS may change meanwhile. */
  waitUntilUs(deadlineUs: number): void {
    this.#readyAtUs = deadlineUs;
  }

  write(levels: number): void {
    if (!this.#isLost) {
      if (levels & E && !(this.#levels & E)) this.wait();
      this.append(levels);
    }
    this.#levels = levels;
  }

  close(): void {
    this.#options.i2c.close?.();
  }

  flush(): void {
    if (this.#count === 0) return;
    const { i2c, clock, onLost } = this.#options;
    const endUs = this.nowUs();
    const bytes = this.#bytes.subarray(0, this.#count);
    this.#count = 0;
    if (this.#isLost) return;
    try {
      i2c.write(this.#address, bytes);
      this.#lagUs = Math.max(this.#lagUs, clock.nowUs() - endUs);
    } catch (error) {
      this.#isLost = true;
      onLost(error);
    }
  }

  /**
   * Finds the backpack and lets go of E, which is high after power-on, and after a transaction that was cut off may be.
   * RS and the data stay as at power-on, so that they do not change with E.
   */
  restart(): void {
    const { wiring, i2c, clock, log, onLost } = this.#options;
    this.#count = 0;
    clock.waitUntilUs(this.#readyAtUs + this.#lagUs);
    this.#levels = RS | DATA | (this.#levels & BACKLIGHT);
    const addresses = wiring.address === undefined ? USUAL_ADDRESSES : [wiring.address];
    const problems: string[] = [];
    for (const address of addresses) {
      const name = `0x${address.toString(16)}`;
      try {
        i2c.write(address, Uint8Array.of(this.#levels));
        if (this.#isLost) log.write('info', `display: backpack at ${name}`);
        this.#isLost = false;
        this.#address = address;
        return;
      } catch (error) {
        problems.push(`${name}: ${String(error)}`);
      }
    }
    this.#isLost = true;
    onLost(new Error(`no backpack at ${problems.join(', ')}`));
  }

  /** Until the next byte may raise E. */
  private wait(): void {
    const { clock } = this.#options;
    const bytes = (): number => (this.#readyAtUs - ROUNDING_US - this.nowUs()) / this.#byteUs;
    if (this.#count > 0 && bytes() > 1 && bytes() <= 2) return this.append(this.#levels);
    if (bytes() <= 1) return;
    this.flush();
    // The address and the byte itself take time too.
    clock.waitUntilUs(this.#readyAtUs + this.#lagUs - 2 * this.#byteUs);
  }

  private append(levels: number): void {
    if (this.#count === BYTES_MAX) this.flush();
    if (this.#count === 0) this.#startUs = this.nowUs();
    this.#bytes[this.#count] = levels;
    this.#count += 1;
  }
}

/** How the driver reaches a display behind a backpack. */
export function backpackLines(options: BackpackOptions): Omit<LcdOptions, 'geometry' | 'foscKhz'> {
  const backpack = new Backpack(options);
  const { backlightActive } = options.wiring;
  return { ...LINES, backlightActive, openBank: () => backpack, clock: backpack };
}
