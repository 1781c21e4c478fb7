/**
 * The fewest bytes from one small frame to another, by breadth-first search over every order of seeks, text and rows of
 * dots that keeps to the rule: a cell shows what it showed, what it is to show, or nothing; a slot's dots change while no
 * cell shows it; no text is written between the dots of one slot. Shares nothing with the planner.
 */
import type { Glyph } from '../../../device/shared/frame.js';

export interface Puzzle {
  /** Cells that may change, from the first address on; whatever follows them never does. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Eight each. */
  readonly glyphsBefore: readonly Glyph[];
  readonly glyphsAfter: readonly Glyph[];
  /** The address counter, or -1 where it is not in DDRAM. */
  readonly counter: number;
}

const CGRAM_SIZE = 64;
/** What a cell shows. */
const OLD = 0;
const NEW = 1;
const BLANK = 2;
const SHOWS = 3;

export function fewestBytes(puzzle: Puzzle): number {
  const { before, after, glyphsBefore, glyphsAfter, counter } = puzzle;
  const cellCount = before.length;
  const dueRows: number[] = [];
  for (let row = 0; row < CGRAM_SIZE; row += 1)
    if (glyphsBefore[row >> 3]?.[row & 7] !== glyphsAfter[row >> 3]?.[row & 7]) dueRows.push(row);
  const allRows = (1 << dueRows.length) - 1;
  /** By slot, bits of `dueRows`. */
  const rowsOf = Array.from({ length: 8 }, (_, slot) =>
    dueRows.reduce((bits, row, index) => (row >> 3 === slot ? bits | (1 << index) : bits), 0),
  );
  const isOneRow = rowsOf.map((bits) => bits !== 0 && (bits & (bits - 1)) === 0);
  const slotOf = (code = 0x20): number => (code < 8 && rowsOf[code] ? code : -1);
  const oldSlots = before.map(slotOf);
  const newSlots = after.map(slotOf);

  const power = Array.from({ length: cellCount + 1 }, (_, index) => SHOWS ** index);
  const showsCount = power[cellCount]!;
  const showAt = (shows: number, cell: number): number => Math.floor(shows / power[cell]!) % SHOWS;
  // The counter: a cell, the place behind the last, a row of dots, or nowhere.
  const places = cellCount + 1 + CGRAM_SIZE + 1;
  const nowhere = places - 1;
  const number = (shows: number, rows: number, place: number): number =>
    (place * (allRows + 1) + rows) * showsCount + shows;

  let start = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    const slot = newSlots[cell]!;
    const stays = before[cell] === after[cell] && (slot < 0 || isOneRow[slot]);
    start += (stays ? NEW : OLD) * power[cell]!;
  }
  const goal = power.slice(0, cellCount).reduce((sum, weight) => sum + NEW * weight, 0);

  /** What the rows that are loaded leave allowed. */
  const mayWriteText = (rows: number): boolean =>
    rowsOf.every((bits) => (rows & bits) === 0 || (rows & bits) === bits);
  const mayChange = (slot: number, shows: number): boolean =>
    before.every((_, cell) => {
      const show = showAt(shows, cell);
      if (show === OLD) return oldSlots[cell] !== slot;
      // Only a cell that keeps a glyph of one row has its code before the glyph is there.
      return show === BLANK || newSlots[cell] !== slot || isOneRow[slot] === true;
    });
  const mayShow = (code: number, rows: number): boolean => {
    const bits = rowsOf[slotOf(code)] ?? 0;
    return (rows & bits) === bits;
  };

  const seen = new Uint8Array(places * (allRows + 1) * showsCount);
  let frontier: [shows: number, rows: number, place: number][] = [];
  let next: typeof frontier = [];
  const reach = (shows: number, rows: number, place: number): void => {
    const state = number(shows, rows, place);
    if (seen[state]) return;
    seen[state] = 1;
    next.push([shows, rows, place]);
  };
  reach(start, 0, counter < 0 ? nowhere : Math.min(counter, cellCount));
  for (let bytes = 0; ; bytes += 1) {
    frontier = next;
    next = [];
    if (frontier.length === 0) throw new Error('no order reaches the frame');
    for (const [shows, rows, place] of frontier) {
      if (shows === goal && rows === allRows) return bytes;
      for (let cell = 0; cell < cellCount; cell += 1) reach(shows, rows, cell);
      for (const [index, row] of dueRows.entries())
        if (!((rows >> index) & 1)) reach(shows, rows, cellCount + 1 + row);
      if (place < cellCount && mayWriteText(rows)) {
        const weight = power[place]!;
        const without = shows - showAt(shows, place) * weight;
        reach(shows, rows, place + 1);
        if (showAt(shows, place) !== NEW) reach(without + BLANK * weight, rows, place + 1);
        if (mayShow(after[place]!, rows)) reach(without + NEW * weight, rows, place + 1);
      }
      if (place > cellCount && place !== nowhere) {
        const row = place - cellCount - 1;
        const index = dueRows.indexOf(row);
        if (index >= 0 && !((rows >> index) & 1) && mayChange(row >> 3, shows))
          reach(shows, rows | (1 << index), cellCount + 1 + ((row + 1) % CGRAM_SIZE));
      }
    }
  }
}
