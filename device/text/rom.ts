/** Plain letters → the codes of the display's character ROM A00, the one on most cheap panels (data sheet p. 17). */

/** A00 has yen where ASCII has the backslash, an arrow for the tilde, and another for DEL. */
const YEN = 0x5c;
const RIGHT_ARROW = 0x7e;

/** The cell's code for one ASCII character; what the ROM lacks becomes the nearest sign it has. */
export function romCode(asciiCode: number): number {
  if (asciiCode === YEN) return 0x2f;
  if (asciiCode === RIGHT_ARROW) return 0x2d;
  return asciiCode >= 0x20 && asciiCode < 0x7e ? asciiCode : 0x3f;
}
