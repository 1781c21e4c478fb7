/**
 * Cells that change beside glyphs that change. Loads part the time into phases, 0 before the first of them; a cell is
 * written in one phase, or in two, and neighbours that are written in the same phase share a seek. Finds the choice that
 * costs the fewest bytes, and of those the one with the fewest writes, by walking along the cells once.
 */
import type { AddressMap } from './addresses.js';
import { DDRAM_SIZE } from './addresses.js';
import { SLOTS } from './glyph-rows.js';
import { NOWHERE } from './plan.js';

/** Weights that make a byte more worse than any number of writes for seeks: a write takes longer than a seek. */
export const SEEK = 256;
const WRITE = SEEK + 1;
const NEVER = 0xffff;
/** As a slot: the cell shows none that changes. */
const NONE = SLOTS;
const NO_BIT = 1 << NONE;
const SPACE = 0x20;
/** One before the first load, one after each, and two that stand for whatever is not decided yet. */
const PHASES_MAX = SLOTS + 2;

export class Phases {
  /** By slot, set by whoever orders the loads: in which phase its new dots stand, and in which its old ones still do. */
  readonly newFrom = new Uint8Array(SLOTS + 1);
  readonly oldUntil = new Uint8Array(SLOTS + 1);
  /** Cells to write, in the order of the address counter. */
  readonly #cells: Uint8Array;
  readonly #oldSlots: Uint8Array;
  readonly #newSlots: Uint8Array;
  readonly #isRunStart: Uint8Array;
  #count = 0;
  /** Which of `#cells` the counter stands at. */
  #counterIndex = NOWHERE;
  /** By first and second phase of the cell before and of this one; both the same where it is written once. */
  #costs = new Uint16Array(PHASES_MAX * PHASES_MAX);
  #nextCosts = new Uint16Array(PHASES_MAX * PHASES_MAX);
  /** By phase: the least of the states that write the cell before in it, and which it is. */
  readonly #leastIn = new Uint16Array(PHASES_MAX);
  readonly #leastStateIn = new Uint8Array(PHASES_MAX);
  /** By cell and state, the state of the cell before; grows with the number of phases that was ever needed. */
  #cameFrom = new Uint8Array(0);
  #lastState = 0;
  #width = 1;
  /** Whether the cell before may be written twice. */
  #hasPairs = false;
  readonly #first: Uint8Array;
  readonly #second: Uint8Array;

  constructor(cellCount: number) {
    this.#cells = new Uint8Array(cellCount);
    this.#oldSlots = new Uint8Array(cellCount);
    this.#newSlots = new Uint8Array(cellCount);
    this.#isRunStart = new Uint8Array(cellCount);
    this.#first = new Uint8Array(cellCount);
    this.#second = new Uint8Array(cellCount);
  }

  /**
   * Which cells are to be written.
   * @param slots whose dots change; `atOnce` those of them that change in one byte, and so may be seen meanwhile
   */
  prepare(
    { cellAt }: AddressMap,
    shown: Uint8Array,
    wanted: Uint8Array,
    { slots, atOnce, position }: { slots: number; atOnce: number; position: number },
  ): void {
    this.#count = 0;
    this.#counterIndex = NOWHERE;
    const isChanged = (at: number): boolean => {
      const cell = cellAt[at] ?? -1;
      if (cell < 0) return false;
      const code = wanted[cell] ?? SPACE;
      return shown[cell] !== code || slotOf(code, slots & ~atOnce) !== NONE;
    };
    let start = 0;
    while (start < DDRAM_SIZE && isChanged(start)) start += 1;
    // Nothing stands still: the counter's own place is as good a beginning as any.
    if (start === DDRAM_SIZE) start = position === NOWHERE ? 0 : position;
    let wasChanged = false;
    for (let step = 0; step < DDRAM_SIZE; step += 1) {
      const at = (start + step) % DDRAM_SIZE;
      const changes = isChanged(at);
      if (changes) {
        const cell = cellAt[at] ?? 0;
        if (at === position) this.#counterIndex = this.#count;
        this.#cells[this.#count] = cell;
        this.#oldSlots[this.#count] = slotOf(shown[cell] ?? SPACE, slots);
        this.#newSlots[this.#count] = slotOf(wanted[cell] ?? SPACE, slots);
        this.#isRunStart[this.#count] = wasChanged ? 0 : 1;
        this.#count += 1;
      }
      wasChanged = changes;
    }
  }

