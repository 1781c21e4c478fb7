/**
 * The fewest bytes from one frame to another, for frames too large for `order-search.ts`: every order in which the slots
 * can be loaded, alone or together, and for each the best times to write each cell. Shares nothing with the planner.
 */
import type { AddressMap } from '../../../device/lcd/addresses.js';
import type { Frame } from '../../../device/shared/frame.js';

const RING = 80;
const SLOTS = [0, 1, 2, 3, 4, 5, 6, 7];
/** More slots have too many orders. */
const SLOTS_MAX = 4;

/**
 * @param counter the address counter on the ring, or -1 where it is not in DDRAM
 * @returns undefined where more than four slots change
 */
export function leastBytes(
  before: Frame,
  after: Frame,
  counter: number,
  { cellAt }: Pick<AddressMap, 'cellAt'>,
): number | undefined {
  const isDue = (row: number): boolean => {
    const [slot, dots] = [(row >> 3) % 8, row & 7];
    const glyph = after.glyphs[slot];
    return glyph !== undefined && before.glyphs[slot]?.[dots] !== glyph[dots];
  };
  const dueRows = SLOTS.map((slot) => SLOTS.filter((row) => isDue(slot * 8 + row)).length);
  const slots = SLOTS.filter((slot) => dueRows[slot]);
  if (slots.length > SLOTS_MAX) return undefined;

  const cells = Array.from({ length: RING }, (_, at) => {
    const cell = cellAt[at] ?? -1;
    const [was, is] = [before.cells[cell] ?? 0x20, after.cells[cell] ?? 0x20];
    return { was, is, isWritten: cell >= 0 && (was !== is || (dueRows[is] ?? 0) > 1) };
  });
  const loads = (order: readonly (readonly number[])[]): number => {
    let bytes = 0;
    for (const together of order) {
      const isLoaded = (row: number): boolean => together.includes((row >> 3) % 8) && isDue(row);
      for (let row = 0; row < 64; row += 1) if (isLoaded(row)) bytes += isLoaded(row + 63) ? 1 : 2;
    }
    return bytes;
  };
  const text = (order: readonly (readonly number[])[]): number => {
    const loadOf = (code: number): number => order.findIndex((slots) => slots.includes(code));
    let bytes = 0;
    /** By the times at which the cell before is written (bits), the fewest bytes so far. */
    let costs = new Map([[0, 0]]);
    // A run that leads past the last address is begun at its own start; one of the whole ring, where the counter is.
    const gap = cells.findIndex(({ isWritten }) => !isWritten);
    const first = gap >= 0 ? gap : Math.max(0, counter);
    for (let step = 0; step < RING; step += 1) {
      const at = (first + step) % RING;
      const { was, is, isWritten } = cells[at]!;
      if (!isWritten) {
        bytes += Math.min(...costs.values());
        costs = new Map([[0, 0]]);
        continue;
      }
      const until = loadOf(was) < 0 ? order.length : loadOf(was);
      const from = loadOf(is) + 1;
      const next = new Map<number, number>();
      for (let early = 0; early <= until; early += 1)
        for (let late = Math.max(early, from); late <= order.length; late += 1) {
          const times = (1 << early) | (1 << late);
          for (const [timesBefore, cost] of costs) {
            let seeks = times & ~timesBefore;
            if (at === counter) seeks &= ~1;
            const total = cost + bitCount(times) + bitCount(seeks);
            if (total < (next.get(times) ?? Infinity)) next.set(times, total);
          }
        }
      costs = next;
    }
    return bytes + Math.min(...costs.values());
  };
  return Math.min(...ordersOf(slots).map((order) => loads(order) + text(order)));
}

/** Every order of groups that holds each of `slots` once. */
function ordersOf(slots: readonly number[]): number[][][] {
  if (slots.length === 0) return [[]];
  const orders: number[][][] = [];
  for (let bits = 1; bits < 1 << slots.length; bits += 1) {
    const first = slots.filter((_, index) => (bits >> index) & 1);
    const rest = slots.filter((_, index) => !((bits >> index) & 1));
    for (const order of ordersOf(rest)) orders.push([first, ...order]);
  }
  return orders;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
