/** What the controller remembers besides its memory. */

export interface Registers {
  /** The address counter. */
  address: number;
  /** Whether it points into CGRAM. */
  isCgram: boolean;
  /** I/D: the counter moves up. */
  isIncrement: boolean;
  /** S: the window moves with each write. */
  shiftsOnWrite: boolean;
  /** N. */
  isTwoLine: boolean;
  /** F: glyphs of ten rows, where there is one line. */
  isTall: boolean;
  /** D, C and B. */
  isOn: boolean;
  isCursorOn: boolean;
  isBlinking: boolean;
  /** How far the window has moved, in cells. */
  shift: number;
}

/** After the internal reset (data sheet p. 23). */
export function registersAfterReset(): Registers {
  return {
    address: 0,
    isCgram: false,
    isIncrement: true,
    shiftsOnWrite: false,
    isTwoLine: false,
    isTall: false,
    isOn: false,
    isCursorOn: false,
    isBlinking: false,
    shift: 0,
  };
}