  /** What writing the cells costs at best with phases 0 to `last`, as `newFrom` and `oldUntil` allow; in SEEKs. */
  cost(last: number): number {
    this.newFrom[NONE] = 0;
    this.oldUntil[NONE] = last;
    this.#width = last + 1;
    const states = this.#width * this.#width;
    if (this.#cameFrom.length < this.#count * states)
      this.#cameFrom = new Uint8Array(this.#cells.length * states);
    let least = 0;
    this.#lastState = 0;
    this.#hasPairs = false;
    for (let index = 0; index < this.#count; index += 1) {
      this.#walk(index, least);
      least = this.#settle();
    }
    return least;
  }

  /**
   * Whether text may be worth writing after `fresh` and before `next`, when just `loaded` has new dots: neighbours that can be
   * written then, one of which is to show a slot of `fresh` and one of which shows a slot of `next`. Any other text is as
   * well written before the two or after them.
   */
  isUseful(loaded: number, fresh: number, next: number): boolean {
    let needs = 0;
    for (let index = 0; index < this.#count; index += 1) {
      const oldBit = 1 << (this.#oldSlots[index] ?? NONE);
      const newBit = 1 << (this.#newSlots[index] ?? NONE);
      const isOver = (oldBit & loaded) !== 0;
      const isThere = newBit === NO_BIT || (newBit & loaded) !== 0;
      const isPair = oldBit !== NO_BIT && newBit !== NO_BIT;
      if (this.#isRunStart[index] === 1) needs = 0;
      if (isPair ? isOver && !isThere : isOver || !isThere) {
        needs = 0;
        continue;
      }
      if ((newBit & fresh) !== 0) needs |= 1;
      if ((oldBit & next) !== 0) needs |= 2;
      if (needs === 3) return true;
    }
    return false;
  }

  /** Reads the choice that `cost` found: in which phases each cell is written. */
  trace(): void {
    let state = this.#lastState;
    const states = this.#width * this.#width;
    for (let index = this.#count - 1; index >= 0; index -= 1) {
      this.#first[index] = Math.floor(state / this.#width);
      this.#second[index] = state % this.#width;
      state = this.#cameFrom[index * states + state] ?? 0;
    }
  }

  /** Puts into `cells` what the traced choice writes in `phase`. */
  fill(phase: number, cells: Uint8Array, wanted: Uint8Array): void {
    for (let index = 0; index < this.#count; index += 1) {
      const cell = this.#cells[index] ?? 0;
      const isLast = this.#second[index] === phase;
      if (!isLast && this.#first[index] !== phase) continue;
      if (isLast || phase >= this.#from(index)) cells[cell] = wanted[cell] ?? SPACE;
      // Written to lead over to its neighbour, it stays what it is; else it must go, and what comes is not there yet.
      else if (this.#oldSlots[index] !== NONE) cells[cell] = SPACE;
    }
  }

  #from(index: number): number {
    return this.newFrom[this.#newSlots[index] ?? NONE] ?? 0;
  }

  /**
   * All choices for one cell, after the least cost of all cells before. Writing twice can only pay for a cell that turns
   * from one such glyph into another: any other could share one of the two seeks with a single write.
   */
  #walk(index: number, least: number): void {
    const width = this.#width;
    const old = this.#oldSlots[index] ?? NONE;
    const fresh = this.#newSlots[index] ?? NONE;
    const until = this.oldUntil[old] ?? 0;
    const from = this.newFrom[fresh] ?? 0;
    const isJoined = this.#isRunStart[index] === 0;
    const hadPairs = this.#hasPairs;
    this.#hasPairs = old !== NONE && fresh !== NONE;
    const leastState = this.#lastState;
    const base = index * width * width;
    for (let first = 0; first < width; first += 1) {
      const seekFirst = first === 0 && index === this.#counterIndex ? 0 : SEEK;
      const state = first * width + first;
      const isAllowed = first >= from && first <= until && (old === NONE || old !== fresh);
      let best = least + seekFirst;
      let cameFrom = leastState;
      const joined = isJoined ? (this.#leastIn[first] ?? NEVER) : NEVER;
      if (joined < best) {
        best = joined;
        cameFrom = this.#leastStateIn[first] ?? 0;
      }
      this.#nextCosts[state] = isAllowed ? best + WRITE : NEVER;
      this.#cameFrom[base + state] = cameFrom;
      if (!this.#hasPairs) continue;
      for (let second = first + 1; second < width; second += 1) {
        const pair = first * width + second;
        if (first > until || second < from) {
          this.#nextCosts[pair] = NEVER;
          continue;
        }
        let bestPair = best + SEEK;
        let pairCameFrom = cameFrom;
        const viaSecond = isJoined ? (this.#leastIn[second] ?? NEVER) + seekFirst : NEVER;
        if (viaSecond < bestPair) {
          bestPair = viaSecond;
          pairCameFrom = this.#leastStateIn[second] ?? 0;
        }
        const viaBoth = isJoined && hadPairs ? (this.#costs[pair] ?? NEVER) : NEVER;
        if (viaBoth < bestPair) {
          bestPair = viaBoth;
          pairCameFrom = pair;
        }
        this.#nextCosts[pair] = bestPair + 2 * WRITE;
        this.#cameFrom[base + pair] = pairCameFrom;
      }
    }
  }

  /** @returns the least of all states, whose number is in `#lastState` then */
  #settle(): number {
    const costs = this.#nextCosts;
    this.#nextCosts = this.#costs;
    this.#costs = costs;
    const width = this.#width;
    let least = NEVER;
    for (let phase = 0; phase < width; phase += 1) this.#leastIn[phase] = NEVER;
    for (let first = 0; first < width; first += 1)
      for (let second = first; second < (this.#hasPairs ? width : first + 1); second += 1) {
        const state = first * width + second;
        const cost = costs[state] ?? NEVER;
        // Text as late as may be: the counter stays in DDRAM after it.
        if (cost <= least) {
          least = cost;
          this.#lastState = state;
        }
        this.#note(first, cost, state);
        if (second !== first) this.#note(second, cost, state);
      }
    return least;
  }

  #note(phase: number, cost: number, state: number): void {
    if (cost > (this.#leastIn[phase] ?? NEVER)) return;
    this.#leastIn[phase] = cost;
    this.#leastStateIn[phase] = state;
  }
}

function slotOf(code: number, slots: number): number {
  return code < SLOTS && ((slots >> code) & 1) === 1 ? code : NONE;
}
