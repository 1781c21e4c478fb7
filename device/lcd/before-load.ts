/**
 * Decides which cells are written before glyphs are loaded. Before: cells that show a slot about to change. After: cells
 * that need its new dots. A cell that is both is blanked in between. Any other cell goes with its neighbour, so that
 * the two share a seek.
 */
import type { AddressMap } from './addresses.js';
import { DDRAM_SIZE } from './addresses.js';
import { NOWHERE } from './plan.js';

const SPACE = 0x20;
const BEFORE = 1;
const AFTER = 2;
/** It changes, and may be written at either time. */
const FREE = 0;
const UNCHANGED = -1;

export interface Load {
  /** A bit per slot that is loaded next. */
  readonly slots: number;
  /** The same, plus those that are loaded later. */
  readonly due: number;
  /** Slots that change in one byte, and so may stay visible. */
  readonly atOnce: number;
  /** The address counter, or NOWHERE. */
  readonly position: number;
}

/** Updates `cells`, the shown ones, to what they hold once the text before the load is written. */
export function writeBeforeLoad(
  cellAt: AddressMap['cellAt'],
  cells: Uint8Array,
  wanted: Uint8Array,
  load: Load,
): void {
  const { position } = load;
  const start = position === NOWHERE ? 0 : position;
  /** When the cell on the left is written. At the counter, writing before the load saves a seek. */
  let left = position === NOWHERE ? FREE : BEFORE;
  let freeCount = 0;
  for (let step = 0; step <= DDRAM_SIZE; step += 1) {
    const at = (start + step) % DDRAM_SIZE;
    const cell = step === DDRAM_SIZE ? -1 : (cellAt[at] ?? -1);
    const code = wanted[cell] ?? SPACE;
    const times = cell < 0 ? UNCHANGED : timesOf(cells[cell] ?? SPACE, code, load);
    if (times === FREE) {
      freeCount += 1;
      continue;
    }
    const right = Math.max(FREE, times);
    for (; freeCount > 0; freeCount -= 1) {
      const free = cellAt[(at - freeCount + DDRAM_SIZE) % DDRAM_SIZE] ?? 0;
      if (goBefore(left, right)) cells[free] = wanted[free] ?? SPACE;
    }
    if (right & BEFORE) cells[cell] = right & AFTER ? SPACE : code;
    left = right;
  }
}

function timesOf(shown: number, wanted: number, { slots, due, atOnce }: Load): number {
  if (shown === wanted) return shows(wanted, slots & ~atOnce) ? BEFORE | AFTER : UNCHANGED;
  return (shows(shown, slots) ? BEFORE : 0) | (shows(wanted, due) ? AFTER : 0);
}

function shows(code: number, slots: number): boolean {
  return code < 8 && ((slots >> code) & 1) === 1;
}

/** Free cells between these two are written before the load if that continues one of them and splits neither. */
function goBefore(left: number, right: number): boolean {
  if (left === FREE) return (right & BEFORE) !== 0;
  return (left & BEFORE) !== 0 && (right === FREE || (right & BEFORE) !== 0);
}
