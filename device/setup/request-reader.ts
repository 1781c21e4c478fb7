/**
 * One HTTP request out of the bytes as they come, within bounds: whoever is in radio range can send anything here.
 * HTTP/1.1 is read as far as browsers speak it to a form; chunked bodies they do not send.
 */

/** Browsers of phones send 400 to 900 bytes; a form with every field at its longest 1,100. */
export const REQUEST_BYTES_MAX = 4096;
const BUFFER_BYTES_FIRST = 1024;
const CR = 0x0d;
const LF = 0x0a;

export interface Request {
  readonly method: string;
  /** Without the query, which no page of ours has. */
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

interface Head {
  readonly request: Omit<Request, 'body'>;
  readonly bodyAt: number;
  readonly bodyBytes: number;
}

const INCOMPLETE: Reading = Object.freeze({ kind: 'incomplete' });

export class RequestReader {
  #buffer = new Uint8Array(BUFFER_BYTES_FIRST);
  #length = 0;
  #head: Head | undefined;

  /** Once it has answered anything but `incomplete`, it reads no more. */
  take(bytes: Uint8Array): Reading {
    if (this.#length + bytes.length > REQUEST_BYTES_MAX)
      return { kind: 'refused', status: this.#head ? 413 : 431 };
    this.#append(bytes);
    if (!this.#head) {
      const end = this.#endOfHead();
      if (end === undefined) return INCOMPLETE;
      const head = readHead(this.#buffer.subarray(0, end), end);
      if ('status' in head) return { kind: 'refused', status: head.status };
      this.#head = head;
    }
    const { request, bodyAt, bodyBytes } = this.#head;
    if (this.#length - bodyAt < bodyBytes) return INCOMPLETE;
    const body = this.#buffer.subarray(bodyAt, bodyAt + bodyBytes);
    return { kind: 'request', request: { ...request, body } };
  }

  #append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#buffer.length) {
      const longer = new Uint8Array(REQUEST_BYTES_MAX);
      longer.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = longer;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Behind the empty line; lines may end in a bare LF (RFC 9112 section 2.2). */
  #endOfHead(): number | undefined {
    for (let at = 0; at + 1 < this.#length; at += 1) {
      if (this.#buffer[at] !== LF) continue;
      if (this.#buffer[at + 1] === LF) return at + 2;
      if (this.#buffer[at + 1] === CR && this.#buffer[at + 2] === LF && at + 2 < this.#length)
        return at + 3;
    }
    return undefined;
  }
}

function readHead(bytes: Uint8Array, bodyAt: number): Head | { status: 400 | 411 | 413 | 505 } {
  let text = '';
  for (const byte of bytes) {
    // Control characters have no business in a head; nor does anything beyond ASCII in what we read of it.
    if (byte < 0x20 && byte !== CR && byte !== LF && byte !== 0x09) return { status: 400 };
    text += String.fromCharCode(byte);
  }
  const [first = '', ...lines] = text.split(/\r?\n/);
  const match = /^([A-Z]{1,16}) ([^\s?#]{1,512})(?:\?\S*)? HTTP\/(\d)\.\d$/.exec(first);
  if (!match) return { status: 400 };
  const [, method = '', target = '', major] = match;
  if (major !== '1') return { status: 505 };

  let host = '';
  let origin = '';
  let bodyBytes: number | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      if (line === '') continue;
      return { status: 400 };
    }
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'host') host = value.replace(/:\d*$/, '').toLowerCase();
    else if (name === 'origin') origin = value.replace(/:\d*$/, '').toLowerCase();
    // Two framings of one body are how requests are smuggled; we take the plain one alone.
    else if (name === 'transfer-encoding') return { status: 411 };
    else if (name === 'content-length') {
      if (!/^\d{1,9}$/.test(value) || bodyBytes !== undefined) return { status: 400 };
      bodyBytes = Number(value);
      if (bodyBytes > REQUEST_BYTES_MAX) return { status: 413 };
    }
  }
  // A client may ask for a whole address, as it does of a proxy.
  const absolute = /^http:\/\/([^/]*)(\/.*)?$/.exec(target);
  if (absolute) host = absolute[1]?.replace(/:\d*$/, '').toLowerCase() ?? host;
  const path = absolute ? (absolute[2] ?? '/') : target;
  return { request: { method, path, host, origin }, bodyAt, bodyBytes: bodyBytes ?? 0 };
}
