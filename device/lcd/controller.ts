/** An HD44780U that shows frames: initialises by instruction, keeps a shadow of what it shows, writes only differences. */
import type { Frame, Geometry, Glyph } from '../screen/frame.js';
import type { AddressMap } from './addresses.js';
import { addressMap } from './addresses.js';
import type { LcdBusOptions } from './bus.js';
import { LcdBus } from './bus.js';
import * as lcd from './instructions.js';
import type { PlanSink } from './plan.js';
import { NOWHERE, planCells } from './plan.js';

export interface LcdOptions extends LcdBusOptions {
  readonly geometry: Geometry;
  /** The oscillator's frequency that every wait is made for. */
  readonly foscKhz: number;
}

const GLYPH_SLOTS = 8;
const GLYPH_ROWS = 8;
const SPACE = 0x20;

export class LcdController {
  readonly #bus: LcdBus;
  readonly #addresses: AddressMap;
  readonly #shownCells: Uint8Array;
  readonly #shownGlyphs: (Glyph | undefined)[] = new Array<undefined>(GLYPH_SLOTS).fill(undefined);
  readonly #instructionUs: number;
  readonly #writeUs: number;
  readonly #clockUs: number;
  readonly #sink: PlanSink;
  #position = NOWHERE;
  #isOn = false;

  constructor(options: LcdOptions) {
    this.#clockUs = 1000 / options.foscKhz;
    this.#instructionUs = lcd.INSTRUCTION_CLOCKS * this.#clockUs;
    this.#writeUs = lcd.WRITE_CLOCKS * this.#clockUs;
    this.#addresses = addressMap(options.geometry);
    this.#shownCells = new Uint8Array(options.geometry.columns * options.geometry.rows);
    this.#bus = new LcdBus(options);
    this.#sink = {
      seek: (address) => this.#bus.instruct(lcd.SET_DDRAM | address, this.#instructionUs),
      write: (code) => this.#bus.write(code, this.#writeUs),
    };
    this.#bus.holdUs(lcd.POWER_ON_US);
  }

  /**
   * From any of the 18 states in which the interface may wake (8-bit, 4-bit, or holding any half of a byte): after three
   * 3s it is in 8-bit mode in every case, so that the 2 is always a whole function set. In 4-bit mode a 3 may complete
   * an unknown byte, home (1.52 ms) among them: hence the first wait of more than 4.1 ms (data sheet p. 46, figure 24).
   * The display stays off until the first frame stands.
   */
  initialise(): void {
    const longUs = lcd.LONG_CLOCKS * this.#clockUs;
    this.#bus.instructNibble(0x3, lcd.FIRST_RESET_CLOCKS * this.#clockUs);
    this.#bus.instructNibble(0x3, lcd.NEXT_RESET_CLOCKS * this.#clockUs);
    this.#bus.instructNibble(0x3, lcd.NEXT_RESET_CLOCKS * this.#clockUs);
    this.#bus.instructNibble(lcd.FUNCTION_4_BIT >> 4, lcd.NEXT_RESET_CLOCKS * this.#clockUs);
    const lines = this.#addresses.isTwoLine ? lcd.FUNCTION_TWO_LINES : 0;
    this.#bus.instruct(lcd.FUNCTION_4_BIT | lines, this.#instructionUs);
    this.#bus.instruct(lcd.DISPLAY_OFF, this.#instructionUs);
    this.#bus.instruct(lcd.CLEAR, longUs);
    this.#bus.instruct(lcd.ENTRY_INCREMENT, this.#instructionUs);
    this.#shownCells.fill(SPACE);
    this.#shownGlyphs.fill(undefined);
    this.#position = 0;
    this.#isOn = false;
  }

  /** Writes what differs from the frame before, glyphs first, so that no cell shows a slot that is not loaded yet. */
  show(frame: Frame): void {
    this.#loadGlyphs(frame.glyphs);
    this.#position = planCells(
      this.#addresses,
      this.#shownCells,
      frame.cells,
      this.#position,
      this.#sink,
    );
    if (this.#isOn) return;
    this.#bus.instruct(lcd.DISPLAY_ON, this.#instructionUs);
    this.#isOn = true;
  }

  close(): void {
    this.#bus.close();
  }

  #loadGlyphs(glyphs: Frame['glyphs']): void {
    let nextSlot = NOWHERE;
    for (let slot = 0; slot < GLYPH_SLOTS; slot += 1) {
      const glyph = glyphs[slot];
      if (!glyph || glyph === this.#shownGlyphs[slot]) continue;
      // Neighbouring slots follow each other without a seek.
      if (slot !== nextSlot)
        this.#bus.instruct(lcd.SET_CGRAM | (slot * GLYPH_ROWS), this.#instructionUs);
      for (let row = 0; row < GLYPH_ROWS; row += 1) this.#bus.write(glyph[row] ?? 0, this.#writeUs);
      this.#shownGlyphs[slot] = glyph;
      this.#position = NOWHERE;
      nextSlot = slot + 1;
    }
  }
}
