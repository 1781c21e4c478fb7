/** What a byte means, for the page and for violations (data sheet p. 24, table 6). */
export function meaningOf(byte: number, rs: 0 | 1, isCgram: boolean): string {
  if (rs === 1) {
    if (isCgram) return `dots ${(byte & 0x1f).toString(2).padStart(5, '0')}`;
    return byte >= 0x20 && byte < 0x7e
      ? `write "${String.fromCharCode(byte)}"`
      : `write ${hex(byte)}`;
  }
  if (byte & 0x80) return `DDRAM address ${hex(byte & 0x7f)}`;
  if (byte & 0x40) return `CGRAM address ${hex(byte & 0x3f)}`;
  if (byte & 0x20)
    return `function set: ${byte & 0x10 ? 8 : 4} bits, ${byte & 0x08 ? 'two lines' : 'one line'}`;
  if (byte & 0x10)
    return `shift ${byte & 0x08 ? 'display' : 'cursor'} ${byte & 0x04 ? 'right' : 'left'}`;
  if (byte & 0x08) return `display ${byte & 0x04 ? 'on' : 'off'}`;
  if (byte & 0x04) return `entry mode: ${byte & 0x02 ? 'increment' : 'decrement'}`;
  if (byte & 0x02) return 'home';
  return byte === 0x01 ? 'clear' : 'no operation';
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}
