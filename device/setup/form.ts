/** Fields of a form as a browser sends them: `application/x-www-form-urlencoded`, in UTF-8. */
import { decodeUtf8, REPLACEMENT } from '../http/utf8.js';

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;
/** Our form has twenty; a body with more than this is not ours. */
const FIELDS_MAX = 32;

/** @returns undefined if the body is invalid: broken escapes, invalid UTF-8, too many fields */
export function readForm(body: Uint8Array): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  for (let start = 0; start < body.length;) {
    const end = indexFrom(body, AMPERSAND, start);
    const equals = Math.min(indexFrom(body, EQUALS, start), end);
    const name = decoded(body.subarray(start, equals));
    const value = decoded(body.subarray(Math.min(equals + 1, end), end));
    if (name === undefined || value === undefined) return undefined;
    // If a name comes twice, the last one counts.
    if (name !== '') fields.set(name, value);
    if (fields.size > FIELDS_MAX) return undefined;
    start = end + 1;
  }
  return fields;
}

/** The index of the next `byte`, or the end. */
function indexFrom(bytes: Uint8Array, byte: number, start: number): number {
  const index = bytes.indexOf(byte, start);
  return index < 0 ? bytes.length : index;
}

function decoded(bytes: Uint8Array): string | undefined {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === PERCENT) {
      const high = hexDigit(bytes[at + 1]);
      const low = hexDigit(bytes[at + 2]);
      if (high === undefined || low === undefined) return undefined;
      plain[length] = high * 16 + low;
      at += 2;
    } else {
      plain[length] = byte === PLUS ? SPACE : byte;
    }
    length += 1;
  }
  const text = decodeUtf8(plain, length);
  return text.includes(String.fromCodePoint(REPLACEMENT)) ? undefined : text;
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  const digit = byte >= 0x61 ? byte - 0x57 : byte >= 0x41 ? byte - 0x37 : byte - 0x30;
  const isLetter = byte >= 0x41;
  return digit >= (isLetter ? 10 : 0) && digit <= (isLetter ? 15 : 9) ? digit : undefined;
}
