/**
 * Reads one HTTP/1.1 response as its bytes arrive, within bounds (RFC 9112). Ambiguous framing makes it invalid. Bytes
 * after its end are ignored, since a connection carries only one.
 */
import { decimal, digitOf } from './ascii.js';
import { MessageHead, trimmedEnd } from './message-head.js';
import { decodeUtf8 } from './utf8.js';

export interface ResponseHandlers {
  /** @param headers the wanted ones, by name in lower case */
  onHeaders(status: number, headers: Readonly<Record<string, string>>): void;
  /** The bytes are the caller's own: read them before returning, keep none. */
  onBody(bytes: Uint8Array): void;
}

export type Reading = 'more' | 'complete' | 'invalid';

/** Eight hexadecimal digits would be 4 GB, and overflow a signed 32-bit number. */
const CHUNK_DIGITS_MAX = 7;
const LENGTH_DIGITS_MAX = 9;

const LENGTH = 'content-length';
const CODING = 'transfer-encoding';

const SPACE = 0x20;
const ZERO = 0x30;
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
  readonly #head: MessageHead;
  #state: State = 'status';
  #status = 0;
  /** Bytes left of the body or the chunk. */
  #leftBytes = 0;

  /** @param keep names of the wanted headers, in lower case */
  constructor(keep: readonly string[], handlers: ResponseHandlers) {
    this.#kept = keep;
    this.#handlers = handlers;
    this.#head = new MessageHead([LENGTH, CODING, ...keep]);
  }

  push(bytes: Uint8Array): Reading {
    const head = this.#head;
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
          at = head.takeLine(bytes, at);
          if (head.line) this.endLine(head.line);
          if (head.problem !== '') this.fail(head.detail);
      }
    }
    return this.reading();
  }

  /** The connection has ended. */
  end(): Reading {
    if (this.#state === 'open-body') this.#state = 'over';
    else if (this.#state !== 'over') this.fail('the response ended early');
    return this.reading();
  }

  /** Whether part of the final response has arrived. */
  get hasBegun(): boolean {
    return this.#state !== 'status' || this.#head.isAmidLine;
  }

  private reading(): Reading {
    if (this.problem !== '') return 'invalid';
    return this.#state === 'over' ? 'complete' : 'more';
  }

  private fail(problem: string): void {
    this.problem = problem;
    this.#state = 'over';
  }

  private endLine(line: Uint8Array): void {
    switch (this.#state) {
      case 'status':
        return this.readStatus(line);
      case 'headers':
        return line.length === 0 ? this.endHeaders() : this.#head.readField();
      case 'chunk-size':
        return this.readChunkSize(line);
      case 'chunk-end':
        this.#state = 'chunk-size';
        return line.length === 0 ? undefined : this.fail('a chunk longer than its size');
      default:
        // A trailer: ignored.
        if (line.length === 0) this.#state = 'over';
    }
  }

  private readStatus(line: Uint8Array): void {
    const status = line.length >= 12 ? numberIn(line, 9, 12) : undefined;
    const isHttp1 = decodeUtf8(line, Math.min(line.length, 7)) === 'HTTP/1.';
    const isEnded = line.length === 12 || line[12] === SPACE;
    if (!isHttp1 || line[8] !== SPACE || status === undefined || status < 100 || !isEnded)
      return this.fail('not an HTTP/1.1 response');
    this.#status = status;
    this.#state = 'headers';
  }

  private endHeaders(): void {
    const status = this.#status;
    if (status === 101) return this.fail('an upgrade that was not requested');
    const { fields } = this.#head;
    if (status < 200) {
      // Interim: the final response follows (RFC 9110 section 15.2). All of them share one bound.
      this.#head.forget();
      this.#state = 'status';
      return;
    }
    const length = fields[LENGTH];
    const coding = fields[CODING];
    const bytes = length === undefined ? undefined : lengthIn(length);
    if (bytes === undefined && length !== undefined) return this.fail(`invalid ${LENGTH}`);
    if (coding !== undefined && coding.toLowerCase() !== 'chunked')
      return this.fail(`unknown ${CODING}`);
    this.#handlers.onHeaders(status, pick(this.#kept, fields));
    this.#leftBytes = bytes ?? 0;
    // These two have no body, whatever their headers say; chunked overrides a length (RFC 9112 section 6.3).
    if (status === 204 || status === 304) this.#state = 'over';
    else if (coding !== undefined) this.#state = 'chunk-size';
    else if (bytes === undefined) this.#state = 'open-body';
    else this.#state = bytes === 0 ? 'over' : 'sized-body';
    this.#head.restart();
  }

  /** Hexadecimal digits, then optional extensions, which are ignored (RFC 9112 section 7.1.1). */
  private readChunkSize(line: Uint8Array): void {
    const semicolon = line.indexOf(SEMICOLON);
    const end = trimmedEnd(line, 0, semicolon < 0 ? line.length : semicolon);
    let start = 0;
    while (start < end - 1 && line[start] === ZERO) start += 1;
    const size = end - start > CHUNK_DIGITS_MAX ? undefined : numberIn(line, start, end, 16);
    if (size === undefined) return this.fail('an invalid chunk size');
    this.#leftBytes = size;
    this.#state = size === 0 ? 'trailers' : 'chunk';
    this.#head.restart();
  }
}

function pick(
  names: readonly string[],
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/** Repeating the same length is allowed (RFC 9112 section 6.3). */
function lengthIn(value: string): number | undefined {
  let length: number | undefined;
  for (const part of value.split(',')) {
    const text = part.trim();
    const number = text.length <= LENGTH_DIGITS_MAX ? decimal(text) : undefined;
    if (number === undefined || (length !== undefined && length !== number)) return undefined;
    length = number;
  }
  return length;
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
