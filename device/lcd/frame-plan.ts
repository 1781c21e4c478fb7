/**
 * Writes a frame with its glyphs in few bytes: blank, load, write. The rule: a cell only ever shows its old contents, its
 * new contents, or a blank. So cells that show a slot are overwritten before its dots change, and cells that need the new
 * dots are written afterwards. A slot that differs in a single row is never half drawn, so cells that keep it need no
 * write.
 *
 * Slots are loaded in one pass, or in two if loading one slot, or those that no cell shows, first is cheaper: the bytes of
 * each such order are counted. Without glyphs the plan is optimal; docs/display.md says how close it comes with them.
 */
import type { Frame, Geometry } from '../shared/frame.js';
import type { AddressMap } from './addresses.js';
import { addressMap } from './addresses.js';
import { writeBeforeLoad } from './before-load.js';
import { GlyphRows, SLOTS } from './glyph-rows.js';
import type { PlanSink } from './plan.js';
import { NOWHERE, planCells } from './plan.js';

const SPACE = 0x20;
/** An alias of slot 7 that no frame uses: marks cells with unknown contents. */
const UNKNOWN_CODE = 0x0f;

/** In writes. */
const DEAR_SEEK = 1.5;

export class FramePlan {
  readonly #addresses: AddressMap;
  readonly #cells: Uint8Array;
  /** What the cells show when the glyphs are loaded. */
  readonly #interim: Uint8Array;
  /** The same, while an order is counted. */
  readonly #trial: Uint8Array;
  readonly #counter = new ByteCounter();
  readonly #rows = new GlyphRows();
  #position = NOWHERE;

  constructor(geometry: Geometry) {
    this.#addresses = addressMap(geometry);
    this.#cells = new Uint8Array(geometry.columns * geometry.rows);
    this.#interim = new Uint8Array(this.#cells.length);
    this.#trial = new Uint8Array(this.#cells.length);
  }

  get isTwoLine(): boolean {
    return this.#addresses.isTwoLine;
  }

  /** The controller was cleared: spaces everywhere, the counter at 0, and CGRAM unknown. */
  cleared(): void {
    this.#cells.fill(SPACE);
    this.#rows.forget();
    this.#position = 0;
  }

  /** Emits the bytes from the last frame to this one. */
  change({ cells, glyphs }: Frame, sink: PlanSink): void {
    const slots = this.#rows.want(glyphs);
    if (slots !== 0) this.load(slots, cells, sink);
    this.#position = planCells(this.#addresses, this.#cells, cells, this.#position, sink);
  }

  /** Rewrites the whole current frame, after a home. */
  repaint(sink: PlanSink): void {
    this.#rows.reload(sink);
    this.#interim.fill(UNKNOWN_CODE);
    this.#position = planCells(this.#addresses, this.#interim, this.#cells, NOWHERE, sink);
  }

  /** Writes the text that must come first, and the glyphs, in the order with the fewest bytes. */
  private load(slots: number, wanted: Uint8Array, sink: PlanSink): void {
    this.#counter.isSeekDear = sink.isSeekDear === true;
    let unseen = slots;
    for (const code of this.#cells) if (code < SLOTS) unseen &= ~(1 << code);
    let best = slots;
    let fewest = this.bytesOf(best, slots, wanted);
    for (let candidate = 0; candidate <= SLOTS; candidate += 1) {
      const first = candidate === SLOTS ? unseen : slots & (1 << candidate);
      if (first === 0 || first === slots) continue;
      const bytes = this.bytesOf(first, slots, wanted);
      if (bytes >= fewest) continue;
      fewest = bytes;
      best = first;
    }
    this.loadInOrder(best, slots, this.#cells, wanted, sink);
    this.#rows.loaded();
    this.#position = NOWHERE;
  }

  private bytesOf(first: number, slots: number, wanted: Uint8Array): number {
    this.#trial.set(this.#cells);
    this.#counter.bytes = 0;
    this.loadInOrder(first, slots, this.#trial, wanted, this.#counter);
    planCells(this.#addresses, this.#trial, wanted, NOWHERE, this.#counter);
    return this.#counter.bytes;
  }

  /** Loads `first`, then the rest of `slots`, each after the text that must come before it. */
  private loadInOrder(
    first: number,
    slots: number,
    cells: Uint8Array,
    wanted: Uint8Array,
    sink: PlanSink,
  ): void {
    let position = this.#position;
    for (let due = slots, next = first; due !== 0; due &= ~next, next = due) {
      this.#interim.set(cells);
      const load = { slots: next, due, atOnce: this.#rows.atOnce, position };
      writeBeforeLoad(this.#addresses.cellAt, this.#interim, wanted, load);
      planCells(this.#addresses, cells, this.#interim, position, sink);
      this.#rows.load(next, sink);
      position = NOWHERE;
    }
  }
}

class ByteCounter implements PlanSink {
  isSeekDear = false;
  bytes = 0;
  seek(): void {
    this.bytes += this.isSeekDear ? DEAR_SEEK : 1;
  }
  seekGlyph(): void {
    this.seek();
  }
  write(): void {
    this.bytes += 1;
  }
}
