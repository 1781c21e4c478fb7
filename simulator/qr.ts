/** An address as a QR code, for a phone that looks at the page or the terminal. */
import { renderSVG, renderUnicodeCompact } from 'uqr';

/** Scanners look for light around the code. */
const BORDER = 2;

export function qrSvg(address: string): string {
  return renderSVG(address, { border: BORDER });
}

/** Two rows of dots a line; light on dark, whatever the terminal's own colours, where it has any. */
export function qrLines(address: string, hasColour: boolean): string {
  const lines = renderUnicodeCompact(address, { border: BORDER }).split('\n');
  return lines.map((line) => (hasColour ? `\x1b[97;40m${line}\x1b[0m` : line)).join('\n');
}
