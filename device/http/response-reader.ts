/**
 * One HTTP/1.1 response out of the bytes as they come, within bounds (RFC 9112). A response whose framing is ambiguous
 * is invalid, never guessed at; what follows its last byte is not read, since its connection carries no other.
 */
import { decodeUtf8 } from './utf8.js';

export interface ResponseHandlers {
  /** @param headers those that were asked for, by name in lower case */
  onHeaders(status: number, headers: Readonly<Record<string, string>>): void;
  /** The bytes are the caller's own: read them before returning, keep none. */
  onBody(bytes: Uint8Array): void;
}

export type Reading = 'more' | 'complete' | 'invalid';

/** Of a line as much is kept; only a header that was asked for has to fit. */
const LINE_BYTES_MAX = 512;
/** Of everything but the body: status line, headers, interim responses, trailers, and each line of a chunk. */
const HEAD_BYTES_MAX = 32_768;
/** Eight hexadecimal digits would be 4 GB: no response of ours, and more than a number of 32 bits. */
const CHUNK_DIGITS_MAX = 7;
const LENGTH_DIGITS_MAX = 9;

const LENGTH = 'content-length';
const CODING = 'transfer-encoding';
const FRAMING = Object.freeze([LENGTH, CODING]);

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const ZERO = 0x30;
const COLON = 0x3a;
const SEMICOLON = 0x3b;

type State =
  | 'status'
  | 'headers'
  | 'sized-body'
  | 'open-body' // it ends with the connection
  | 'chunk-size'
  | 'chunk'
  | 'chunk-end'
  | 'trailers'
  | 'over';

export class ResponseReader {
  /** Why it is invalid. */
  problem = '';
  readonly #kept: readonly string[];
  readonly #handlers: ResponseHandlers;
  readonly #line = new Uint8Array(LINE_BYTES_MAX);
  #state: State = 'status';
  /** Of the line so far, without what was too long to keep. */
  #lineBytes = 0;
  #isCut = false;
  /** Since the status line, or since a chunk began. */
  #headBytes = 0;
  #status = 0;
  #headers: Record<string, string> = {};
  /** The header that a folded line would go on with; '' where it is none of ours. */
  #name = '';
  #isFirstLine = true;
  /** Of the body or of the chunk. */
  #leftBytes = 0;

  /** @param keep names, in lower case, of headers that the caller wants */
  constructor(keep: readonly string[], handlers: ResponseHandlers) {
    this.#kept = keep;
    this.#handlers = handlers;
  }

  push(bytes: Uint8Array): Reading {
    for (let at = 0; at < bytes.length && this.#state !== 'over';) {
      switch (this.#state) {
        case 'open-body':
          this.#handlers.onBody(at === 0 ? bytes : bytes.subarray(at));
          return 'more';
        case 'sized-body':
        case 'chunk': {
          const end = Math.min(bytes.length, at + this.#leftBytes);
          this.#handlers.onBody(bytes.subarray(at, end));
          this.#leftBytes -= end - at;
          at = end;
          if (this.#leftBytes === 0) this.#state = this.#state === 'chunk' ? 'chunk-end' : 'over';
          break;
        }
        default:
          at = this.#takeLine(bytes, at);
      }
    }
    return this.#reading();
  }

  /** The connection has ended. */
  end(): Reading {
    if (this.#state === 'open-body') this.#state = 'over';
    else if (this.#state !== 'over') this.#fail('the response ended early');
    return this.#reading();
  }

  /** Something of the final response has arrived. */
  get hasBegun(): boolean {
    return this.#state !== 'status' || this.#lineBytes > 0;
  }

  #reading(): Reading {
    if (this.problem !== '') return 'invalid';
    return this.#state === 'over' ? 'complete' : 'more';
  }

  #fail(problem: string): void {
    this.problem = problem;
    this.#state = 'over';
  }

  /** @returns where the next line starts; lines may end in a bare LF (RFC 9112 section 2.2) */
  #takeLine(bytes: Uint8Array, start: number): number {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const room = LINE_BYTES_MAX - this.#lineBytes;
    const taken = Math.min(end - start, room);
    if (taken > 0) this.#line.set(bytes.subarray(start, start + taken), this.#lineBytes);
    this.#lineBytes += taken;
    if (taken < end - start) this.#isCut = true;
    this.#headBytes += end - start;
    if (this.#headBytes > HEAD_BYTES_MAX) {
      this.#fail('headers without end');
    } else if (found >= 0) {
      const length = this.#lineBytes;
      this.#endLine(length > 0 && this.#line[length - 1] === CR ? length - 1 : length);
      this.#lineBytes = 0;
      this.#isCut = false;
    }
    return end + 1;
  }

  #endLine(length: number): void {
    switch (this.#state) {
      case 'status':
        return this.#readStatus(length);
      case 'headers':
        return length === 0 ? this.#endHeaders() : this.#readHeader(length);
      case 'chunk-size':
        return this.#readChunkSize(length);
      case 'chunk-end':
        this.#headBytes = 0;
        this.#state = 'chunk-size';
        return length === 0 ? undefined : this.#fail('a chunk longer than its size');
      default:
        // A trailer: none of ours.
        if (length === 0) this.#state = 'over';
    }
  }

