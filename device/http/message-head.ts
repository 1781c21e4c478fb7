/**
 * Reads the start line and the wanted headers of an HTTP/1.1 message as its bytes arrive (RFC 9112 sections 2.2 and 5).
 * Other headers take no memory and may have any length, within a bound on the whole head.
 */
import { isName } from './ascii.js';
import { decodeUtf8 } from './utf8.js';

/** The kept part of a line: only wanted headers must fit. */
const LINE_BYTES_MAX = 512;
/** Limit of all lines since `restart`. */
const HEAD_BYTES_MAX = 32_768;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const DELETE = 0x7f;

export class MessageHead {
  /** Why it is invalid. */
  problem: '' | 'too long' | 'invalid' = '';
  /** The same in words. */
  detail = '';
  /** The last line, without its end; undefined until it is complete. */
  line: Uint8Array | undefined;
  /** The line was longer than its kept part. */
  isCut = false;
  /** The wanted headers, by name in lower case; repeated ones are joined into a list (RFC 9110 section 5.3). */
  fields: Record<string, string> = {};
  readonly #wanted: readonly string[];
  readonly #buffer = new Uint8Array(LINE_BYTES_MAX);
  /** The kept part of the current line. */
  #lineBytes = 0;
  #headBytes = 0;
  /** The header that a folded line would continue: '' if it is not wanted, undefined before the first. */
  #name: string | undefined;

  /** @param wanted names in lower case */
  constructor(wanted: readonly string[]) {
    this.#wanted = wanted;
  }

  /** Whether a line has begun and not ended. */
  get isAmidLine(): boolean {
    return this.#lineBytes > 0;
  }

  /** Another head follows, within the same bound. */
  forget(): void {
    this.fields = {};
    this.#name = undefined;
  }

  /** What follows has its own bound. */
  restart(): void {
    this.forget();
    this.#headBytes = 0;
  }

  /** @returns where the next line starts; lines may end in a bare LF */
  takeLine(bytes: Uint8Array, start: number): number {
    if (this.line) {
      this.line = undefined;
      this.isCut = false;
      this.#lineBytes = 0;
    }
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const taken = Math.min(end - start, LINE_BYTES_MAX - this.#lineBytes);
    if (taken > 0) this.#buffer.set(bytes.subarray(start, start + taken), this.#lineBytes);
    this.#lineBytes += taken;
    if (taken < end - start) this.isCut = true;
    this.#headBytes += end - start;
    if (this.#headBytes > HEAD_BYTES_MAX) {
      this.fail('too long', 'headers without end');
    } else if (found >= 0) {
      const length = this.#lineBytes;
      const hasCr = length > 0 && this.#buffer[length - 1] === CR;
      this.line = this.#buffer.subarray(0, hasCr ? length - 1 : length);
    }
    return end + 1;
  }

  /** Takes `line` as a header. */
  readField(): void {
    const { line } = this;
    if (!line) return;
    const isFolded = isBlank(line[0]);
    if (isFolded) {
      if (this.#name === undefined) this.fail('invalid', 'a header that starts with a space');
      // Joined with one space (RFC 9112 section 5.2).
      else this.keep(line, 0, ' ');
      return;
    }
    const colon = line.indexOf(COLON);
    // If the line was cut before its colon, the name is longer than any wanted one.
    if (colon < 1 && !(this.isCut && colon < 0))
      return this.fail('invalid', 'a header without a colon');
    this.#name = colon < 0 ? '' : this.wantedName(line, trimmedEnd(line, 0, colon));
    this.keep(line, colon + 1, ', ');
  }

  private fail(problem: 'too long' | 'invalid', detail: string): void {
    this.problem = problem;
    this.detail = detail;
  }

  private wantedName(line: Uint8Array, length: number): string {
    for (const name of this.#wanted) if (isName(line, name, length)) return name;
    return '';
  }

  private keep(line: Uint8Array, from: number, separator: string): void {
    const name = this.#name ?? '';
    if (name === '') return;
    const before = this.fields[name];
    if (this.isCut || (before?.length ?? 0) > LINE_BYTES_MAX)
      return this.fail('too long', `${name} is too long`);
    const end = trimmedEnd(line, from, line.length);
    let start = from;
    while (start < end && isBlank(line[start])) start += 1;
    for (let at = start; at < end; at += 1)
      if (isControl(line[at] ?? 0)) return this.fail('invalid', `${name} is not text`);
    const value = decodeUtf8(line.subarray(start, end));
    this.fields[name] = before === undefined ? value : `${before}${separator}${value}`;
  }
}

export function trimmedEnd(line: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(line[end - 1])) end -= 1;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

function isControl(byte: number): boolean {
  return (byte < SPACE && byte !== TAB) || byte === DELETE;
}
