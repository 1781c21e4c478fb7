/** HTTP responses as bytes: one per connection, which then closes. */
import { writeUtf8 } from '../http/utf8.js';

const REASONS: Readonly<Record<number, string>> = Object.freeze({
  200: 'OK',
  302: 'Found',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  411: 'Length Required',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  505: 'HTTP Version Not Supported',
});
const UTF8_BYTES_MAX = 4;

export interface Response {
  readonly status: number;
  /** HTML; a HEAD gets only its length. */
  readonly body: string;
  readonly location?: string;
  /** Called once it has arrived, or its connection has ended. */
  readonly onDelivered?: () => void;
}

export function responseBytes(response: Response, isHead: boolean): Uint8Array {
  const { status, body, location } = response;
  const bodyBytes = lengthOf(body);
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}`,
    'content-type: text/html; charset=utf-8',
    `content-length: ${bodyBytes}`,
    // A phone must not cache this as the page that it requested.
    'cache-control: no-store',
    'connection: close',
    // Sends the origin to us only. Under `no-referrer` a browser would withhold it from our own form.
    'referrer-policy: same-origin',
    // The result of a test is shown in a frame of the form.
    "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'",
    ...(status === 405 ? ['allow: GET, HEAD, POST'] : []),
    ...(location === undefined ? [] : [`location: ${location}`]),
    '',
    '',
  ].join('\r\n');
  const bytes = new Uint8Array(lengthOf(head) + (isHead ? 0 : bodyBytes));
  const at = write(bytes, 0, head);
  if (!isHead) write(bytes, at, body);
  return bytes;
}

/** Counted first: allocating four bytes per character, or head and body apart, would take much of a device's free memory. */
function lengthOf(text: string): number {
  const four = new Uint8Array(UTF8_BYTES_MAX);
  let size = 0;
  for (const character of text) size += writeUtf8(four, 0, character.codePointAt(0) ?? 0);
  return size;
}

/** @returns where it ends */
function write(bytes: Uint8Array, start: number, text: string): number {
  let at = start;
  for (const character of text) at += writeUtf8(bytes, at, character.codePointAt(0) ?? 0);
  return at;
}
