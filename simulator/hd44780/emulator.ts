/**
 * An HD44780U at the level of its pins: what the data sheet says of each edge, and every violation of its rules.
 * Shares no code with the driver, so that it can judge it.
 */
import type { Bank, OpenBank, Pins } from '../../device/shared/ports.js';
import type { Geometry } from '../../device/shared/frame.js';
import type { ByteCounts } from './audit.js';
import { emptyTally } from './audit.js';
import { Glass } from './glass.js';
import { BusInterface } from './interface.js';
import { meaningOf } from './meaning.js';
import { Memory } from './memory.js';
import type { EmulatorOptions } from './options.js';
import { Processor } from './processor.js';
import { registersAfterReset } from './registers.js';
import type { Violation, ViolationKind } from './timing.js';
import { TIMING } from './timing.js';
import type { Wiring } from './wiring.js';
import { linesOf, undrivenLines } from './wiring.js';

export interface SeenByte {
  readonly atNs: number;
  readonly rs: 0 | 1;
  readonly byte: number;
  readonly meaning: string;
}

/** tADD: how long after the busy flag the counter moves, in clocks (p. 25, note under figure 10). */
const COUNTER_CLOCKS = 1.5;
/** How long the internal reset keeps it busy (p. 23); the host must wait longer anyway. */
const RESET_NS = 10e6;
const SEEN_MAX = 64;
/** Between a bank write's two register writes: bits are set first, then others cleared. */
const SET_TO_CLEAR_NS = 5;
/** Half a period of blinking: 409.6 ms at 250 kHz (p. 26). */
const BLINK_CLOCKS = 102_400;
const EVERY_PIN = 0xffff_ffff;

export class Hd44780Emulator {
  readonly geometry: Geometry;
  readonly violations: Violation[] = [];
  readonly lastBytes: SeenByte[] = [];
  readonly #options: EmulatorOptions;
  readonly #clockNs: number;
  readonly #registers = registersAfterReset();
  readonly #memory = new Memory(this.#registers);
  readonly #glass: Glass;
  readonly #bus: BusInterface;
  readonly #processor: Processor;
  readonly #tally = emptyTally();
  #startedAtNs = 0;
  #busyUntilNs = RESET_NS;
  #counterUntilNs = 0;
  #busyWith = 'start';
  /** The GPIO levels of the last write. */
  #levels = 0;

