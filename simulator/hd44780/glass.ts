/** What is visible: which byte of DDRAM each cell shows, its dots, and the rows as text. */
import type { Geometry } from '../../device/shared/frame.js';
import type { Memory } from './memory.js';
import { DDRAM_SIZE, LINE_LENGTH } from './memory.js';
import type { Registers } from './registers.js';
import type { CharacterRom } from './rom.js';

export interface GlassOptions {
  readonly geometry: Geometry;
  readonly rom: CharacterRom | undefined;
  readonly registers: Readonly<Registers>;
  readonly memory: Memory;
  /** Whether a blinking cell is all dots at the moment. */
  readonly isBlinkPhase: () => boolean;
}

const ROWS = 8;
const ALL_DOTS = 0x1f;
const CURSOR_ROW = 7;
const PRIVATE_USE = 0xe000;

export class Glass {
  readonly #options: GlassOptions;

  constructor(options: GlassOptions) {
    this.#options = options;
  }

  /** Character codes row by row, whether the display is on or off. */
  cellCodes(): number[][] {
    const { rows, columns } = this.#options.geometry;
    return Array.from({ length: rows }, (_row, row) =>
      Array.from({ length: columns }, (_column, column) => this.#codeAt(row, column)),
    );
  }

  /** Rows as text: ROM codes as characters, CGRAM codes as U+E000 + slot, spaces while it is off. */
  text(): string[] {
    const { isOn } = this.#options.registers;
    return this.cellCodes().map((codes) =>
      codes.map((code) => (isOn ? this.#characterOf(code) : ' ')).join(''),
    );
  }

  /** The lit dots of a cell: eight rows, bit 4 the leftmost. */
  cellDots(row: number, column: number): number[] {
    const { registers, memory, rom, isBlinkPhase } = this.#options;
    const dots = new Array<number>(ROWS).fill(0);
    if (!registers.isOn) return dots;
    const code = this.#codeAt(row, column);
    for (let y = 0; y < ROWS; y += 1)
      dots[y] =
        (code < 0x10 ? memory.cgram[this.#slotOf(code) * ROWS + y] : rom?.dots[code * ROWS + y]) ??
        0;
    if (!registers.isCgram && this.#ramIndexAt(row, column) === memory.ddramIndex) {
      if (registers.isBlinking && isBlinkPhase()) dots.fill(ALL_DOTS);
      else if (registers.isCursorOn) dots[CURSOR_ROW] = ALL_DOTS;
    }
    return dots;
  }

  /** Whether any cell shows the slot. */
  isSlotSeen(slot: number): boolean {
    const { geometry, registers } = this.#options;
    if (!registers.isOn) return false;
    for (let row = 0; row < geometry.rows; row += 1)
      for (let column = 0; column < geometry.columns; column += 1) {
        const code = this.#codeAt(row, column);
        if (code < 0x10 && this.#slotOf(code) === slot) return true;
      }
    return false;
  }

  /** Bit 3 of a glyph's code is ignored, and bit 0 too with tall glyphs (data sheet p. 19). */
  #slotOf(code: number): number {
    const { isTall, isTwoLine } = this.#options.registers;
    return isTall && !isTwoLine ? code & 6 : code & 7;
  }

  #characterOf(code: number): string {
    if (code < 0x10) return String.fromCodePoint(PRIVATE_USE + this.#slotOf(code));
    const { rom } = this.#options;
    if (rom) return rom.characters[code] ?? ' ';
    return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ' ';
  }

  #codeAt(row: number, column: number): number {
    return this.#options.memory.ddram[this.#ramIndexAt(row, column)] ?? 0x20;
  }

  #ramIndexAt(row: number, column: number): number {
    const { columns, addressing } = this.#options.geometry;
    const { isTwoLine, shift } = this.#options.registers;
    // The right half of a split row is wired as a second line.
    const isRightHalf = addressing === 'split' && column >= columns / 2;
    const line = isRightHalf ? 1 : row % 2;
    const offset = isRightHalf ? column - columns / 2 : row >= 2 ? columns + column : column;
    if (!isTwoLine) return line === 0 && row === 0 ? (offset + shift) % DDRAM_SIZE : -1;
    return line * LINE_LENGTH + ((offset + shift) % LINE_LENGTH);
  }
}
