/** What the controller remembers besides its memory. */
export type Registers = ReturnType<typeof registersAfterReset>;

/** After the internal reset (data sheet p. 23). */
export function registersAfterReset() {
  return {
    /** The address counter. */
    address: 0,
    /** Whether it points into CGRAM. */
    isCgram: false,
    /** I/D: the counter moves up. */
    isIncrement: true,
    /** S: the window moves with each write. */
    shiftsOnWrite: false,
    /** N. */
    isTwoLine: false,
    /** F: glyphs of ten rows, where there is one line. */
    isTall: false,
    /** D, C and B. */
    isOn: false,
    isCursorOn: false,
    isBlinking: false,
    /** How far the window has moved, in cells. */
    shift: 0,
  };
}
