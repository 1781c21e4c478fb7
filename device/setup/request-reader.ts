/**
 * One HTTP request out of the bytes as they come, within bounds: whoever is in radio range can send anything here.
 * HTTP/1.1 is read as far as browsers speak it to a form; chunked bodies they do not send.
 */
import { MessageHead } from '../http/message-head.js';
import { decodeUtf8 } from '../http/utf8.js';

/** A form with every field at its longest, and each of its letters escaped, is shorter. */
export const BODY_BYTES_MAX = 4096;
/** All that is read of a head; cookies and the like are of no interest, and may be long. */
const WANTED = Object.freeze(['host', 'origin', 'content-length', 'transfer-encoding']);

export interface Request {
  readonly method: string;
  /** Without the query, which no page of ours has; its start where it is long. */
  readonly path: string;
  /** Lower case, without a port; empty where the client named none. */
  readonly host: string;
  /** Of the page that sends it, as browsers tell with a form, without a port; `null` where they keep it back, empty where they do not know it. */
  readonly origin: string;
  readonly body: Uint8Array;
}

export type Reading =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'request'; readonly request: Request }
  /** What was sent is no request that we answer; the status says why. */
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

  /** Once it has answered anything but `incomplete`, it reads no more. */
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
    // Two framings of one body are how requests are smuggled; we take the plain one alone.
    if (coding !== undefined) return { kind: 'refused', status: 411 };
    if (!/^\d{1,9}$/.test(length)) return { kind: 'refused', status: 400 };
    if (Number(length) > BODY_BYTES_MAX) return { kind: 'refused', status: 413 };
    this.#body = new Uint8Array(Number(length));
    return undefined;
  }
}

/** Of a long target the start is enough to say that it is none of ours. */
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
  // A client may ask for a whole address, as it does of a proxy.
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
