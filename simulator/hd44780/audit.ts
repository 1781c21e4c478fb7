/** Counts of the bytes so far, and of those that changed nothing. */

export interface ByteCounts {
  readonly bytes: number;
  readonly instructions: number;
  readonly writes: number;
  /** Writes of what the cell already held. */
  readonly redundantWrites: number;
  /** Seeks to the address at which the counter already was. */
  readonly redundantSeeks: number;
  /** Returns home: a driver sends one at each heal. */
  readonly homes: number;
  /** Rows of dots that changed while a cell showed them: after more than one, half a glyph may be seen. */
  readonly visibleDots: number;
  /** Time that bytes kept the controller busy, in ns. */
  readonly busyNs: number;
}

export type Tally = { -readonly [Name in keyof ByteCounts]: number };

export function emptyTally(): Tally {
  return {
    bytes: 0,
    instructions: 0,
    writes: 0,
    redundantWrites: 0,
    redundantSeeks: 0,
    homes: 0,
    visibleDots: 0,
    busyNs: 0,
  };
}
