/** A host that drives the lines itself, so that it can break every rule by a nanosecond. */
import type { Pins } from '../../../device/shared/ports.js';
import { Hd44780Emulator } from '../../../simulator/hd44780/emulator.js';
import type { EmulatorOptions } from '../../../simulator/hd44780/options.js';

const PINS: Pins = { d4: 0, d5: 1, d6: 2, d7: 3, rs: 4, e: 5 };
/** Where a test wires R/W to a pin. */
export const RW_PIN = 6;
const RS = 0b01_0000;
const E = 0b10_0000;
const RW = 1 << RW_PIN;

/** Gaps of one nibble, in ns: from RS and data to E's rise, E high, and after its fall. */
export interface Pulse {
  readonly setUpNs?: number;
  readonly highNs?: number;
  readonly lowNs?: number;
}

/** A falling line moves this long after a rising one, as in a bank's two register writes. */
export const FALL_NS = 5;

export class Host {
  readonly emulator: Hd44780Emulator;
  nowNs = 0;
  readonly #write: (levels: number) => void;
  #levels = 0;

  /** @param claimed GPIOs that this host drives */
  constructor(
    options: Partial<Omit<EmulatorOptions, 'nowNs'>> = {},
    claimed = RS | E | RW | 0b1111,
  ) {
    this.emulator = new Hd44780Emulator({
      geometry: { columns: 16, rows: 2 },
      foscKhz: 270,
      ...options,
      nowNs: () => this.nowNs,
    });
    const bank = this.emulator.openBank(PINS)(claimed);
    this.#write = (levels) => bank.write(levels);
  }

  get kinds(): string[] {
    return this.emulator.violations.map(({ kind }) => kind);
  }

  wait(ns: number): this {
    this.nowNs += ns;
    return this;
  }

  /** Sets the lines that are named, all in one bank write. */
  lines({ rs, rw, e, data }: { rs?: 0 | 1; rw?: 0 | 1; e?: 0 | 1; data?: number }): this {
    let levels = this.#levels;
    if (rw !== undefined) levels = rw ? levels | RW : levels & ~RW;
    if (rs !== undefined) levels = rs ? levels | RS : levels & ~RS;
    if (e !== undefined) levels = e ? levels | E : levels & ~E;
    if (data !== undefined) levels = (levels & ~0b1111) | data;
    this.#levels = levels;
    this.#write(levels);
    return this;
  }

  nibble(
    data: number,
    rs: 0 | 1 = 0,
    { setUpNs = 100, highNs = 500, lowNs = 500 }: Pulse = {},
  ): this {
    return this.lines({ rs, data })
      .wait(setUpNs)
      .lines({ e: 1 })
      .wait(highNs)
      .lines({ e: 0 })
      .wait(lowNs);
  }

  /** Both halves, then `busyUs` of patience. */
  byte(byte: number, rs: 0 | 1 = 0, busyUs = 50): this {
    return this.nibble(byte >> 4, rs)
      .nibble(byte & 15, rs)
      .wait(busyUs * 1000);
  }

  text(text: string): this {
    for (const character of text) this.byte(character.charCodeAt(0), 1);
    return this;
  }

  /** Power-on and the data sheet's initialisation (p. 46, figure 24), two lines, display on, cleared. */
  start(functionSet = 0x28): this {
    this.wait(50e6).nibble(3).wait(4.5e6).nibble(3).wait(150e3).nibble(3).wait(150e3);
    return this.nibble(2).wait(150e3).byte(functionSet).byte(0x0c).byte(0x01, 0, 1600).byte(0x06);
  }
}
