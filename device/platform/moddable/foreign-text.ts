/** Text that C code made from outside bytes: XS assumes valid UTF-8 and misreads anything else. */
import { decodeUtf8 } from '../../http/utf8.js';

/** The same text, with U+FFFD for ill-formed UTF-8. */
export function readable(text: string): string {
  return decodeUtf8(new Uint8Array(ArrayBuffer.fromString(text)));
}
