/** The device's store as a JSON file, so that it outlives the process as flash does. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Store } from '../../device/shared/ports.js';

export class FileStore implements Store {
  readonly #path: string;
  readonly #values: Map<string, string>;

  /** @throws Error that names the file if it cannot be read or is not an object of strings */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#values = new Map(Object.entries(readValues(path)));
  }

  read(key: string): string | undefined {
    return this.#values.get(key);
  }

  write(key: string, value: string): void {
    this.#values.set(key, value);
    this.#save();
  }

  remove(key: string): void {
    if (this.#values.delete(key)) this.#save();
  }

  contents(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }

  /** It holds the device token: readable by its owner only, and never half written. */
  #save(): void {
    const temporary = `${this.#path}.new`;
    writeFileSync(temporary, `${JSON.stringify(this.contents(), null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, this.#path);
  }
}

function readValues(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const damaged = new Error(`${path} is damaged. Delete it and link the device again.`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw damaged;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged;
  const values: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') throw damaged;
    values[key] = entry;
  }
  return values;
}