  #readStatus(length: number): void {
    const line = this.#line;
    const status = length >= 12 ? numberIn(line, 9, 12) : undefined;
    const isHttp1 = decodeUtf8(line, Math.min(length, 7)) === 'HTTP/1.';
    const isEnded = length === 12 || line[12] === SPACE;
    if (!isHttp1 || line[8] !== SPACE || status === undefined || status < 100 || !isEnded)
      return this.#fail('not an HTTP/1.1 response');
    this.#status = status;
    this.#headers = {};
    this.#isFirstLine = true;
    this.#state = 'headers';
  }

  #readHeader(length: number): void {
    const line = this.#line;
    const isFolded = line[0] === SPACE || line[0] === TAB;
    if (isFolded && this.#isFirstLine) return this.#fail('a header that starts with a space');
    this.#isFirstLine = false;
    // RFC 9112 section 5.2: a folded line goes on after one space.
    if (isFolded) return this.#keep(0, length, ' ');
    const colon = line.indexOf(COLON);
    const hasColon = colon > 0 && colon < length;
    // Where the line was cut before its colon, the name is longer than any that is wanted.
    if (!hasColon && !this.#isCut) return this.#fail('a header without a colon');
    this.#name = hasColon ? this.#wanted(trimmedEnd(line, 0, colon)) : '';
    this.#keep(colon + 1, length, ', ');
  }

  #wanted(length: number): string {
    return (
      FRAMING.find((name) => isName(this.#line, length, name)) ??
      this.#kept.find((name) => isName(this.#line, length, name)) ??
      ''
    );
  }

  /** A header that comes twice is a list (RFC 9110 section 5.3). */
  #keep(from: number, to: number, separator: string): void {
    const name = this.#name;
    if (name === '') return;
    const before = this.#headers[name];
    if (this.#isCut || (before?.length ?? 0) > LINE_BYTES_MAX)
      return this.#fail(`${name} is too long`);
    const end = trimmedEnd(this.#line, from, to);
    let start = from;
    while (start < end && isBlank(this.#line[start])) start += 1;
    const value = decodeUtf8(this.#line.subarray(start, end));
    this.#headers[name] = before === undefined ? value : `${before}${separator}${value}`;
  }

  #endHeaders(): void {
    const status = this.#status;
    if (status === 101) return this.#fail('an upgrade that nobody asked for');
    if (status < 200) {
      // Interim: the final response follows (RFC 9110 section 15.2).
      this.#state = 'status';
      return;
    }
    const framing = this.#headers;
    const length = framing[LENGTH];
    const coding = framing[CODING];
    const bytes = length === undefined ? undefined : lengthIn(length);
    if (bytes === undefined && length !== undefined) return this.#fail(`invalid ${LENGTH}`);
    if (coding !== undefined && coding.toLowerCase() !== 'chunked')
      return this.#fail(`unknown ${CODING}`);
    this.#handlers.onHeaders(status, this.#wantedHeaders());
    this.#leftBytes = bytes ?? 0;
    // These two end with their headers whatever those say; chunks go before a length (RFC 9112 section 6.3).
    if (status === 204 || status === 304) this.#state = 'over';
    else if (coding !== undefined) this.#startChunks();
    else if (bytes === undefined) this.#state = 'open-body';
    else this.#state = bytes === 0 ? 'over' : 'sized-body';
  }

  #startChunks(): void {
    this.#headBytes = 0;
    this.#state = 'chunk-size';
  }

  #wantedHeaders(): Readonly<Record<string, string>> {
    const picked: Record<string, string> = {};
    for (const name of this.#kept) {
      const value = this.#headers[name];
      if (value !== undefined) picked[name] = value;
    }
    return picked;
  }

  /** Hexadecimal digits, then perhaps extensions, which mean nothing to us (RFC 9112 section 7.1.1). */
  #readChunkSize(length: number): void {
    const semicolon = this.#line.subarray(0, length).indexOf(SEMICOLON);
    const end = trimmedEnd(this.#line, 0, semicolon < 0 ? length : semicolon);
    let start = 0;
    while (start < end - 1 && this.#line[start] === ZERO) start += 1;
    const size = end - start > CHUNK_DIGITS_MAX ? undefined : numberIn(this.#line, start, end, 16);
    if (size === undefined) return this.#fail('invalid size of a chunk');
    this.#leftBytes = size;
    this.#headBytes = 0;
    this.#state = size === 0 ? 'trailers' : 'chunk';
  }
}

/** The same length again is no contradiction (RFC 9112 section 6.3). */
function lengthIn(value: string): number | undefined {
  let length: number | undefined;
  for (const part of value.split(',')) {
    const number = decimal(part.trim());
    if (number === undefined || (length !== undefined && length !== number)) return undefined;
    length = number;
  }
  return length;
}

function decimal(text: string): number | undefined {
  if (text === '' || text.length > LENGTH_DIGITS_MAX) return undefined;
  let value = 0;
  for (const character of text) {
    if (character < '0' || character > '9') return undefined;
    value = value * 10 + Number(character);
  }
  return value;
}

function numberIn(bytes: Uint8Array, from: number, to: number, base = 10): number | undefined {
  if (from >= to) return undefined;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = digitOf(bytes[at] ?? 0);
    if (digit >= base) return undefined;
    value = value * base + digit;
  }
  return value;
}

/** 0 to 15; 16 where it is none. */
function digitOf(byte: number): number {
  if (byte >= ZERO && byte < COLON) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
}

/** @param name in lower case */
function isName(line: Uint8Array, length: number, name: string): boolean {
  if (name.length !== length) return false;
  for (let at = 0; at < length; at += 1) {
    const byte = line[at] ?? 0;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== name.charCodeAt(at)) return false;
  }
  return true;
}

function trimmedEnd(line: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(line[end - 1])) end -= 1;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
