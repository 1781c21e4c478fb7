/**
 * Where each dot is, in the proportions of a common 16x2 module: dots of 0.56 x 0.66 mm every 0.60 x 0.70 mm,
 * cells every 3.55 x 5.94 mm. In whole device pixels, so that all dots are equally sharp on any screen.
 */

export interface LcdLayout {
  readonly columns: number;
  readonly rows: number;
  readonly pitchX: number;
  readonly pitchY: number;
  readonly dotWidth: number;
  readonly dotHeight: number;
  /** Of the whole glass. */
  readonly width: number;
  readonly height: number;
}

export const DOT_COLUMNS = 5;
export const DOT_ROWS = 8;
/** All in dot pitches of their own direction. */
const CELL_GAP_X = 1;
const CELL_GAP_Y = 0.6;
const MARGIN_X = 5;
const MARGIN_Y = 3.5;
const PITCH_RATIO = 0.7 / 0.6;
const DOT_SHARE = 0.92;
/** Below it a gap between dots would cost more than it shows. */
const GAP_PITCH_MIN = 3;

/** @param roomPx device pixels that the glass may be wide */
export function lcdLayout(columns: number, rows: number, roomPx: number): LcdLayout {
  const across = columns * (DOT_COLUMNS + CELL_GAP_X) - CELL_GAP_X + 2 * MARGIN_X;
  const down = rows * (DOT_ROWS + CELL_GAP_Y) - CELL_GAP_Y + 2 * MARGIN_Y;
  const pitchX = Math.max(1, Math.floor(roomPx / across));
  const pitchY = Math.max(1, Math.round(pitchX * PITCH_RATIO));
  return {
    columns,
    rows,
    pitchX,
    pitchY,
    dotWidth: dotSize(pitchX),
    dotHeight: dotSize(pitchY),
    width: Math.round(across * pitchX),
    height: Math.round(down * pitchY),
  };
}

function dotSize(pitch: number): number {
  return pitch < GAP_PITCH_MIN ? pitch : Math.min(pitch - 1, Math.round(pitch * DOT_SHARE));
}

/** Visits each dot, row of dots by row of dots from the top left; `index` counts them. */
export function eachDot(
  { columns, rows, pitchX, pitchY }: LcdLayout,
  visit: (index: number, x: number, y: number) => void,
): void {
  let index = 0;
  for (let row = 0; row < rows; row++)
    for (let dotRow = 0; dotRow < DOT_ROWS; dotRow++) {
      const y = Math.round((MARGIN_Y + row * (DOT_ROWS + CELL_GAP_Y) + dotRow) * pitchY);
      for (let column = 0; column < columns; column++)
        for (let dotColumn = 0; dotColumn < DOT_COLUMNS; dotColumn++) {
          visit(index, (MARGIN_X + column * (DOT_COLUMNS + CELL_GAP_X) + dotColumn) * pitchX, y);
          index++;
        }
    }
}

/** Lit dots as 1, by the same index; `dots` is the text of the live state. */
export function readDots(dots: string, columns: number, rows: number, lit: Float32Array): void {
  const rowLength = columns * DOT_COLUMNS;
  for (let cell = 0; cell < columns * rows; cell++)
    for (let y = 0; y < DOT_ROWS; y++) {
      const at = (cell * DOT_ROWS + y) * 2;
      const line = parseInt(dots.slice(at, at + 2), 16) || 0;
      const start =
        (Math.floor(cell / columns) * DOT_ROWS + y) * rowLength + (cell % columns) * DOT_COLUMNS;
      for (let x = 0; x < DOT_COLUMNS; x++) lit[start + x] = (line >> (DOT_COLUMNS - 1 - x)) & 1;
    }
}
