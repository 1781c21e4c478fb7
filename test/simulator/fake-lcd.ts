/** A display that shows what a test writes to it. */
import { GLYPHS } from '../../device/screen/glyphs.js';
import { emptyTally } from '../../simulator/hd44780/audit.js';
import type { LcdReading } from '../../simulator/lcd-view.js';

export class FakeLcd implements LcdReading {
  readonly geometry = { columns: 16, rows: 2 };
  readonly cgram = Uint8Array.from(GLYPHS.flat());
  readonly violations: LcdReading['violations'] = [];
  readonly counts = emptyTally();
  readonly lastBytes: { atNs: number; rs: 0 | 1; byte: number; meaning: string }[] = [];
  readonly isLit = true;
  isOn = true;
  rows = [' '.repeat(16), ' '.repeat(16)];
  readonly #listeners = new Set<() => void>();

  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Rows with U+E000 + slot for a glyph. */
  show(...rows: string[]): void {
    this.rows = rows.map((row) => row.padEnd(16));
    for (const listener of this.#listeners) listener();
  }

  cellCodes(): number[][] {
    return this.rows.map((row) => Array.from(row, (cell) => (cell.codePointAt(0) ?? 0) & 0xff));
  }

  cellDots(row: number, column: number): number[] {
    const code = this.cellCodes()[row]?.[column] ?? 0x20;
    if (!this.isOn) return Array<number>(8).fill(0);
    return code < 8
      ? Array.from(this.cgram.subarray(code * 8, code * 8 + 8))
      : Array<number>(8).fill(code & 0b11111);
  }

  text(): string[] {
    return this.rows;
  }
}
