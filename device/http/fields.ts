/** The wanted fields of one JSON body, gathered while it streams past; short-hands to describe them. */
import type { Leaf, Shape } from './json-stream.js';
import { JsonStream } from './json-stream.js';

/** Items kept of an array: more artists than a title ever scrolls through. */
const ITEMS_MAX = 16;

export class FieldReader {
  readonly #values = new Map<string, Leaf>();
  readonly #lists = new Map<string, Leaf[]>();
  readonly #opened = new Set<string>();
  readonly #stream: JsonStream;
  #byteCount = 0;

  constructor(shape: Shape) {
    this.#stream = new JsonStream(shape, {
      onOpen: (path) => {
        this.#opened.add(path);
      },
      onValue: (path, value) => {
        if (!path.includes('[]')) {
          this.#values.set(path, value);
          return;
        }
        const list = this.#lists.get(path);
        if (!list) this.#lists.set(path, [value]);
        else if (list.length < ITEMS_MAX) list.push(value);
      },
    });
  }

  get isEmpty(): boolean {
    return this.#byteCount === 0;
  }

  push(chunk: Uint8Array): void {
    this.#byteCount += chunk.length;
    this.#stream.push(chunk);
  }

  /** @returns undefined when the body was one whole document of the right shape, else the path that was not */
  end(): string | undefined {
    return this.#stream.end();
  }

  /** Whether an object or array (and not null, and not nothing) stood at `path`. */
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

  /** Whatever stood at `path`: for fields whose type is judged elsewhere. */
  any(path: string): Leaf | undefined {
    return this.#values.get(path);
  }

  /** The texts of a list, without its nulls and empty ones. */
  texts(path: string): readonly string[] {
    const list = this.#lists.get(path) ?? [];
    return list.filter((item): item is string => typeof item === 'string' && item !== '');
  }
}

/** A description of fields: `object({ name: 'string', artists: [{ name: 'string' }] })`. */
export type Description =
  | 'string'
  | 'number'
  | 'boolean'
  | 'any'
  | { readonly [key: string]: Description }
  | readonly [Description];

/** Turns a description into a frozen shape whose parts know their paths. `path` is the root's name in faults. */
export function shapeOf(description: Description, path = 'body'): Shape {
  const at = (key: string): string => (path === 'body' ? key : `${path}.${key}`);
  if (typeof description === 'string') return Object.freeze({ type: description, path });
  if (isList(description))
    return Object.freeze({ type: 'array', path, items: shapeOf(description[0], `${path}[]`) });
  const fields: Record<string, Shape> = {};
  for (const [key, field] of Object.entries(description)) fields[key] = shapeOf(field, at(key));
  return Object.freeze({ type: 'object', path, fields: Object.freeze(fields) });
}

function isList(description: Description): description is readonly [Description] {
  return Array.isArray(description);
}
