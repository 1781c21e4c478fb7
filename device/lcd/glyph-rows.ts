/**
 * Finds the glyph rows in CGRAM that differ from a frame's. CGRAM is a ring of 64 rows: from a slot's last row the counter
 * moves on to the next slot without a seek.
 */
import type { Frame, Glyph } from '../shared/frame.js';
import type { PlanSink } from './plan.js';
import { NOWHERE } from './plan.js';

export const SLOTS = 8;
const ROWS = 8;
const CGRAM_SIZE = SLOTS * ROWS;
/** Not a row of five bits: the loaded row is unknown. */
const UNKNOWN_DOTS = 0xff;

export class GlyphRows {
  readonly #dots = new Uint8Array(CGRAM_SIZE).fill(UNKNOWN_DOTS);
  readonly #wanted = new Uint8Array(CGRAM_SIZE).fill(UNKNOWN_DOTS);
  /** The glyphs last compared with `#dots`: they are immutable, so the same object needs no second comparison. */
  readonly #glyphs = new Array<Glyph | undefined>(SLOTS).fill(undefined);
  #atOnce = 0;

  /** The contents of CGRAM are unknown. */
  forget(): void {
    this.#dots.fill(UNKNOWN_DOTS);
    this.#glyphs.fill(undefined);
  }

  /** @returns a bit per slot whose dots change */
  want(glyphs: Frame['glyphs']): number {
    let slots = 0;
    if (!this.areOthers(glyphs)) return slots;
    this.#atOnce = 0;
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const glyph = glyphs[slot];
      if (glyph) this.#glyphs[slot] = glyph;
      let rowCount = 0;
      for (let row = 0; row < ROWS; row += 1) {
        const at = slot * ROWS + row;
        this.#wanted[at] = glyph ? (glyph[row] ?? 0) : (this.#dots[at] ?? 0);
        if (this.differs(at)) rowCount += 1;
      }
      if (rowCount !== 0) slots |= 1 << slot;
      if (rowCount === 1) this.#atOnce |= 1 << slot;
    }
    return slots;
  }

  /** A bit per slot that changes in one byte, and so is never half drawn. */
  get atOnce(): number {
    return this.#atOnce;
  }

  /** Emits the differing rows of these slots and updates `loaded`. */
  load(slots: number, sink: PlanSink): void {
    let start = 0;
    while (this.differs(start)) start += 1;
    let counter = NOWHERE;
    for (let step = 0; step < CGRAM_SIZE; step += 1) {
      const at = (start + step) % CGRAM_SIZE;
      if (!isIn(slots, at >> 3) || !this.differs(at)) continue;
      const gap = this.#dots[counter] ?? UNKNOWN_DOTS;
      if (sink.isSeekDear && gap !== UNKNOWN_DOTS && (counter + 1) % CGRAM_SIZE === at)
        sink.write(gap);
      else if (counter !== at) sink.seekGlyph(at);
      sink.write(this.#wanted[at] ?? 0);
      counter = (at + 1) % CGRAM_SIZE;
    }
  }

  /** Everything wanted is loaded. */
  loaded(): void {
    this.#dots.set(this.#wanted);
  }

  /** Emits all known rows again. */
  reload(sink: PlanSink): void {
    let slots = 0;
    for (let at = 0; at < CGRAM_SIZE; at += 1) {
      const dots = this.#dots[at] ?? UNKNOWN_DOTS;
      this.#wanted[at] = dots;
      if (dots === UNKNOWN_DOTS) continue;
      // Flip a bit, so that it differs.
      this.#dots[at] = dots ^ 1;
      slots |= 1 << (at >> 3);
    }
    this.load(slots, sink);
    this.loaded();
  }

  private differs(at: number): boolean {
    return this.#dots[at] !== this.#wanted[at];
  }

  private areOthers(glyphs: Frame['glyphs']): boolean {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const glyph = glyphs[slot];
      if (glyph && glyph !== this.#glyphs[slot]) return true;
    }
    return false;
  }
}

function isIn(slots: number, slot: number): boolean {
  return ((slots >> slot) & 1) === 1;
}
