/** The display's lines as bits: D4–D7 are bits 0 to 3. */

export const DATA_LINES = 0b1111;
export const RS_LINE = 0b001_0000;
export const E_LINE = 0b010_0000;
export const RW_LINE = 0b100_0000;

const NAMES: readonly (readonly [line: number, name: string])[] = [
  [RS_LINE, 'RS'],
  [RW_LINE, 'R/W'],
  [0b0001, 'D4'],
  [0b0010, 'D5'],
  [0b0100, 'D6'],
  [0b1000, 'D7'],
];

/** The names of the lines, for a violation. */
export function lineNames(lines: number): string {
  return NAMES.filter(([line]) => lines & line)
    .map(([, name]) => name)
    .join(', ');
}
