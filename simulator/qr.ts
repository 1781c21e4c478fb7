/** An address as a QR code, for a phone that looks at the page or the terminal. */
import { renderSVG, renderUnicodeCompact } from 'uqr';

/** Scanners look for light around the code. */
const BORDER = 2;

export function qrSvg(address: string): string {
  return renderSVG(address, { border: BORDER });
}

/** The display in its box, the lines around it, and the address. */
const OTHER_ROWS = 7;

/**
 * Two rows of dots per line; light on dark, whatever colours the terminal has.
 * @returns undefined if the terminal is too small: a wrapped code cannot be scanned
 */
export function qrLines(
  address: string,
  hasColour: boolean,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string | undefined {
  const lines = renderUnicodeCompact(address, { border: BORDER }).split('\n');
  if ((lines[0]?.length ?? 0) > columns || lines.length + OTHER_ROWS > rows) return undefined;
  return lines.map((line) => (hasColour ? `\x1b[97;40m${line}\x1b[0m` : line)).join('\n');
}
