/** Counts of the bytes so far, and of those that changed nothing. */
export type Tally = ReturnType<typeof emptyTally>;
export type ByteCounts = Readonly<Tally>;

export function emptyTally() {
  return {
    bytes: 0,
    instructions: 0,
    writes: 0,
    /** Writes of what the cell already held. */
    redundantWrites: 0,
    /** Seeks to the address at which the counter already was. */
    redundantSeeks: 0,
    /** Returns home: a driver sends one at each heal. */
    homes: 0,
    /** Rows of dots that changed while a cell showed them: after more than one, half a glyph may be seen. */
    visibleDots: 0,
    /** Time that bytes kept the controller busy, in ns. */
    busyNs: 0,
  };
}
