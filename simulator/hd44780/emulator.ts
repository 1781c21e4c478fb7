/**
 * An HD44780U as its pins see it: what the data sheet says it does with each edge, and every rule that was broken.
 * Shares no code with the driver, so that it can judge it.
 */
import type { Bank, OpenBank, Pins } from '../../device/ports.js';
import type { Geometry } from '../../device/screen/frame.js';
import type { Wake } from './interface.js';
import { BusInterface, E_LINE, RS_LINE } from './interface.js';
import { meaningOf } from './meaning.js';
import type { CharacterRom } from './rom.js';
import type { Violation, ViolationKind } from './timing.js';
import { TIMING } from './timing.js';

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
  readonly wake?: Wake;
  /** What the open D0–D3 read as in 8-bit mode: one value, or a new one at each latch. */
  readonly floatingNibble?: number | (() => number);
  /** Whose RS counts where a glitch gave the halves of a byte different ones: the data sheet does not say. */
  readonly mixedRs?: 'first' | 'second';
  /** How a controller wakes that was not reset with its host: a brown-out, a watchdog. */
  readonly registersAtStart?: Partial<Registers>;
  /** What RAM holds at power-on, by address: a clean reset fills DDRAM with spaces, CGRAM is random in any case. */
  readonly ramAtStart?: (index: number) => number;
  /** After each byte that was executed. */
  readonly onByte?: () => void;
}

/** What the controller remembers besides its memory (data sheet p. 23 for their values after a reset). */
export interface Registers {
  readonly address: number;
  readonly isCgram: boolean;
  readonly isIncrement: boolean;
  readonly shiftsOnWrite: boolean;
  readonly isTwoLine: boolean;
  readonly isOn: boolean;
  readonly isCursorOn: boolean;
  readonly isBlinking: boolean;
  readonly shift: number;
}

export interface SeenByte {
  readonly atNs: number;
  readonly rs: 0 | 1;
  readonly byte: number;
  readonly meaning: string;
}

export interface ByteCounts {
  readonly bytes: number;
  readonly instructions: number;
  readonly writes: number;
  /** Writes of what the cell held already. */
  readonly redundantWrites: number;
  /** Addresses at which the counter stood already. */
  readonly redundantSeeks: number;
  /** Returns home: a driver that heals sends one each time. */
  readonly homes: number;
  /** Rows of dots that changed while a lit cell showed them: a person may see half a glyph. */
  readonly visibleDots: number;
  /** Time that bytes kept the controller busy, in ns. */
  readonly busyNs: number;
}

const DDRAM_SIZE = 80;
const LINE_LENGTH = 40;
const SECOND_LINE = 0x40;
const CGRAM_SIZE = 64;
const COMMAND_CLOCKS = 10;
const ADDRESS_CLOCKS = 1.5;
const LONG_CLOCKS = 410.4;
const SEEN_MAX = 64;
/** Between a bank write's two register writes: bits are set first, then others cleared. */
const SET_TO_CLEAR_NS = 5;
const PRIVATE_USE = 0xe000;

