/** Text that C code made of somebody's bytes: XS takes any for UTF-8, and reads nonsense where they are something else. */
import { decodeUtf8 } from '../../http/utf8.js';

/** The same text, but with U+FFFD for what is no UTF-8. */
export function readable(text: string): string {
  return decodeUtf8(new Uint8Array(ArrayBuffer.fromString(text)));
}
