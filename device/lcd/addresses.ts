/** The DDRAM address of each visible cell, and the order in which the address counter passes them (data sheet p. 10–12). */
import type { Geometry } from '../shared/frame.js';

/** DDRAM always has 80 cells. */
export const DDRAM_SIZE = 80;
/** With two lines the second starts here; each has 40 cells. */
const SECOND_LINE = 0x40;
const LINE_LENGTH = 40;

export interface AddressMap {
  /** N of the function set: whether the controller uses two lines. */
  readonly isTwoLine: boolean;
  /** DDRAM address by cell (row by row). */
  readonly addressOf: Uint8Array;
  /** Cell by position on the address counter's ring of 80; -1 if it is not visible. */
  readonly cellAt: Int8Array;
}

/**
 * Rows three and four of a four-row panel continue lines one and two of the controller. A split row consists of the starts
 * of both lines, side by side.
 */
export function addressMap({ columns, rows, addressing }: Geometry): AddressMap {
  const isSplit = addressing === 'split';
  const isTwoLine = rows > 1 || isSplit;
  const addressOf = new Uint8Array(columns * rows);
  const cellAt = new Int8Array(DDRAM_SIZE).fill(-1);
  const half = columns / 2;
  for (let row = 0; row < rows; row += 1) {
    const start = (row % 2 === 1 ? SECOND_LINE : 0) + (row >= 2 ? columns : 0);
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      const isSecondHalf = isSplit && column >= half;
      const address = isSecondHalf ? SECOND_LINE + column - half : start + column;
      addressOf[cell] = address;
      cellAt[ringPosition(address, isTwoLine)] = cell;
    }
  }
  return { isTwoLine, addressOf, cellAt };
}

/** Steps that the address counter takes from 0 to `address`. */
export function ringPosition(address: number, isTwoLine: boolean): number {
  return isTwoLine && address >= SECOND_LINE ? address - SECOND_LINE + LINE_LENGTH : address;
}
