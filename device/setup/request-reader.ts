/**
 * Reads one HTTP request as its bytes arrive, within bounds: anyone in radio range can send anything. Supports as much of
 * HTTP/1.1 as browsers use for a form; they do not send chunked bodies.
 */
import { MessageHead } from '../http/message-head.js';
import { decodeUtf8 } from '../http/utf8.js';

/** Longer than our form with every field at its longest and every character escaped. */
export const BODY_BYTES_MAX = 4096;
/** Limit of the whole head: cookies, which we ignore, may be long. */
const WANTED = Object.freeze(['host', 'origin', 'content-length', 'transfer-encoding']);

export interface Request {
  readonly method: string;
  /** Without the query, which our pages do not use; cut if it is long. */
  readonly path: string;
  /** Lower case, without a port; empty if the client sent none. */
  readonly host: string;
  /** The Origin header, without a port: `null` if the browser withholds it, empty if it sent none. */
  readonly origin: string;
  readonly body: Uint8Array;
}

export type Reading =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'request'; readonly request: Request }
  /** Not a request that we serve; the status says why. */
  | { readonly kind: 'refused'; readonly status: 400 | 411 | 413 | 431 | 505 };

interface RequestLine {
  readonly method: string;
  readonly target: string;
  readonly major: string;
}

const INCOMPLETE: Reading = Object.freeze({ kind: 'incomplete' });

export class RequestReader {
  readonly #head = new MessageHead(WANTED);
  #requestLine: RequestLine | undefined;
  /** Undefined until the head has ended. */
  #body: Uint8Array | undefined;
  #bodyBytes = 0;

  /** After any result but `incomplete` it reads no more. */
  take(bytes: Uint8Array): Reading {
    const head = this.#head;
    let at = 0;
    while (!this.#body && at < bytes.length) {
      at = head.takeLine(bytes, at);
      const refused = head.line && this.endLine(head.line);
      if (refused) return refused;
      if (head.problem !== '')
        return { kind: 'refused', status: head.problem === 'too long' ? 431 : 400 };
    }
    const body = this.#body;
    if (!body || !this.#requestLine) return INCOMPLETE;
    const part = bytes.subarray(at, at + body.length - this.#bodyBytes);
    body.set(part, this.#bodyBytes);
    this.#bodyBytes += part.length;
    if (this.#bodyBytes < body.length) return INCOMPLETE;
    return { kind: 'request', request: requestOf(this.#requestLine, head.fields, body) };
  }

  private endLine(line: Uint8Array): Reading | undefined {
    if (!this.#requestLine) {
      this.#requestLine = readRequestLine(line, this.#head.isCut);
      if (!this.#requestLine) return { kind: 'refused', status: 400 };
      return this.#requestLine.major === '1' ? undefined : { kind: 'refused', status: 505 };
    }
    if (line.length > 0) {
      this.#head.readField();
      return undefined;
    }
    const { 'content-length': length = '0', 'transfer-encoding': coding } = this.#head.fields;
    // Two framings of one body allow request smuggling: only content-length is accepted.
    if (coding !== undefined) return { kind: 'refused', status: 411 };
    if (!/^\d{1,9}$/.test(length)) return { kind: 'refused', status: 400 };
    if (Number(length) > BODY_BYTES_MAX) return { kind: 'refused', status: 413 };
    this.#body = new Uint8Array(Number(length));
    return undefined;
  }
}

/** The start of a long target is enough to see that it is not one of ours. */
function readRequestLine(line: Uint8Array, isCut: boolean): RequestLine | undefined {
  const text = decodeUtf8(line);
  const match = isCut
    ? /^([A-Z]{1,16}) ([!-~]+)$/.exec(text)
    : /^([A-Z]{1,16}) ([!-~]+) HTTP\/(\d)\.\d$/.exec(text);
  if (!match) return undefined;
  const [, method = '', target = '', major = '1'] = match;
  return { method, target, major };
}

function requestOf(
  { method, target }: RequestLine,
  fields: Readonly<Record<string, string>>,
  body: Uint8Array,
): Request {
  const { host = '', origin = '' } = fields;
  // A client may send an absolute address, as to a proxy.
  const absolute = /^http:\/\/([^/?]*)(.*)$/.exec(target);
  const [path = ''] = (absolute ? (absolute[2] ?? '') : target).split('?');
  return {
    method,
    path: path === '' ? '/' : path,
    host: withoutPort(absolute ? (absolute[1] ?? '') : host),
    origin: withoutPort(origin),
    body,
  };
}

function withoutPort(authority: string): string {
  return authority.replace(/:\d*$/, '').toLowerCase();
}
