/**
 * What an HD44780 holds after each write to its lines, in just enough detail for a picture: 4-bit bus, both RAMs, the
 * address counter. It judges nothing and knows no time; `simulator/hd44780` is the emulator that does.
 *
 * Plain JavaScript without imports beyond its own folder: Moddable's simulator reads the source as it stands.
 */
import { ROM_A00 } from './rom-a00.js';

const LINE_LENGTH = 40;
const SECOND_LINE = 0x40;
const GLYPH_ROWS = 8;
const NIBBLE_PINS = ['d4', 'd5', 'd6', 'd7'];

export class Panel {
  constructor({ columns, rows, pins, backlightPin }) {
    this.columns = columns;
    this.rows = rows;
    this.isOn = false;
    this.pins = pins;
    this.backlightPin = backlightPin;
    this.levels = 0;
    this.ddram = new Uint8Array(2 * LINE_LENGTH).fill(0x20);
    this.cgram = new Uint8Array(64);
    this.address = 0;
    this.isCgram = false;
    this.isIncrement = true;
    this.isTwoLine = false;
    this.isEightBit = true; // After power-on; the driver's first nibbles are whole instructions.
    this.highNibble = undefined;
  }

  /** The state of all lines after one bank write. */
  write(levels) {
    const e = 1 << this.pins.e;
    if (this.levels & e && !(levels & e)) this.latch();
    this.levels = levels;
  }

  /** Wired to stay lit, or switched by a line of its own. */
  get isBacklit() {
    return this.backlightPin === undefined || (this.levels & (1 << this.backlightPin)) !== 0;
  }

  /** Eight rows of five dots, bit 4 the leftmost; all dark while the display is off. */
  dotsAt(row, column) {
    if (!this.isOn) return new Uint8Array(GLYPH_ROWS);
    const code = this.ddram[this.ramIndex(this.addressOf(row, column))];
    const dots = new Uint8Array(GLYPH_ROWS);
    for (let y = 0; y < GLYPH_ROWS; y += 1)
      dots[y] =
        code < 16
          ? this.cgram[(code & 7) * GLYPH_ROWS + y]
          : parseInt(
              ROM_A00.slice((code * GLYPH_ROWS + y) * 2, (code * GLYPH_ROWS + y) * 2 + 2),
              16,
            );
    return dots;
  }

  /** Character codes, row by row. */
  codes() {
    return Array.from({ length: this.rows }, (_, row) =>
      Array.from(
        { length: this.columns },
        (_cell, column) => this.ddram[this.ramIndex(this.addressOf(row, column))],
      ),
    );
  }

  /** E fell: the lines as they stood before are taken. */
  latch() {
    const nibble = NIBBLE_PINS.reduce(
      (value, pin, bit) => (this.levels & (1 << this.pins[pin]) ? value | (1 << bit) : value),
      0,
    );
    const isData = (this.levels & (1 << this.pins.rs)) !== 0;
    if (this.isEightBit) {
      this.execute(nibble << 4, isData); // D0–D3 are open; what they float to does not matter here.
    } else if (this.highNibble === undefined) {
      this.highNibble = nibble;
    } else {
      const byte = (this.highNibble << 4) | nibble;
      this.highNibble = undefined;
      this.execute(byte, isData);
    }
  }

  execute(byte, isData) {
    if (isData) this.store(byte);
    else if (byte & 0x80) this.seek(byte & 0x7f, false);
    else if (byte & 0x40) this.seek(byte & 0x3f, true);
    else if (byte & 0x20) this.setFunction(byte);
    else if (byte & 0x10)
      return; // Shifts of the window: our driver sends none.
    else if (byte & 0x08) this.isOn = (byte & 0x04) !== 0;
    else if (byte & 0x04) this.isIncrement = (byte & 0x02) !== 0;
    else if (byte & 0x02) this.seek(0, false);
    else if (byte & 0x01) {
      this.ddram.fill(0x20);
      this.isIncrement = true;
      this.seek(0, false);
    }
  }

  setFunction(byte) {
    this.isEightBit = (byte & 0x10) !== 0;
    this.isTwoLine = (byte & 0x08) !== 0;
    this.highNibble = undefined;
  }

  store(byte) {
    const step = this.isIncrement ? 1 : -1;
    if (this.isCgram) {
      this.cgram[this.address] = byte & 0x1f;
      this.address = (this.address + step) & 0x3f;
    } else {
      const index = this.ramIndex(this.address);
      this.ddram[index] = byte;
      this.address = this.addressAt((index + step + this.ddram.length) % this.ddram.length);
    }
  }

  seek(address, isCgram) {
    this.address = address;
    this.isCgram = isCgram;
  }

  addressOf(row, column) {
    return (row % 2 === 1 ? SECOND_LINE : 0) + (row >= 2 ? this.columns : 0) + column;
  }

  /** The counter runs through 80 cells, in two lines of 40 or in one. */
  ramIndex(address) {
    const index =
      this.isTwoLine && address >= SECOND_LINE ? address - SECOND_LINE + LINE_LENGTH : address;
    return index % this.ddram.length;
  }

  addressAt(index) {
    return this.isTwoLine && index >= LINE_LENGTH ? index - LINE_LENGTH + SECOND_LINE : index;
  }
}
