/**
 * Parses JSON (RFC 8259) as its bytes arrive and keeps only the fields that a shape names, so memory does not grow with
 * the body. Chunks may end anywhere, even inside an escape or a UTF-8 sequence.
 */
import { digitOf } from './ascii.js';
import { REPLACEMENT, decodeUtf8, isContinuation, sequenceLength, writeUtf8 } from './utf8.js';

export type Leaf = string | number | boolean | null;

/** What to keep. `path` names the field in faults and in the result: `item.artists[].name`. */
export type Shape =
  /** For `any`, an object or array is reported as an empty text. */
  | { readonly type: 'number' | 'boolean' | 'any'; readonly path: string }
  /** A longer text is cut to `maxBytes`, between characters; default STRING_BYTES_MAX. */
  | { readonly type: 'string'; readonly path: string; readonly maxBytes?: number }
  | {
      readonly type: 'object';
      readonly path: string;
      readonly fields: Readonly<Record<string, Shape>>;
      /** A scalar in its place does not fail the document: a string is reported as empty, a number or literal as it is. */
      readonly isOptional?: true;
    }
  | { readonly type: 'array'; readonly path: string; readonly items: Shape };

export interface JsonSink {
  /** A wanted field's value, or null in place of a wanted object or array; with a text, the number of bytes kept. */
  onValue(path: string, value: Leaf, byteLength: number): void;
  /** A wanted object or array begins. */
  onOpen(path: string): void;
}

/** Deeper than Spotify nests (7); bounded, since the stack below is allocated once. */
const DEPTH_MAX = 32;
/** A longer text is cut here, between characters: 16 times what a 40-column row shows at once. */
export const STRING_BYTES_MAX = 2048;
/** A key that fills this is not one of ours. */
const KEY_BYTES_MAX = 64;
const NUMBER_CHARACTERS_MAX = 64;

const OBJECT = 1;
const ARRAY = 2;

type State =
  | 'value' // a value must come
  | 'first-item' // a value or ]
  | 'first-key' // a key or }
  | 'key'
  | 'colon'
  | 'after-value' // , or the end of the container
  | 'string'
  | 'escape'
  | 'unicode'
  | 'word' // a number or a literal
  | 'end'
  | 'failed';

export class JsonStream {
  readonly #sink: JsonSink;
  readonly #root: Shape;
  readonly #kinds = new Uint8Array(DEPTH_MAX);
  readonly #shapes: (Shape | undefined)[] = [];
  readonly #text: Uint8Array;
  readonly #character = new Uint8Array(4);
  #textLength = 0;
  #textMax = 0;
  #textIsFull = false;
  #depth = 0;
  #state: State = 'value';
  /** The shape of the current or next value; undefined if it is not wanted. */
  #shape: Shape | undefined;
  #isKey = false;
  #lead = 0;
  #sequenceLeft = 0;
  #hexDigits = 0;
  #codeUnit = 0;
  #highSurrogate = 0;
  #failedPath = '';

  constructor(root: Shape, sink: JsonSink) {
    this.#root = root;
    this.#shape = root;
    this.#sink = sink;
    this.#text = new Uint8Array(Math.max(KEY_BYTES_MAX, longestText(root)));
  }

