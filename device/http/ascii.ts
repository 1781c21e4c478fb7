/** ASCII in bytes and texts, without RegExp and without copies. */

/** 0 to 15; 16 if it is not a hexadecimal digit. */
export function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
}

/** @returns undefined if `text` is empty or has another character than digits */
export function decimal(text: string): number | undefined {
  for (let at = 0; at < text.length; at += 1)
    if (digitOf(text.charCodeAt(at)) > 9) return undefined;
  return text === '' ? undefined : Number(text);
}

/** Whether the first `length` bytes are `name` in any case; `name` itself is in lower case. */
export function isName(bytes: Uint8Array, name: string, length = bytes.length): boolean {
  if (name.length !== length) return false;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== name.charCodeAt(at)) return false;
  }
  return true;
}
