/** What the bytes so far were worth: how many there were, and which of them changed nothing. */

export interface ByteCounts {
  readonly bytes: number;
  readonly instructions: number;
  readonly writes: number;
  /** Writes of what the cell held already. */
  readonly redundantWrites: number;
  /** Addresses at which the counter stood already. */
  readonly redundantSeeks: number;
  /** Returns home: a driver that heals sends one each time. */
  readonly homes: number;
  /** Rows of dots that changed while a lit cell showed them: where there are several, a person may see half a glyph. */
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
