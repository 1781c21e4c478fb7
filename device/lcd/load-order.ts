/**
 * In which order glyphs are loaded, and which of them in one go. One go is best unless a cell turns from one glyph that
 * changes into another, or stands beside such a cell: written between the two loads it needs no blank before, and no second
 * seek. Tries every order, but for those that part two goes for no text's sake, and drops a beginning as soon as what is
 * left cannot make up for it.
 *
 * Up to four slots that is all there is: 135 orders and beginnings at most, fewer than TRIES_MAX. More that turn into each
 * other in one frame can need thousands, and would keep a device from its other work for longer than the bytes are worth: the
 * search ends there with the best that it has. `alphabet.ts` sees to it that few slots change where they are seen.
 */
import type { GlyphRows } from './glyph-rows.js';
import { SLOTS } from './glyph-rows.js';
import type { Phases } from './phases.js';
import { SEEK } from './phases.js';

/** Orders and beginnings that are priced at most. */
const TRIES_MAX = 160;

export class LoadOrder {
  /** Slots of each go, as bits; `count` of them. */
  readonly goes = new Uint8Array(SLOTS);
  count = 0;
  readonly #tried = new Uint8Array(SLOTS);
  readonly #rows: GlyphRows;
  readonly #phases: Phases;
  #best = 0;
  #slots = 0;
  #tries = 0;

  constructor(rows: GlyphRows, phases: Phases) {
    this.#rows = rows;
    this.#phases = phases;
  }

  /** Finds the cheapest order for these slots, and leaves `phases` traced for it. */
  find(slots: number): void {
    this.#slots = slots;
    this.#best = Infinity;
    this.#tries = 0;
    this.#search(slots, 0, 0);
    for (let go = 0; go < this.count; go += 1) this.#place(this.goes[go] ?? 0, go + 1, go);
    this.#phases.cost(this.count);
    this.#phases.trace();
  }

  /**
   * All of the rest in one go is mostly the best there is, and else the first of several goes is a chain of slots that lead
   * on to each other: other slots gain nothing by going together.
   * @param cost of the seeks in CGRAM so far
   */
  #search(left: number, depth: number, cost: number): void {
    this.#tried[depth] = left;
    this.#place(left, depth + 1, depth);
    const atOnce = cost + SEEK * this.#rows.seeksOf(left) + this.#price(depth + 1);
    if (atOnce < this.#best) {
      this.#best = atOnce;
      this.count = depth + 1;
      this.goes.set(this.#tried);
    }
    if (left === (left & -left) || this.#leastOf(left, depth, cost) >= this.#best) return;
    for (let slot = 0; slot < SLOTS; slot += 1) {
      let chain = 0;
      for (let at = slot; ((left & ~chain) >> at) & 1; at = (at + 1) % SLOTS) {
        chain |= 1 << at;
        if (chain === left) break;
        if (this.#tries >= TRIES_MAX) return;
        if (this.#isWorthwhile(chain, left, depth)) this.#go(chain, left, depth, cost);
        if (!this.#rows.leadsOn(at)) break;
      }
    }
  }

  #go(chain: number, left: number, depth: number, cost: number): void {
    this.#tried[depth] = chain;
    this.#place(chain, depth + 1, depth);
    const chainCost = cost + SEEK * this.#rows.seeksOf(chain);
    const rest = left & ~chain;
    if (this.#leastOf(rest, depth + 1, chainCost) < this.#best)
      this.#search(rest, depth + 1, chainCost);
  }

  /** Where no text gains by coming between two goes, the other way round is as good: one of the two is enough to try. */
  #isWorthwhile(chain: number, left: number, depth: number): boolean {
    const before = depth === 0 ? 0 : (this.#tried[depth - 1] ?? 0);
    return before < chain || this.#phases.isUseful(this.#slots & ~left, before, chain);
  }

  /** What no order of the slots that are left can fall below: all of them in the phase that suits each cell. */
  #leastOf(left: number, depth: number, cost: number): number {
    this.#place(left, depth + 1, depth + 1);
    return cost + SEEK * this.#rows.seeksOf(left) + this.#price(depth + 2);
  }

  #price(last: number): number {
    this.#tries += 1;
    return this.#phases.cost(last);
  }

  #place(slots: number, newFrom: number, oldUntil: number): void {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      if (((slots >> slot) & 1) === 0) continue;
      this.#phases.newFrom[slot] = newFrom;
      this.#phases.oldUntil[slot] = oldUntil;
    }
  }
}