  constructor(options: EmulatorOptions) {
    this.#options = options;
    this.geometry = options.geometry;
    this.#clockNs = 1e6 / (options.foscKhz ?? 190);
    const registers = this.#registers;
    const memory = this.#memory;
    if (options.ramAtStart) memory.fill(options.ramAtStart);
    const wake = options.wake ?? { bits: 8 };
    // In 4-bit mode the display ran before the host restarted, with two lines.
    if (wake.bits === 4) registers.isTwoLine = registers.isOn = true;
    Object.assign(registers, options.registersAtStart);
    this.#glass = new Glass({
      geometry: options.geometry,
      rom: options.rom,
      registers,
      memory,
      isBlinkPhase: () => Math.floor(options.nowNs() / (BLINK_CLOCKS * this.#clockNs)) % 2 === 1,
    });
    this.#bus = new BusInterface({
      timing: TIMING[options.supply ?? '3.3V'],
      wake,
      linesAtStart: options.linesAtStart ?? 0,
      floatingNibble: options.floatingNibble ?? 0xf,
      mixedRs: options.mixedRs ?? 'second',
      report: (violation) => this.violations.push(violation),
      onNibble: (atNs) => this.#checkBusy(atNs),
      onByte: (byte, rs, atNs, isInherited) => {
        const before = this.violations.length;
        this.#take(byte, rs, atNs);
        if (isInherited) this.violations.length = before;
      },
      onRead: () => memory.moveCounter(registers.isIncrement ? 1 : -1),
    });
    this.#processor = new Processor({
      registers,
      memory,
      glass: this.#glass,
      tally: this.#tally,
      bus: this.#bus,
      takesLateFunctionSet: options.lateFunctionSet !== 'ignore',
      report: (kind, detail) => this.violations.push({ kind, atNs: this.#startedAtNs, detail }),
    });
  }

  /** A GPIO bank that is wired to this display: it drives the lines of `mask`. */
  openBank(pins: Pins): OpenBank {
    return (mask): Bank => {
      const write = (levels: number): void =>
        this.driveLevels(this.#options.nowNs(), pins, levels, mask);
      // Claimed lines start low.
      write(0);
      return { write };
    };
  }

  /** One bank write at `atNs`: rising lines change first, falling ones a moment later. */
  driveLevels(atNs: number, pins: Pins, levels: number, claimed = EVERY_PIN): void {
    const wiring: Wiring = { pins, readWrite: this.#options.readWrite ?? 'grounded', claimed };
    const undriven = undrivenLines(wiring);
    this.#bus.drive(atNs, linesOf(wiring, this.#levels | levels), undriven);
    this.#bus.drive(atNs + SET_TO_CLEAR_NS, linesOf(wiring, levels), undriven);
    this.#levels = levels;
  }

  /** As after a dip of its supply that the host did not feel. */
  reset(): void {
    Object.assign(this.#registers, registersAfterReset());
    this.#memory.fill(() => 0x20);
    this.#bus.setWidth(8);
    this.#busyUntilNs = this.#counterUntilNs = this.#options.nowNs() + RESET_NS;
  }

  get isOn(): boolean {
    return this.#registers.isOn;
  }

  get isLit(): boolean {
    const { backlightPin, backlightActive } = this.#options;
    if (backlightPin === undefined) return true;
    return ((this.#levels >>> backlightPin) & 1) === (backlightActive === 'low' ? 0 : 1);
  }

  get cgram(): Uint8Array {
    return this.#memory.cgram;
  }

  /** When the last byte is done and the counter has moved. */
  get readyAtNs(): number {
    return this.#counterUntilNs;
  }

  get interface(): { readonly bits: 4 | 8; readonly isAligned: boolean } {
    return this.#bus.state;
  }

  get counts(): ByteCounts {
    return { ...this.#tally };
  }

  /** The address counter, or undefined while it points into CGRAM. */
  get addressCounter(): number | undefined {
    return this.#registers.isCgram ? undefined : this.#registers.address;
  }

  /** Character codes of the visible cells, row by row, whether the display is on or off. */
  cellCodes(): number[][] {
    return this.#glass.cellCodes();
  }

  /** Rows as text: ROM codes as characters, CGRAM codes as U+E000 + slot, spaces while it is off. */
  text(): string[] {
    return this.#glass.text();
  }

  /** The lit dots of a cell: eight rows, bit 4 the leftmost. */
  cellDots(row: number, column: number): number[] {
    return this.#glass.cellDots(row, column);
  }

  #checkBusy(atNs: number): void {
    if (atNs < this.#busyUntilNs) this.#reportEarly('busy', atNs, this.#busyUntilNs);
    else if (atNs < this.#counterUntilNs) this.#reportEarly('tADD', atNs, this.#counterUntilNs);
  }

  #reportEarly(kind: ViolationKind, atNs: number, untilNs: number): void {
    this.violations.push({
      kind,
      atNs,
      measuredNs: atNs - this.#startedAtNs,
      requiredNs: untilNs - this.#startedAtNs,
      detail: `${(untilNs - atNs).toFixed(0)} ns too early after ${this.#busyWith}`,
    });
  }

  #take(sent: number, rs: 0 | 1, atNs: number): void {
    const { whileBusy = 'ignore', onByte } = this.#options;
    let byte = sent;
    if (atNs < this.#busyUntilNs) {
      // The byte is lost, but its nibbles still pair up.
      if (whileBusy === 'ignore') return;
      if (whileBusy !== 'execute') byte = whileBusy(sent) & 0xff;
    }
    const meaning = meaningOf(byte, rs, this.#registers.isCgram);
    this.lastBytes.push({ atNs, rs, byte, meaning });
    if (this.lastBytes.length > SEEN_MAX) this.lastBytes.shift();
    this.#busyWith = meaning;
    this.#startedAtNs = atNs;
    const busyNs = this.#processor.execute(byte, rs) * this.#clockNs;
    const counterNs = rs === 1 ? COUNTER_CLOCKS * this.#clockNs : 0;
    this.#busyUntilNs = atNs + busyNs;
    this.#counterUntilNs = atNs + busyNs + counterNs;
    this.#tally.busyNs += busyNs + counterNs;
    onByte?.();
  }
}
