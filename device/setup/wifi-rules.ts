/** Rules for a Wi-Fi network's name and password, shared by the page, the build and the flashing tool. */

/** IEEE 802.11-2020, 9.4.2.2: in bytes, not characters. */
export const NAME_BYTES_MAX = 32;

/** @returns the problem, or undefined */
export function networkNameProblem(name: string): 'empty' | 'unusable' | 'long' | undefined {
  if (name === '') return 'empty';
  let bytes = 0;
  for (const character of name) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x20 || codePoint === 0x7f) return 'unusable';
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes > NAME_BYTES_MAX ? 'long' : undefined;
}

/** IEEE 802.11-2020, J.4.1: a passphrase of 8 to 63 printable ASCII characters, or the key itself as 64 digits. */
export function isWifiPassword(password: string): boolean {
  return /^[\x20-\x7e]{8,63}$/.test(password) || /^[0-9a-f]{64}$/i.test(password);
}
