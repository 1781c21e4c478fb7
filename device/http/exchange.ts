/** One request and its outcome. The body of a 200 streams to its reader; of any other only the start is kept, as text. */
import type { Cancel, Clock, Http, HttpRequest, SocketFault } from '../shared/ports.js';
import { decodeUtf8 } from './utf8.js';

export interface BodyReader {
  push(chunk: Uint8Array): void;
}

export type HttpOutcome =
  | {
      readonly kind: 'responded';
      readonly status: number;
      /** `Retry-After` in whole seconds, 48 hours at most; undefined if it is absent or invalid. */
      readonly retryAfterS: number | undefined;
      /** The start of an error's body, whatever its type: JSON, plain text, HTML. */
      readonly text: string;
    }
  | { readonly kind: 'failed'; readonly fault: SocketFault };

/** A longer wait is taken for a mistake: one request then checks. */
const RETRY_AFTER_MAX_S = 48 * 3600;
/** Every error body that we know of fits; a gateway's page may not. */
const ERROR_BYTES_MAX = 1024;

export interface ExchangePorts {
  readonly http: Http;
  readonly clock: Clock;
}

/** Calls back exactly once, unless cancelled. */
export function exchange(
  { http, clock }: ExchangePorts,
  request: HttpRequest,
  reader: BodyReader,
  onOutcome: (outcome: HttpOutcome) => void,
): Cancel {
  let status = 0;
  let retryAfterS: number | undefined;
  let errorBytes: Uint8Array | undefined;
  let errorLength = 0;
  return http.send(request, {
    onHeaders: (receivedStatus, headers) => {
      status = receivedStatus;
      retryAfterS = secondsOf(headers['retry-after']?.trim(), clock.epochMs());
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
      onOutcome({ kind: 'responded', status, retryAfterS, text });
    },
    onFault: (fault) => onOutcome({ kind: 'failed', fault }),
  });
}

/** Seconds, or a date if the clock is set (RFC 9110 section 10.2.3). */
function secondsOf(header: string | undefined, epochMs: number | undefined): number | undefined {
  if (header === undefined) return undefined;
  const isNumber = /^[0-9]+$/.test(header);
  // eslint-disable-next-line no-restricted-globals -- Parses a date; the current time comes from the clock.
  const inS = isNumber ? Number(header) : (Date.parse(header) - (epochMs ?? NaN)) / 1000;
  return Number.isNaN(inS) ? undefined : Math.min(RETRY_AFTER_MAX_S, Math.max(0, Math.ceil(inS)));
}
