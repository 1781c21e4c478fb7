/**
 * A whole frame in the fewest bytes, its glyphs included. The rule that it keeps: a cell never shows anything but what it
 * showed before, what it is to show, or nothing. So whatever shows a slot is overwritten before the slot's dots change,
 * and what is to show the new ones is written after the last of them; no text is written between the dots of one slot. A slot
 * of which a single row differs is never half drawn, so that cells which keep it need not be touched.
 *
 * Under this rule no order of loads and text costs fewer bytes while up to four slots change; with more that turn into each
 * other the search is bounded, and its best may be a few bytes longer (`load-order.ts`, `phases.ts`). Among orders that
 * cost as few it takes one with few writes, and text as late as may be. Where the loads come last all the same, since text
 * began at the counter, the counter stays in CGRAM: it is never relied on there, and the next text comes after a seek.
 */
import type { Frame, Geometry } from '../shared/frame.js';
import type { AddressMap } from './addresses.js';
import { addressMap } from './addresses.js';
import { GlyphRows, SLOTS } from './glyph-rows.js';
import { LoadOrder } from './load-order.js';
import { Phases } from './phases.js';
import type { PlanSink } from './plan.js';
import { NOWHERE, planCells } from './plan.js';

const SPACE = 0x20;
/** An alias of slot 7 that no frame uses: what the cell shows is not known. */
const UNKNOWN_CODE = 0x0f;

export class FramePlan {
  readonly #addresses: AddressMap;
  readonly #cells: Uint8Array;
  /** What the cells show at the end of a phase. */
  readonly #interim: Uint8Array;
  readonly #rows = new GlyphRows();
  readonly #phases: Phases;
  readonly #order: LoadOrder;
  #position = NOWHERE;

  constructor(geometry: Geometry) {
    this.#addresses = addressMap(geometry);
    this.#cells = new Uint8Array(geometry.columns * geometry.rows);
    this.#interim = new Uint8Array(this.#cells.length);
    this.#phases = new Phases(this.#cells.length);
    this.#order = new LoadOrder(this.#rows, this.#phases);
  }

  get isTwoLine(): boolean {
    return this.#addresses.isTwoLine;
  }

  /** The controller was cleared: spaces everywhere, the counter at 0, and CGRAM holds nobody knows what. */
  cleared(): void {
    this.#cells.fill(SPACE);
    this.#rows.forget();
    this.#position = 0;
  }

  /** What turns the frame before into this one. */
  change({ cells, glyphs }: Frame, sink: PlanSink): void {
    const slots = this.#rows.want(glyphs);
    if (slots !== 0) this.#load(slots, cells, sink);
    this.#position = this.#planCells(this.#cells, cells, sink);
  }

  /** The frame that stands, all of it again; home was sent before. */
  repaint(sink: PlanSink): void {
    this.#rows.reload(sink);
    this.#interim.fill(UNKNOWN_CODE);
    this.#position = NOWHERE;
    this.#position = this.#planCells(this.#interim, this.#cells, sink);
  }

  /** The loads and the text before and between them; what comes after the last is left. */
  #load(slots: number, wanted: Uint8Array, sink: PlanSink): void {
    let atOnce = 0;
    for (let slot = 0; slot < SLOTS; slot += 1)
      if (this.#rows.changesAtOnce(slot)) atOnce |= 1 << slot;
    const change = { slots, atOnce, position: this.#position };
    this.#phases.prepare(this.#addresses, this.#cells, wanted, change);
    this.#order.find(slots);
    this.#interim.set(this.#cells);
    for (let phase = 0; phase < this.#order.count; phase += 1) {
      this.#phases.fill(phase, this.#interim, wanted);
      this.#planCells(this.#cells, this.#interim, sink);
      this.#rows.load(this.#order.goes[phase] ?? 0, sink);
      this.#position = NOWHERE;
    }
  }

  #planCells(shown: Uint8Array, wanted: Uint8Array, sink: PlanSink): number {
    return planCells(this.#addresses, shown, wanted, this.#position, sink);
  }
}
