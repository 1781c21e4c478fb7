/** A response read to its end, in pieces, on any engine. */
import { ResponseReader, type Reading } from '../../device/http/response-reader.js';

export interface ReadResponse {
  readonly reading: Reading;
  readonly problem: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A character a byte. */
  readonly body: string;
}

/**
 * @param text a character a byte
 * @param sizes of the pieces in which the bytes come, the last again and again
 */
export function readResponse(
  text: string,
  { ends = false, sizes = [text.length] }: { ends?: boolean; sizes?: readonly number[] } = {},
): ReadResponse {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  let body = '';
  let head: Pick<ReadResponse, 'status' | 'headers'> = {};
  const reader = new ResponseReader(['retry-after', 'x-long'], {
    onHeaders: (status, headers) => {
      if (head.status !== undefined) throw new Error('headers twice');
      head = { status, headers };
    },
    onBody: (part) => {
      if (part.length === 0 || head.status === undefined) throw new Error('no body yet');
      for (const byte of part) body += String.fromCharCode(byte);
    },
  });
  let reading: Reading = 'more';
  for (let at = 0, piece = 0; at < bytes.length && reading === 'more'; piece += 1) {
    const size = sizes[Math.min(piece, sizes.length - 1)] ?? 1;
    reading = reader.push(bytes.slice(at, at + size));
    at += size;
  }
  if (ends && reading === 'more') reading = reader.end();
  return { reading, problem: reader.problem, ...head, body };
}
