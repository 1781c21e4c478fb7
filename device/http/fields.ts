/** Gathers the wanted fields of a JSON body while it streams past, and describes them in shorthand. */
import type { JsonSink, Leaf, Shape } from './json-stream.js';
import { JsonStream } from './json-stream.js';

/** Items kept of an array: more artists than can scroll by. */
const ITEMS_MAX = 16;
/** Bytes kept of all texts of an array: one that does not fit is left out, so that long lists cannot fill the memory. */
const LIST_BYTES_MAX = 512;

export class FieldReader implements JsonSink {
  readonly #values = new Map<string, Leaf>();
  readonly #lists = new Map<string, Leaf[]>();
  readonly #opened = new Set<string>();
  /** Number of items begun, by the path of their list. */
  readonly #itemCounts = new Map<string, number>();
  /** Bytes of text kept, by the path of the list's items. */
  readonly #listBytes = new Map<string, number>();
  readonly #stream: JsonStream;

  constructor(shape: Shape) {
    this.#stream = new JsonStream(shape, this);
  }

  onOpen(path: string): void {
    if (path.endsWith('[]')) {
      this.#itemCounts.set(path, (this.#itemCounts.get(path) ?? 0) + 1);
      return;
    }
    this.forget(path);
    this.#opened.add(path);
  }

  onValue(path: string, value: Leaf, byteLength: number): void {
    const inItem = path.lastIndexOf('[]');
    if (inItem < 0) {
      // A scalar in place of an object counts as an empty object.
      this.forget(path);
      this.#values.set(path, value);
      return;
    }
    const bytes = (this.#listBytes.get(path) ?? 0) + byteLength;
    if (bytes > LIST_BYTES_MAX) return;
    this.#listBytes.set(path, bytes);
    const list = this.#lists.get(path) ?? [];
    const isItem = inItem === path.length - 2;
    const index = isItem ? list.length : (this.#itemCounts.get(path.slice(0, inItem + 2)) ?? 1) - 1;
    if (index < ITEMS_MAX) list[index] = value;
    this.#lists.set(path, list);
  }

  /** If a key comes twice the last one counts, so drop everything of the first. */
  private forget(path: string): void {
    if (!this.#opened.delete(path)) return;
    const isInside = (key: string): boolean =>
      key.startsWith(`${path}.`) || key.startsWith(`${path}[]`);
    for (const kept of [this.#values, this.#lists, this.#itemCounts, this.#listBytes, this.#opened])
      for (const key of kept.keys()) if (isInside(key)) kept.delete(key);
  }

  push(chunk: Uint8Array): void {
    this.#stream.push(chunk);
  }

  /** @returns undefined if the body was one whole document of the right shape, otherwise the path that was not */
  end(): string | undefined {
    return this.#stream.end();
  }

  /** Whether there was an object or array at `path`. */
  has(path: string): boolean {
    return this.#opened.has(path);
  }

  text(path: string): string | undefined {
    const value = this.#values.get(path);
    return typeof value === 'string' ? value : undefined;
  }

  number(path: string): number | undefined {
    const value = this.#values.get(path);
    return typeof value === 'number' ? value : undefined;
  }

  flag(path: string): boolean | undefined {
    const value = this.#values.get(path);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The value at `path`, for fields whose type is checked elsewhere. */
  any(path: string): Leaf | undefined {
    return this.#values.get(path);
  }

  /** The texts of a list, without its nulls and empty ones. */
  texts(path: string): readonly string[] {
    const list = this.#lists.get(path) ?? [];
    return list.filter((item): item is string => typeof item === 'string' && item !== '');
  }
}

/** A description of fields: `shapeOf({ name: 256, artists: [{ name: 'string' }] })`. A number is a text of at most so many bytes. */
export type Description =
  | 'string'
  | number
  | 'number'
  | 'boolean'
  | 'any'
  | { readonly [key: string]: Description }
  | readonly [Description]
  | Optional;

/** An object that may be absent or invalid without failing the document. */
export class Optional {
  readonly fields: { readonly [key: string]: Description };

  constructor(fields: { readonly [key: string]: Description }) {
    this.fields = fields;
  }
}

/** Turns a description into a frozen shape whose parts carry their paths. `path` is the root's name in faults. */
export function shapeOf(description: Description, path = 'body'): Shape {
  const at = (key: string): string => (path === 'body' ? key : `${path}.${key}`);
  if (typeof description === 'number')
    return Object.freeze({ type: 'string', path, maxBytes: description });
  if (typeof description === 'string') return Object.freeze({ type: description, path });
  if (isList(description))
    return Object.freeze({ type: 'array', path, items: shapeOf(description[0], `${path}[]`) });
  const isOptional = description instanceof Optional;
  const described = isOptional ? description.fields : description;
  const fields: Record<string, Shape> = {};
  for (const [key, field] of Object.entries(described)) fields[key] = shapeOf(field, at(key));
  const shape = { type: 'object', path, fields: Object.freeze(fields) } as const;
  return Object.freeze(isOptional ? { ...shape, isOptional } : shape);
}

function isList(description: Description): description is readonly [Description] {
  return Array.isArray(description);
}