export class Hd44780Emulator {
  readonly geometry: Geometry;
  readonly violations: Violation[] = [];
  readonly cgram = new Uint8Array(CGRAM_SIZE);
  readonly lastBytes: SeenByte[] = [];
  readonly #bus: BusInterface;
  readonly #options: EmulatorOptions;
  readonly #clockNs: number;
  readonly #ddram = new Uint8Array(DDRAM_SIZE).fill(0x20);
  #counts = {
    bytes: 0,
    instructions: 0,
    writes: 0,
    redundantWrites: 0,
    redundantSeeks: 0,
    homes: 0,
    visibleDots: 0,
    busyNs: 0,
  };
  #address = 0;
  #isCgram = false;
  /** Bytes written to CGRAM since its address was set. */
  #glyphBytes = 0;
  #isIncrement = true;
  #shiftsOnWrite = false;
  #isTwoLine = false;
  #isTall = false;
  #isOn = false;
  #isCursorOn = false;
  #isBlinking = false;
  #shift = 0;
  #busyUntilNs: number;
  #counterUntilNs = 0;
  #busyWith = 'start';
  /** GPIO levels as they were driven last. */
  #levels = 0;

  constructor(options: EmulatorOptions) {
    this.#options = options;
    this.geometry = options.geometry;
    this.#clockNs = 1e6 / (options.foscKhz ?? 190);
    const timing = TIMING[options.supply ?? '3.3V'];
    // The internal reset keeps it busy for 10 ms (p. 23); the host must wait longer in any case.
    this.#busyUntilNs = 10e6;
    const { ramAtStart } = options;
    if (ramAtStart) {
      this.#ddram.forEach((_, index) => (this.#ddram[index] = ramAtStart(index) & 0xff));
      this.cgram.forEach((_, index) => (this.cgram[index] = ramAtStart(DDRAM_SIZE + index) & 0x1f));
    }
    const wake = options.wake ?? { bits: 8 };
    // In 4-bit mode the display was running before the host restarted, with two lines.
    if (wake.bits === 4) this.#isTwoLine = this.#isOn = true;
    this.#wakeWith(options.registersAtStart ?? {});
    this.#bus = new BusInterface({
      timing,
      wake,
      floatingNibble: options.floatingNibble ?? 0xf,
      mixedRs: options.mixedRs ?? 'second',
      report: (violation) => this.violations.push(violation),
      onNibble: (atNs) => this.#checkBusy(atNs),
      onByte: (byte, rs, atNs, isInherited) => {
        const before = this.violations.length;
        this.#execute(byte, rs, atNs);
        if (isInherited) this.violations.length = before;
      },
    });
  }

  /** A GPIO bank whose lines are soldered to this display. Bits outside `pins` go nowhere. */
  openBank(pins: Pins): OpenBank {
    return (): Bank => {
      const write = (levels: number): void => this.driveLevels(this.#options.nowNs(), pins, levels);
      // Claimed lines are low, whatever they were before a restart.
      write(0);
      return { write, close: () => undefined };
    };
  }

  /** One bank write at `atNs`: the lines that rise move first, those that fall a moment later. */
  driveLevels(atNs: number, pins: Pins, levels: number): void {
    this.#bus.drive(atNs, linesOf(pins, this.#levels | levels));
    this.#bus.drive(atNs + SET_TO_CLEAR_NS, linesOf(pins, levels));
    this.#levels = levels;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get isLit(): boolean {
    const { backlightPin } = this.#options;
    return backlightPin === undefined || ((this.#levels >>> backlightPin) & 1) === 1;
  }

  /** When the last byte will be done and the counter will have moved. */
  get readyAtNs(): number {
    return this.#counterUntilNs;
  }

  /** Time since power-on, in ns. */
  get nowNs(): number {
    return this.#options.nowNs();
  }

  get interface(): { readonly bits: 4 | 8; readonly isAligned: boolean } {
    return this.#bus.state;
  }

  get counts(): ByteCounts {
    return { ...this.#counts };
  }

  /** The address counter, or undefined while it points into CGRAM. */
  get addressCounter(): number | undefined {
    return this.#isCgram ? undefined : this.#address;
  }

  /** Codes on the glass, row by row, whether the display is on or off. */
  cellCodes(): number[][] {
    const { rows, columns } = this.geometry;
    return Array.from({ length: rows }, (_row, row) =>
      Array.from({ length: columns }, (_column, column) => this.#codeAt(row, column)),
    );
  }

  /** Rows as a person reads them: ROM codes as characters, CGRAM codes as U+E000 + slot, spaces while it is off. */
  text(): string[] {
    return this.cellCodes().map((codes) =>
      codes.map((code) => (this.#isOn ? this.#characterOf(code) : ' ')).join(''),
    );
  }

  /** The lit dots of a cell: eight rows, bit 4 the leftmost. */
  cellDots(row: number, column: number): number[] {
    const dots = new Array<number>(8).fill(0);
    if (!this.#isOn) return dots;
    const code = this.#codeAt(row, column);
    for (let y = 0; y < 8; y += 1)
      dots[y] =
        code < 0x10
          ? (this.cgram[(code & 7) * 8 + y] ?? 0)
          : (this.#options.rom?.dots[code * 8 + y] ?? 0);
    if (!this.#isCgram && this.#ramIndexAt(row, column) === this.#ramIndex(this.#address)) {
      if (this.#isBlinking && this.#isBlinkPhase()) dots.fill(0x1f);
      else if (this.#isCursorOn) dots[7] = 0x1f;
    }
    return dots;
  }

  #characterOf(code: number): string {
    if (code < 0x10) return String.fromCodePoint(PRIVATE_USE + (code & 7));
    if (this.#options.rom) return this.#options.rom.characters[code] ?? ' ';
    return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ' ';
  }

  /** 409.6 ms at 250 kHz (p. 26). */
  #isBlinkPhase(): boolean {
    return Math.floor(this.#options.nowNs() / (102_400 * this.#clockNs)) % 2 === 1;
  }

  #codeAt(row: number, column: number): number {
    return this.#ddram[this.#ramIndexAt(row, column)] ?? 0x20;
  }

  /** The window slides over each line; with two lines both rotate in their own 40 cells. */
  #ramIndexAt(row: number, column: number): number {
    const { columns, addressing } = this.geometry;
    // The right half of a split row is wired as a second line.
    const isRightHalf = addressing === 'split' && column >= columns / 2;
    const line = isRightHalf ? 1 : row % 2;
    const offset = isRightHalf ? column - columns / 2 : row >= 2 ? columns + column : column;
    if (!this.#isTwoLine) return line === 0 && row === 0 ? (offset + this.#shift) % DDRAM_SIZE : -1;
    return line * LINE_LENGTH + ((offset + this.#shift) % LINE_LENGTH);
  }

  #wakeWith(registers: Partial<Registers>): void {
    this.#address = registers.address ?? this.#address;
    this.#isCgram = registers.isCgram ?? this.#isCgram;
    this.#isIncrement = registers.isIncrement ?? this.#isIncrement;
    this.#shiftsOnWrite = registers.shiftsOnWrite ?? this.#shiftsOnWrite;
    this.#isTwoLine = registers.isTwoLine ?? this.#isTwoLine;
    this.#isOn = registers.isOn ?? this.#isOn;
    this.#isCursorOn = registers.isCursorOn ?? this.#isCursorOn;
    this.#isBlinking = registers.isBlinking ?? this.#isBlinking;
    this.#shift = registers.shift ?? this.#shift;
  }

  #ramIndex(address: number): number {
    return this.#isTwoLine && address >= SECOND_LINE
      ? address - SECOND_LINE + LINE_LENGTH
      : address;
  }

  #report(kind: ViolationKind, atNs: number, detail: string): void {
    this.violations.push({ kind, atNs, detail });
  }

  #checkBusy(atNs: number): void {
    if (atNs < this.#busyUntilNs) this.#reportEarly('busy', atNs, this.#busyUntilNs);
    else if (atNs < this.#counterUntilNs) this.#reportEarly('tADD', atNs, this.#counterUntilNs);
  }

  #reportEarly(kind: ViolationKind, atNs: number, untilNs: number): void {
    const shortNs = untilNs - atNs;
    this.violations.push({
      kind,
      atNs,
      measuredNs: -shortNs,
      requiredNs: 0,
      detail: `${shortNs.toFixed(0)} ns too early after ${this.#busyWith}`,
    });
  }

  #execute(byte: number, rs: 0 | 1, atNs: number): void {
    // The data sheet only says that a busy controller does not accept: the byte is lost, the pairing is not.
    if (atNs < this.#busyUntilNs) return;
    const meaning = meaningOf(byte, rs, this.#isCgram);
    this.lastBytes.push({ atNs, rs, byte, meaning });
    if (this.lastBytes.length > SEEN_MAX) this.lastBytes.shift();
    this.#busyWith = meaning;
    this.#counts.bytes += 1;
    let clocks = COMMAND_CLOCKS;
    if (rs === 1) this.#store(byte, atNs);
    else clocks = this.#instruct(byte, atNs);
    this.#busyUntilNs = atNs + clocks * this.#clockNs;
    this.#counts.busyNs += (clocks + (rs === 1 ? ADDRESS_CLOCKS : 0)) * this.#clockNs;
    this.#counterUntilNs = this.#busyUntilNs + (rs === 1 ? ADDRESS_CLOCKS * this.#clockNs : 0);
    this.#options.onByte?.();
  }

  #store(byte: number, atNs: number): void {
    this.#counts.writes += 1;
    if (this.#isCgram) {
      // A row of a glyph has five dots: a byte with more is a letter.
      if (byte > 0x1f) this.#report('text-into-cgram', atNs, `${hexByte(byte)} is no row of dots`);
      else if (this.#glyphBytes === CGRAM_SIZE)
        this.#report('text-into-cgram', atNs, 'data written to CGRAM past its end');
      this.#glyphBytes += 1;
      const at = this.#address & 0x3f;
      if (this.cgram[at] !== (byte & 0x1f) && this.#isSlotSeen(at >> 3))
        this.#counts.visibleDots += 1;
      this.cgram[at] = byte & 0x1f;
      this.#address = (this.#address + (this.#isIncrement ? 1 : -1)) & 0x3f;
      return;
    }
    const index = this.#ramIndex(this.#address);
    if (this.#ddram[index] === byte) this.#counts.redundantWrites += 1;
    this.#ddram[index] = byte;
    this.#moveCounter(this.#isIncrement ? 1 : -1);
    if (this.#shiftsOnWrite) this.#moveWindow(this.#isIncrement ? 1 : -1);
  }

  #isSlotSeen(slot: number): boolean {
    const { rows, columns } = this.geometry;
    if (!this.#isOn) return false;
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const code = this.#codeAt(row, column);
        if (code < 0x10 && (code & 7) === slot) return true;
      }
    return false;
  }

  /** @returns how many clocks the instruction takes */
  #instruct(byte: number, atNs: number): number {
    this.#counts.instructions += 1;
    if (byte & 0x80) this.#setDdramAddress(byte & 0x7f, atNs);
    else if (byte & 0x40) {
      this.#isCgram = true;
      this.#glyphBytes = 0;
      this.#address = byte & 0x3f;
    } else if (byte & 0x20) this.#setFunction(byte, atNs);
    else if (byte & 0x10) {
      const by = byte & 0x04 ? 1 : -1;
      if (byte & 0x08) this.#moveWindow(-by);
      else this.#moveCounter(by);
    } else if (byte & 0x08) {
      this.#isOn = (byte & 0x04) !== 0;
      this.#isCursorOn = (byte & 0x02) !== 0;
      this.#isBlinking = (byte & 0x01) !== 0;
    } else if (byte & 0x04) {
      this.#isIncrement = (byte & 0x02) !== 0;
      this.#shiftsOnWrite = (byte & 0x01) !== 0;
    } else if (byte & 0x03) {
      if (byte & 0x02) this.#counts.homes += 1;
      else {
        this.#ddram.fill(0x20);
        this.#isIncrement = true;
      }
      this.#isCgram = false;
      this.#address = 0;
      this.#shift = 0;
      return LONG_CLOCKS;
    } else this.#report('no-operation', atNs, 'byte 0x00 is no instruction');
    return COMMAND_CLOCKS;
  }

  #setDdramAddress(address: number, atNs: number): void {
    if (!this.#isCgram && this.#address === address) this.#counts.redundantSeeks += 1;
    const isValid = this.#isTwoLine ? address % SECOND_LINE < LINE_LENGTH : address < DDRAM_SIZE;
    if (!isValid)
      this.#report('address', atNs, `DDRAM address ${hexByte(address)} is outside its lines`);
    this.#isCgram = false;
    this.#address = isValid ? address : 0;
  }

  #setFunction(byte: number, atNs: number): void {
    const bits = byte & 0x10 ? 8 : 4;
    const isTwoLine = (byte & 0x08) !== 0;
    const isTall = (byte & 0x04) !== 0;
    const isNew = this.#isTwoLine !== isTwoLine || this.#isTall !== isTall;
    // In 8-bit mode the low half is whatever the open pins read: a host on four wires cannot help it.
    if (isNew && bits === this.#bus.state.bits && bits === 4 && this.#functionIsSet)
      this.#report('function-set', atNs, 'N or F changed without a change of DL');
    this.#functionIsSet = bits === 4 && bits === this.#bus.state.bits;
    this.#isTwoLine = isTwoLine;
    this.#isTall = isTall;
    if (bits !== this.#bus.state.bits) this.#bus.setWidth(bits);
  }

  /** Whether a whole function set came since the interface became 4 bits wide. */
  #functionIsSet = false;

  /** 0x27 is followed by 0x40, 0x67 by 0x00 (p. 27); in one line 0x4F by 0x00. */
  #moveCounter(by: number): void {
    if (this.#isCgram) {
      this.#address = (this.#address + by) & 0x3f;
      return;
    }
    const index = (this.#ramIndex(this.#address) + by + DDRAM_SIZE) % DDRAM_SIZE;
    this.#address =
      this.#isTwoLine && index >= LINE_LENGTH ? index - LINE_LENGTH + SECOND_LINE : index;
  }

  #moveWindow(by: number): void {
    const length = this.#isTwoLine ? LINE_LENGTH : DDRAM_SIZE;
    this.#shift = (this.#shift + by + length) % length;
  }
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function linesOf(pins: Pins, levels: number): number {
  const bit = (pin: number): number => (levels >>> pin) & 1;
  return (
    bit(pins.d4) |
    (bit(pins.d5) << 1) |
    (bit(pins.d6) << 2) |
    (bit(pins.d7) << 3) |
    (bit(pins.rs) ? RS_LINE : 0) |
    (bit(pins.e) ? E_LINE : 0)
  );
}
