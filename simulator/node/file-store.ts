/** The device's store as a JSON file: what a board keeps in flash outlives the simulator's process here. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Store } from '../../device/shared/ports.js';
import { isMissingFile } from './missing-file.js';

export class FileStore implements Store {
  readonly #path: string;
  readonly #values: Map<string, string>;

  /** @throws Error that names the file where it cannot be read, or is no object of texts */
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

  /** It holds the device's token: for its owner alone, and never half written. */
  #save(): void {
    const temporary = `${this.#path}.new`;
    writeFileSync(temporary, `${JSON.stringify(this.contents(), null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, this.#path);
  }
}

function readValues(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return {};
    throw error;
  }
  const damaged = new Error(`${path} is damaged: remove it, and the device links anew`);
  let value: unknown;
  try {
    value = JSON.parse(text);
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
