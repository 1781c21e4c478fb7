/**
 * A whole frame in the fewest bytes, its glyphs included. No cell ever shows a glyph while it is being drawn: whatever
 * shows a slot that changes is overwritten first, then the dots are loaded, then the rest follows. The dots that a slot
 * holds already are not sent again.
 *
 * What is written before and what after the dots is free for most cells. A run of changed cells costs one seek for each
 * block of it that is written without a break, so that a free cell goes with its neighbour: no other
 * choice with all loads in one go costs less; letting loads and text alternate could save a byte where two slots change.
 */
import type { Frame, Geometry, Glyph } from '../screen/frame.js';
import type { AddressMap } from './addresses.js';
import { addressMap, DDRAM_SIZE } from './addresses.js';
import type { PlanSink } from './plan.js';
import { CGRAM_SIZE, NOWHERE, planCells, planGlyphRows } from './plan.js';

const GLYPH_SLOTS = 8;
const GLYPH_ROWS = 8;
const SPACE = 0x20;
/** A row of dots has five bits: what is loaded is not known. */
const UNKNOWN_DOTS = 0xff;
/** An alias of slot 7 that no frame uses: what the cell shows is not known. */
const UNKNOWN_CODE = 0x0f;

export class FramePlan {
  readonly #addresses: AddressMap;
  readonly #cells: Uint8Array;
  /** Cells between the vacating of old glyphs and the writing of new ones. */
  readonly #interim: Uint8Array;
  readonly #dots = new Uint8Array(CGRAM_SIZE).fill(UNKNOWN_DOTS);
  readonly #wantedDots = new Uint8Array(CGRAM_SIZE);
  /** What `#dots` were last compared with: a glyph never changes, so that the same one needs no second look. */
  readonly #glyphs = new Array<Glyph | undefined>(GLYPH_SLOTS).fill(undefined);
  #position = NOWHERE;

  constructor(geometry: Geometry) {
    this.#addresses = addressMap(geometry);
    this.#cells = new Uint8Array(geometry.columns * geometry.rows);
    this.#interim = new Uint8Array(this.#cells.length);
  }

  get isTwoLine(): boolean {
    return this.#addresses.isTwoLine;
  }

  /** The controller was cleared: spaces everywhere, the counter at 0, and CGRAM holds nobody knows what. */
  cleared(): void {
    this.#cells.fill(SPACE);
    this.#dots.fill(UNKNOWN_DOTS);
    this.#glyphs.fill(undefined);
    this.#position = 0;
  }

