/** What each byte does to memory and registers, and how long it takes (data sheet p. 24, table 6). */
import type { Tally } from './audit.js';
import type { Glass } from './glass.js';
import type { BusInterface } from './interface.js';
import { CGRAM_SIZE } from './memory.js';
import type { Memory } from './memory.js';
import type { Registers } from './registers.js';
import type { ViolationKind } from './timing.js';

export interface ProcessorOptions {
  readonly registers: Registers;
  readonly memory: Memory;
  readonly glass: Glass;
  readonly tally: Tally;
  readonly bus: Pick<BusInterface, 'state' | 'setWidth'>;
  /** Whether N and F change where the data sheet says that they cannot (p. 27); it is reported either way. */
  readonly takesLateFunctionSet: boolean;
  readonly report: (kind: ViolationKind, detail: string) => void;
}

/** In clocks of the controller's own oscillator: 37 µs and 1.52 ms at 270 kHz. */
const COMMAND_CLOCKS = 10;
const LONG_CLOCKS = 410.4;

export class Processor {
  readonly #options: ProcessorOptions;
  /** Bytes written to CGRAM since its address was set. */
  #glyphBytes = 0;
  /** Whether a whole function set came since the interface became 4 bits wide. */
  #functionIsSet = false;

  constructor(options: ProcessorOptions) {
    this.#options = options;
  }

  /** @returns how many clocks it takes */
  execute(byte: number, rs: 0 | 1): number {
    this.#options.tally.bytes += 1;
    if (rs === 0) return this.#instruct(byte);
    this.#store(byte);
    return COMMAND_CLOCKS;
  }

  #store(byte: number): void {
    const { registers, memory, glass, tally, report } = this.#options;
    tally.writes += 1;
    if (registers.isCgram) {
      // A row of a glyph has five dots: a byte with higher bits is a letter.
      if (byte > 0x1f) report('text-into-cgram', `${hexByte(byte)} is not a row of dots`);
      else if (this.#glyphBytes === CGRAM_SIZE)
        report('text-into-cgram', 'data written to CGRAM past its end');
      this.#glyphBytes += 1;
      const at = registers.address & 0x3f;
      if (memory.cgram[at] !== (byte & 0x1f) && glass.isSlotSeen(at >> 3)) tally.visibleDots += 1;
    } else if (memory.ddram[memory.ddramIndex] === byte) tally.redundantWrites += 1;
    memory.store(byte);
  }

  #instruct(byte: number): number {
    const { registers, memory, tally, report } = this.#options;
    tally.instructions += 1;
    if (byte & 0x80) this.#setDdramAddress(byte & 0x7f);
    else if (byte & 0x40) {
      registers.isCgram = true;
      registers.address = byte & 0x3f;
      this.#glyphBytes = 0;
    } else if (byte & 0x20) this.#setFunction(byte);
    else if (byte & 0x10) {
      const by = byte & 0x04 ? 1 : -1;
      if (byte & 0x08) memory.moveWindow(-by);
      else memory.moveCounter(by);
    } else if (byte & 0x08) {
      registers.isOn = (byte & 0x04) !== 0;
      registers.isCursorOn = (byte & 0x02) !== 0;
      registers.isBlinking = (byte & 0x01) !== 0;
    } else if (byte & 0x04) {
      registers.isIncrement = (byte & 0x02) !== 0;
      registers.shiftsOnWrite = (byte & 0x01) !== 0;
    } else if (byte & 0x02) {
      tally.homes += 1;
      memory.home();
      return LONG_CLOCKS;
    } else if (byte & 0x01) {
      memory.clear();
      return LONG_CLOCKS;
    } else report('no-operation', 'byte 0x00 is not an instruction');
    return COMMAND_CLOCKS;
  }

  #setDdramAddress(address: number): void {
    const { registers, memory, tally, report } = this.#options;
    if (!registers.isCgram && registers.address === address) tally.redundantSeeks += 1;
    const isKnown = memory.isAddress(address);
    if (!isKnown) report('address', `DDRAM address ${hexByte(address)} is outside its lines`);
    registers.isCgram = false;
    registers.address = isKnown ? address : 0;
  }

  #setFunction(byte: number): void {
    const { registers, bus, takesLateFunctionSet, report } = this.#options;
    const bits = byte & 0x10 ? 8 : 4;
    const isTwoLine = (byte & 0x08) !== 0;
    const isTall = (byte & 0x04) !== 0;
    const isNew = registers.isTwoLine !== isTwoLine || registers.isTall !== isTall;
    const staysFour = bits === 4 && bus.state.bits === 4;
    // In 8-bit mode the low half is whatever the open pins read, which a host on four wires cannot control.
    const isLate = isNew && staysFour && this.#functionIsSet;
    if (isLate) report('function-set', 'N or F changed without a change of DL');
    this.#functionIsSet = staysFour;
    if (!isLate || takesLateFunctionSet) {
      registers.isTwoLine = isTwoLine;
      registers.isTall = isTall;
    }
    if (bits !== bus.state.bits) bus.setWidth(bits);
  }
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
