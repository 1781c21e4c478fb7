/** One request, one judgement: the body of a success goes to its reader as it comes, any other is kept as a short text. */
import type { Cancel, Http, HttpRequest, SocketFault } from '../shared/ports.js';
import { decodeUtf8 } from './utf8.js';

export interface BodyReader {
  push(chunk: Uint8Array): void;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Whole seconds of `Retry-After`; undefined where it is absent or a date, which a device may not be able to tell. */
      readonly retryAfterS: number | undefined;
      /** Start of a body that is no success, whatever its type: JSON, plain text, HTML. */
      readonly text: string;
    }
  | { readonly kind: 'failed'; readonly fault: SocketFault };

/** Every error body that we know of fits; a gateway's page need not. */
const ERROR_BYTES_MAX = 1024;

/** Calls back exactly once, unless cancelled. */
export function exchange(
  http: Http,
  request: HttpRequest,
  reader: BodyReader,
  onAnswer: (answer: Answer) => void,
): Cancel {
  let status = 0;
  let retryAfterS: number | undefined;
  let errorBytes: Uint8Array | undefined;
  let errorLength = 0;
  return http.send(request, {
    onHeaders: (answered, headers) => {
      status = answered;
      retryAfterS = secondsOf(headers['retry-after']);
    },
    onBody: (chunk) => {
      if (status === 200) {
        reader.push(chunk);
        return;
      }
      errorBytes ??= new Uint8Array(ERROR_BYTES_MAX);
      const kept = chunk.subarray(0, ERROR_BYTES_MAX - errorLength);
      errorBytes.set(kept, errorLength);
      errorLength += kept.length;
    },
    onDone: () => {
      const text = errorBytes ? decodeUtf8(errorBytes, errorLength) : '';
      onAnswer({ kind: 'answered', status, retryAfterS, text });
    },
    onFault: (fault) => onAnswer({ kind: 'failed', fault }),
  });
}

function secondsOf(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,9}$/.test(header.trim()) ? Number(header) : undefined;
}
