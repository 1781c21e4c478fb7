/**
 * RS, E and D4–D7 of an HD44780U over one GPIO bank, or over a backpack that acts as one (`backpack.ts`). R/W is tied low,
 * so the busy flag cannot be read: each byte sets a deadline, and the next one waits for it.
 *
 * Four bank writes per byte, five if RS changes. That is the minimum: each nibble needs a rise and a fall of E.
 * RS must be settled before E rises (tAS), so it has a write of its own. The data may change together with E's rise,
 * as they are latched at its fall (tDSW), but never with the fall: a bank write sets bits before it clears others.
 * E is high for as long as a call of the bank takes, which on every engine we know exceeds PWEH, 450 ns.
 *
 * The backlight, if we switch it, is a seventh line of the same bank and costs no extra writes.
 */
import type { Bank } from '../shared/ports.js';
import type { LcdOptions } from './options.js';

export type LcdBusOptions = Pick<
  LcdOptions,
  'openBank' | 'pins' | 'backlightPin' | 'backlightActive' | 'clock'
>;

export class LcdBus {
  readonly #bank: Bank;
  readonly #clock: LcdOptions['clock'];
  /** GPIO levels of D4–D7 by nibble. */
  readonly #nibbles = new Uint32Array(16);
  readonly #rsLevel: number;
  readonly #eLevel: number;
  readonly #litLevel: number;
  readonly #darkLevel: number;
  #rs = 0;
  #backlight: number;
  #readyAtUs = 0;

  constructor({ openBank, pins, backlightPin, backlightActive, clock }: LcdBusOptions) {
    const data = [pins.d4, pins.d5, pins.d6, pins.d7];
    for (let nibble = 0; nibble < 16; nibble += 1)
      this.#nibbles[nibble] = data.reduce(
        (levels, pin, bit) => ((nibble >> bit) & 1 ? levels | (1 << pin) : levels),
        0,
      );
    // Unsigned: GPIO 31 would make the number negative.
    this.#rsLevel = (1 << pins.rs) >>> 0;
    this.#eLevel = (1 << pins.e) >>> 0;
    const light = backlightPin === undefined ? 0 : (1 << backlightPin) >>> 0;
    this.#litLevel = backlightActive === 'low' ? 0 : light;
    this.#darkLevel = light ^ this.#litLevel;
    this.#backlight = this.#darkLevel;
    this.#clock = clock;
    const lines = this.#rsLevel | this.#eLevel | light | (this.#nibbles[15] ?? 0);
    this.#bank = openBank(lines >>> 0);
  }

  /** Keeps the bus idle for `us`, while the controller powers on. */
  holdUs(us: number): void {
    this.#readyAtUs = this.#clock.nowUs() + us;
  }

  /** Drives one line high and the others low, for a test of the wires. @returns false if there is no line of that number */
  raiseLine(index: number): boolean {
    const [, d4, d5, , d6, , , , d7] = this.#nibbles;
    const light = this.#litLevel | this.#darkLevel;
    const level = [this.#rsLevel, this.#eLevel, d4, d5, d6, d7, light][index];
    this.#bank.write(level ?? 0);
    this.flush();
    return level !== undefined && level !== 0;
  }

  /** Releases the lines. */
  close(): void {
    this.#bank.close?.();
  }

  /** Before an initialisation: finds a bank that was lost. What that writes may keep the controller busy for `busyUs`. */
  restart(busyUs: number): void {
    if (!this.#bank.restart) return;
    this.#clock.waitUntilUs(this.#readyAtUs);
    this.#bank.restart();
    this.holdUs(busyUs);
  }

  /** After the last byte of a frame or of a step. */
  flush(): void {
    this.#bank.flush?.();
  }

  /** One instruction, then busy for `busyUs`. */
  instruct(byte: number, busyUs: number): void {
    this.send(0, byte, busyUs);
  }

  /** One byte of DDRAM or CGRAM, then busy for `busyUs`. */
  write(byte: number, busyUs: number): void {
    this.send(this.#rsLevel, byte, busyUs);
  }

  /** Half an instruction, for the initialisation only. Always writes RS, since its state is not known yet. */
  instructNibble(nibble: number, busyUs: number): void {
    this.#clock.waitUntilUs(this.#readyAtUs);
    this.#rs = 0;
    this.#bank.write(this.#backlight);
    this.strobe(nibble);
    this.#readyAtUs = this.#clock.nowUs() + busyUs;
  }

  private send(rs: number, byte: number, busyUs: number): void {
    this.#clock.waitUntilUs(this.#readyAtUs);
    this.select(rs);
    this.strobe(byte >> 4);
    this.strobe(byte & 15);
    this.#readyAtUs = this.#clock.nowUs() + busyUs;
  }

  /** E is low between two bytes, so the controller ignores the data lines. */
  setBacklight(isLit: boolean): void {
    const level = isLit ? this.#litLevel : this.#darkLevel;
    if (level === this.#backlight) return;
    this.#backlight = level;
    this.#bank.write((this.#rs | level) >>> 0);
  }

  /** Called after the wait, so that a byte's writes are adjacent. */
  private select(rs: number): void {
    if (rs === this.#rs) return;
    this.#rs = rs;
    this.#bank.write((rs | this.#backlight) >>> 0);
  }

  private strobe(nibble: number): void {
    const levels = this.#rs | this.#backlight | (this.#nibbles[nibble] ?? 0);
    this.#bank.write((levels | this.#eLevel) >>> 0);
    this.#bank.write(levels >>> 0);
  }
}
