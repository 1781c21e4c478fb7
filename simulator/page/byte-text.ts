/** Bytes and the time between them, as short texts. */

/** The high half first, as it goes over the wires. */
export function nibblesOf(byte: number): string {
  const hex = (nibble: number): string => nibble.toString(16).toUpperCase();
  return `${hex(byte >> 4)} ${hex(byte & 15)}`;
}

/** Time from byte to byte, in the unit that needs the fewest digits. */
export function gapText(ns: number): string {
  if (ns < 1e6) return `+${Math.round(ns / 1e3)} µs`;
  return ns < 1e9 ? `+${Math.round(ns / 1e6)} ms` : `+${Math.round(ns / 1e9)} s`;
}
