/** DDRAM, CGRAM and the address counter that they share (data sheet p. 10–12, 19, 26–29). */
import type { Registers } from './registers.js';

export const DDRAM_SIZE = 80;
export const CGRAM_SIZE = 64;
export const LINE_LENGTH = 40;
const SECOND_LINE = 0x40;
const SPACE = 0x20;

export class Memory {
  readonly ddram = new Uint8Array(DDRAM_SIZE).fill(SPACE);
  readonly cgram = new Uint8Array(CGRAM_SIZE);
  readonly #registers: Registers;

  constructor(registers: Registers) {
    this.#registers = registers;
  }

  /** What RAM holds at power-on, DDRAM first. */
  fill(byteAt: (index: number) => number): void {
    for (let at = 0; at < DDRAM_SIZE; at += 1) this.ddram[at] = byteAt(at) & 0xff;
    for (let at = 0; at < CGRAM_SIZE; at += 1) this.cgram[at] = byteAt(DDRAM_SIZE + at) & 0x1f;
  }

  /** Where in `ddram` the counter points. */
  get ddramIndex(): number {
    const { address, isTwoLine } = this.#registers;
    return isTwoLine && address >= SECOND_LINE ? address - SECOND_LINE + LINE_LENGTH : address;
  }

  /** Whether the data sheet documents the DDRAM address. */
  isAddress(address: number): boolean {
    return this.#registers.isTwoLine ? address % SECOND_LINE < LINE_LENGTH : address < DDRAM_SIZE;
  }

  /** Stores at the counter, which moves on; only a write to DDRAM moves the window. */
  store(byte: number): void {
    const { isCgram, isIncrement, shiftsOnWrite } = this.#registers;
    const by = isIncrement ? 1 : -1;
    if (isCgram) this.cgram[this.#registers.address & 0x3f] = byte & 0x1f;
    else this.ddram[this.ddramIndex] = byte;
    this.moveCounter(by);
    if (!isCgram && shiftsOnWrite) this.moveWindow(by);
  }

  /** 0x27 is followed by 0x40, 0x67 by 0x00 (p. 27); in one line 0x4F by 0x00. */
  moveCounter(by: number): void {
    const registers = this.#registers;
    if (registers.isCgram) {
      registers.address = (registers.address + by) & 0x3f;
      return;
    }
    const index = (this.ddramIndex + by + DDRAM_SIZE) % DDRAM_SIZE;
    registers.address =
      registers.isTwoLine && index >= LINE_LENGTH ? index - LINE_LENGTH + SECOND_LINE : index;
  }

  /** The window slides over each line; with two lines each rotates in its own 40 cells. */
  moveWindow(by: number): void {
    const length = this.#registers.isTwoLine ? LINE_LENGTH : DDRAM_SIZE;
    this.#registers.shift = (this.#registers.shift + by + length) % length;
  }

  /** Counter and window to 0. */
  home(): void {
    this.#registers.isCgram = false;
    this.#registers.address = 0;
    this.#registers.shift = 0;
  }

  /** Fills DDRAM with spaces; from now on the counter moves up. */
  clear(): void {
    this.ddram.fill(SPACE);
    this.#registers.isIncrement = true;
    this.home();
  }
}