  /** Reads the next bytes; after a failure they are skipped. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#state === 'failed') return;
      if (this.#state === 'string' && this.#textIsFull && this.#sequenceLeft === 0)
        at = plainEnd(chunk, at);
      const byte = chunk[at];
      if (byte !== undefined) this.take(byte);
    }
  }

  /** Ends the body. @returns undefined if it was one whole document, otherwise the path of the field that failed */
  end(): string | undefined {
    if (this.#state === 'word' && this.#depth === 0) this.endWord();
    if (this.#state === 'failed') return this.#failedPath;
    return this.#state === 'end' ? undefined : this.path();
  }

  private take(byte: number): void {
    switch (this.#state) {
      case 'string':
        return this.takeInString(byte);
      case 'escape':
        return this.takeEscape(byte);
      case 'unicode':
        return this.takeHex(byte);
      case 'word':
        if (isWordByte(byte)) return this.keepWordByte(byte);
        // The byte that ends the word starts the next token.
        if (this.endWord()) this.take(byte);
        return;
      default:
        if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return;
        this.takeToken(byte);
    }
  }

  private takeToken(byte: number): void {
    const state = this.#state;
    if (state === 'value' || state === 'first-item') {
      if (byte === 0x5d && state === 'first-item') this.close(ARRAY);
      else this.beginValue(byte);
    } else if (state === 'first-key' || state === 'key') {
      if (byte === 0x22) this.beginString(true);
      else if (byte === 0x7d && state === 'first-key') this.close(OBJECT);
      else this.fail();
    } else if (state === 'colon') {
      if (byte === 0x3a) this.#state = 'value';
      else this.fail();
    } else if (state === 'after-value') {
      const isObject = this.#kinds[this.#depth - 1] === OBJECT;
      if (byte === 0x2c) {
        this.#state = isObject ? 'key' : 'value';
        if (!isObject) this.#shape = this.itemShape();
      } else if (byte === 0x7d) this.close(OBJECT);
      else if (byte === 0x5d) this.close(ARRAY);
      else this.fail();
    } else this.fail(); // Bytes after the document's end.
  }

  private beginValue(byte: number): void {
    if (byte === 0x7b) this.open(OBJECT);
    else if (byte === 0x5b) this.open(ARRAY);
    else if (byte === 0x22) this.beginString(false);
    else if (isWordByte(byte)) {
      this.#textLength = 0;
      this.#state = 'word';
      this.keepWordByte(byte);
    } else this.fail();
  }

  private open(kind: number): void {
    const shape = this.#shape;
    if (this.#depth === DEPTH_MAX) return this.fail();
    if (shape && shape.type !== (kind === OBJECT ? 'object' : 'array')) {
      if (!takesOther(shape)) return this.fail();
      this.#sink.onValue(shape.path, '', 0);
      this.#shape = undefined;
    }
    this.#kinds[this.#depth] = kind;
    this.#shapes[this.#depth] = this.#shape;
    this.#depth += 1;
    if (this.#shape) this.#sink.onOpen(this.#shape.path);
    if (kind === ARRAY) this.#shape = this.itemShape();
    this.#state = kind === OBJECT ? 'first-key' : 'first-item';
  }

  private close(kind: number): void {
    if (this.#kinds[this.#depth - 1] !== kind) return this.fail();
    this.#depth -= 1;
    this.afterValue();
  }

  private itemShape(): Shape | undefined {
    const container = this.#shapes[this.#depth - 1];
    return container?.type === 'array' ? container.items : undefined;
  }

  private afterValue(): void {
    this.#shape = undefined;
    this.#state = this.#depth === 0 ? 'end' : 'after-value';
  }

  private beginString(isKey: boolean): void {
    this.#isKey = isKey;
    this.#textLength = 0;
    this.#textMax = isKey ? KEY_BYTES_MAX : textMaxOf(this.#shape);
    this.#textIsFull = this.#textMax === 0;
    this.#highSurrogate = 0;
    this.#sequenceLeft = 0;
    this.#state = 'string';
  }

  private takeInString(byte: number): void {
    if (this.#sequenceLeft > 0) {
      const index = sequenceLength(this.#lead) - this.#sequenceLeft;
      if (!isContinuation(this.#lead, index, byte)) return this.fail();
      this.#sequenceLeft -= 1;
      this.keepByte(byte);
      return;
    }
    if (byte === 0x22) return this.endString();
    if (byte === 0x5c) {
      this.#state = 'escape';
      return;
    }
    const size = sequenceLength(byte);
    if (byte < 0x20 || size === 0) return this.fail(); // RFC 8259 section 7: control characters are escaped.
    this.keepLoneSurrogate();
    // Never cut inside a character.
    if (this.#textLength + size > this.#textMax) this.#textIsFull = true;
    this.#lead = byte;
    this.#sequenceLeft = size - 1;
    this.keepByte(byte);
  }

  private keepByte(byte: number): void {
    if (this.#textIsFull) return;
    this.#text[this.#textLength] = byte;
    this.#textLength += 1;
  }

  private keepCodePoint(codePoint: number): void {
    if (this.#textIsFull) return;
    const size = writeUtf8(this.#character, 0, codePoint);
    if (this.#textLength + size > this.#textMax) this.#textIsFull = true;
    for (let at = 0; at < size; at += 1) this.keepByte(this.#character[at] ?? 0);
  }

  private keepLoneSurrogate(): void {
    if (this.#highSurrogate === 0) return;
    this.#highSurrogate = 0;
    this.keepCodePoint(REPLACEMENT);
  }

  private takeEscape(byte: number): void {
    if (byte === 0x75) {
      this.#hexDigits = 0;
      this.#codeUnit = 0;
      this.#state = 'unicode';
      return;
    }
    const character = ESCAPES.get(byte);
    if (character === undefined) return this.fail();
    this.keepLoneSurrogate();
    this.keepCodePoint(character);
    this.#state = 'string';
  }

  private takeHex(byte: number): void {
    const digit = digitOf(byte);
    if (digit > 15) return this.fail();
    this.#codeUnit = this.#codeUnit * 16 + digit;
    this.#hexDigits += 1;
    if (this.#hexDigits < 4) return;
    this.#state = 'string';
    const unit = this.#codeUnit;
    if (unit >= 0xdc00 && unit <= 0xdfff && this.#highSurrogate !== 0) {
      const high = this.#highSurrogate;
      this.#highSurrogate = 0;
      return this.keepCodePoint(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
    }
    this.keepLoneSurrogate();
    if (unit >= 0xd800 && unit <= 0xdbff) this.#highSurrogate = unit;
    else this.keepCodePoint(unit >= 0xdc00 && unit <= 0xdfff ? REPLACEMENT : unit);
  }

  private endString(): void {
    this.keepLoneSurrogate();
    if (this.#isKey) {
      const container = this.#shapes[this.#depth - 1];
      this.#shape = undefined;
      if (container?.type === 'object' && !this.#textIsFull) {
        const key = decodeUtf8(this.#text, this.#textLength);
        if (Object.hasOwn(container.fields, key)) this.#shape = container.fields[key];
      }
      this.#state = 'colon';
      return;
    }
    const shape = this.#shape;
    if (shape) {
      if (shape.type !== 'string' && !takesOther(shape)) return this.fail();
      this.#sink.onValue(shape.path, decodeUtf8(this.#text, this.#textLength), this.#textLength);
    }
    this.afterValue();
  }

  private keepWordByte(byte: number): void {
    if (this.#textLength === NUMBER_CHARACTERS_MAX) return this.fail();
    this.#text[this.#textLength] = byte;
    this.#textLength += 1;
  }

  /** @returns whether the word was a number or a literal of the wanted type */
  private endWord(): boolean {
    const value = wordValue(this.#text, this.#textLength);
    const shape = this.#shape;
    const isWanted = value === null || !shape || takesOther(shape) || shape.type === typeof value;
    if (value === undefined || !isWanted) {
      this.fail();
      return false;
    }
    if (shape) this.#sink.onValue(shape.path, value, 0);
    this.afterValue();
    return true;
  }

  /** The nearest field that the shape knows. */
  private path(): string {
    if (this.#shape) return this.#shape.path;
    for (let depth = this.#depth - 1; depth >= 0; depth -= 1) {
      const shape = this.#shapes[depth];
      if (shape) return shape.path;
    }
    return this.#root.path;
  }

  private fail(): void {
    this.#failedPath = this.path();
    this.#state = 'failed';
  }
}

/** Whether a value of another type is allowed there. */
function takesOther(shape: Shape): boolean {
  return shape.type === 'any' || (shape.type === 'object' && shape.isOptional === true);
}

/** In bytes: the longest text of the shape; numbers and keys are shorter. */
function longestText(shape: Shape): number {
  if (shape.type === 'array') return longestText(shape.items);
  if (shape.type !== 'object') return textMaxOf(shape);
  return Object.values(shape.fields).reduce((most, field) => Math.max(most, longestText(field)), 0);
}

/** Most of a body is unwanted text: skips its plain characters quickly. */
function plainEnd(chunk: Uint8Array, from: number): number {
  let at = from;
  for (; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    if (byte < 0x20 || byte === 0x22 || byte === 0x5c || byte >= 0x80) break;
  }
  return at;
}

/** Unwanted text is only searched for its end. */
function textMaxOf(shape: Shape | undefined): number {
  if (!shape) return 0;
  if (shape.type === 'any') return STRING_BYTES_MAX;
  return shape.type === 'string' ? (shape.maxBytes ?? STRING_BYTES_MAX) : 0;
}

const ESCAPES: ReadonlyMap<number, number> = new Map([
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x2f, 0x2f],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** A number or a literal: of the bytes that a word can have, JSON.parse takes nothing else. */
function wordValue(bytes: Uint8Array, length: number): number | boolean | null | undefined {
  try {
    const value = JSON.parse(decodeUtf8(bytes, length)) as number | boolean | null;
    // 1e999 is valid JSON, but Infinity in JavaScript: reject it.
    return typeof value !== 'number' || Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Letters, digits, + - . : the characters of numbers and literals; the whole word is checked at its end. */
function isWordByte(byte: number): boolean {
  return (
    digitOf(byte) <= 9 ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}