  /** What turns the frame before into this one. */
  change({ cells, glyphs }: Frame, sink: PlanSink): void {
    const slots = this.#wantDots(glyphs);
    if (slots !== 0) {
      if (this.#fillInterim(cells, slots))
        this.#position = this.#planCells(this.#cells, this.#interim, sink);
      planGlyphRows(this.#dots, this.#wantedDots, sink);
      this.#position = NOWHERE;
    }
    this.#position = this.#planCells(this.#cells, cells, sink);
  }

  /** The frame that stands, all of it again; home was sent before. */
  repaint(sink: PlanSink): void {
    for (let at = 0; at < CGRAM_SIZE; at += 1) {
      const dots = this.#dots[at] ?? UNKNOWN_DOTS;
      this.#wantedDots[at] = dots;
      // One bit off, so that it differs where there is something to load.
      this.#dots[at] = dots === UNKNOWN_DOTS ? UNKNOWN_DOTS : dots ^ 1;
    }
    planGlyphRows(this.#dots, this.#wantedDots, sink);
    this.#interim.fill(UNKNOWN_CODE);
    this.#position = NOWHERE;
    this.#position = this.#planCells(this.#interim, this.#cells, sink);
  }

  #planCells(shown: Uint8Array, wanted: Uint8Array, sink: PlanSink): number {
    return planCells(this.#addresses, shown, wanted, this.#position, sink);
  }

  /** @returns a bit for each slot whose dots change */
  #wantDots(glyphs: Frame['glyphs']): number {
    let slots = 0;
    if (!this.#areOthers(glyphs)) return slots;
    for (let slot = 0; slot < GLYPH_SLOTS; slot += 1) {
      const glyph = glyphs[slot];
      if (glyph) this.#glyphs[slot] = glyph;
      for (let row = 0; row < GLYPH_ROWS; row += 1) {
        const at = slot * GLYPH_ROWS + row;
        const dots = glyph ? (glyph[row] ?? 0) : (this.#dots[at] ?? 0);
        this.#wantedDots[at] = dots;
        if (dots !== this.#dots[at]) slots |= 1 << slot;
      }
    }
    return slots;
  }

  #areOthers(glyphs: Frame['glyphs']): boolean {
    for (let slot = 0; slot < GLYPH_SLOTS; slot += 1) {
      const glyph = glyphs[slot];
      if (glyph && glyph !== this.#glyphs[slot]) return true;
    }
    return false;
  }

  /**
   * What the cells show while the dots of `slots` are loaded.
   * @returns whether any cell must be written before
   */
  #fillInterim(wanted: Uint8Array, slots: number): boolean {
    this.#interim.set(this.#cells);
    const start = this.#startOutsideRuns(wanted, slots);
    let isAny = false;
    /** Step at which cells begin that go with whatever forced cell comes next; NOWHERE where there are none. */
    let freeFrom = NOWHERE;
    let isBefore = false;
    let isRun = false;
    for (let step = 0; step <= DDRAM_SIZE; step += 1) {
      const at = (start + step) % DDRAM_SIZE;
      const cell = step < DDRAM_SIZE ? this.#cellAt(at) : -1;
      const isVacated = cell >= 0 && isInSlots(this.#cells[cell] ?? SPACE, slots);
      const isGlyph = cell >= 0 && isInSlots(wanted[cell] ?? SPACE, slots);
      if (!isVacated && (cell < 0 || this.#cells[cell] === wanted[cell])) {
        // A run that is free from end to end saves its seek if the counter stands at its start.
        if (this.#isAtCounter(start, freeFrom)) {
          this.#writeBefore(start + freeFrom, start + step, wanted);
          isAny = true;
        }
        freeFrom = NOWHERE;
        isBefore = isRun = false;
        continue;
      }
      if (isVacated) {
        // A cell that is written twice is in a block of either kind, and so needs none of its free neighbours.
        if (isGlyph ? this.#isAtCounter(start, freeFrom) : freeFrom !== NOWHERE)
          this.#writeBefore(start + freeFrom, start + step, wanted);
        this.#interim[cell] = isGlyph ? SPACE : (wanted[cell] ?? SPACE);
        isAny = true;
        freeFrom = isGlyph ? step + 1 : NOWHERE;
        isBefore = !isGlyph;
      } else if (isGlyph) {
        freeFrom = NOWHERE;
        isBefore = false;
      } else if (isBefore) this.#interim[cell] = wanted[cell] ?? SPACE;
      else if (!isRun || at === this.#position) freeFrom = step;
      isRun = true;
    }
    return isAny;
  }

  /** Whether the counter stands at step `freeFrom` of the walk from `start`. */
  #isAtCounter(start: number, freeFrom: number): boolean {
    return freeFrom !== NOWHERE && (start + freeFrom) % DDRAM_SIZE === this.#position;
  }

  #cellAt(at: number): number {
    return this.#addresses.cellAt[at] ?? -1;
  }

  #startOutsideRuns(wanted: Uint8Array, slots: number): number {
    for (let at = 0; at < DDRAM_SIZE; at += 1) {
      const cell = this.#cellAt(at);
      if (cell < 0) return at;
      if (this.#cells[cell] === wanted[cell] && !isInSlots(this.#cells[cell] ?? SPACE, slots))
        return at;
    }
    return 0;
  }

  #writeBefore(from: number, to: number, wanted: Uint8Array): void {
    for (let at = from; at < to; at += 1) {
      const cell = this.#cellAt(at % DDRAM_SIZE);
      if (cell >= 0) this.#interim[cell] = wanted[cell] ?? SPACE;
    }
  }
}

function isInSlots(code: number, slots: number): boolean {
  return code < GLYPH_SLOTS && ((slots >> code) & 1) === 1;
}
