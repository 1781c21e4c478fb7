/** UTF-8 both ways, for engines without TextDecoder. Strings are built by code point, never indexed by code unit. */

/** Replaces every ill-formed sequence; RFC 3629 section 4 defines the well-formed ones. */
export const REPLACEMENT = 0xfffd;

/** Code points per call: each argument costs a stack slot, and the device has a few hundred. */
const BATCH = 32;

/** Text of `bytes[0 .. length)`; an ill-formed sequence becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, length: number = bytes.length): string {
  let text = '';
  let codePoints: Uint32Array | undefined;
  for (let at = 0; at < length;) {
    const end = Math.min(length, at + BATCH);
    const plainEnd = asciiEnd(bytes, at, end);
    if (plainEnd > at) {
      text += joined(bytes.subarray(at, plainEnd));
      at = plainEnd;
      continue;
    }
    codePoints ??= new Uint32Array(BATCH);
    let count = 0;
    for (; at < length && count < BATCH && (bytes[at] ?? 0) >= 0x80; count += 1) {
      const lead = bytes[at] ?? 0;
      const size = sequenceLength(lead);
      let codePoint = lead & (0xff >> (size + 1));
      let taken = 1;
      while (taken < size && at + taken < length) {
        const next = bytes[at + taken] ?? 0;
        if (!isContinuation(lead, taken, next)) break;
        codePoint = (codePoint << 6) | (next & 0x3f);
        taken += 1;
      }
      codePoints[count] = size > 0 && taken === size ? codePoint : REPLACEMENT;
      at += taken;
    }
    text += joined(codePoints.subarray(0, count));
  }
  return text;
}

/** Without an intermediate array: in XS each element costs a slot, and growing copies the array. */
function joined(codePoints: Uint8Array | Uint32Array): string {
  return Reflect.apply(String.fromCodePoint, undefined, codePoints) as string;
}

function asciiEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] ?? 0) < 0x80) at += 1;
  return at;
}

/** Length in bytes of a sequence that starts with `lead`; 0 if none does. */
export function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

/** Whether `byte` is valid at `index` (from 1) after `lead`: no overlong form, no surrogate, nothing past U+10FFFF. */
export function isContinuation(lead: number, index: number, byte: number): boolean {
  if (index === 1) {
    if (lead === 0xe0) return byte >= 0xa0 && byte <= 0xbf;
    if (lead === 0xed) return byte >= 0x80 && byte <= 0x9f;
    if (lead === 0xf0) return byte >= 0x90 && byte <= 0xbf;
    if (lead === 0xf4) return byte >= 0x80 && byte <= 0x8f;
  }
  return byte >= 0x80 && byte <= 0xbf;
}

/** Writes `codePoint` at `bytes[at]`. @returns the number of bytes written, 0 if they do not fit */
export function writeUtf8(bytes: Uint8Array, at: number, codePoint: number): number {
  const size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  if (at + size > bytes.length) return 0;
  if (size === 1) {
    bytes[at] = codePoint;
    return 1;
  }
  for (let index = size - 1, rest = codePoint; index > 0; index -= 1, rest >>= 6)
    bytes[at + index] = 0x80 | (rest & 0x3f);
  const lead = codePoint >> (6 * (size - 1));
  bytes[at] = ((0xf00 >> size) & 0xff) | lead;
  return size;
}
