/** The Store port in one JSON file, replaced whole: a stop in mid-write leaves the old one. */
import { File } from 'file';
import type { Log, Store } from '../../shared/ports.js';

export class FileStore implements Store {
  readonly #path: string;
  readonly #values: Map<string, string>;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#values = readValues(path, log);
  }

  read(key: string): string | undefined {
    return this.#values.get(key);
  }

  write(key: string, value: string): void {
    this.#values.set(key, value);
    this.save();
  }

  remove(key: string): void {
    if (this.#values.delete(key)) this.save();
  }

  private save(): void {
    const fresh = `${this.#path}.new`;
    if (File.exists(fresh)) File.delete(fresh); // Opening for writing does not truncate.
    const file = new File(fresh, true);
    file.write(JSON.stringify(Object.fromEntries(this.#values)));
    file.close();
    // Windows cannot rename over a file; there a stop between these two calls loses the link.
    if (!File.rename(fresh, this.#path)) {
      File.delete(this.#path);
      File.rename(fresh, this.#path);
    }
  }
}

function readValues(path: string, log: Log): Map<string, string> {
  const values = new Map<string, string>();
  if (!File.exists(path)) return values;
  try {
    const file = new File(path);
    const stored: unknown = JSON.parse(file.read(String));
    file.close();
    if (typeof stored === 'object' && stored !== null) {
      for (const [key, value] of Object.entries(stored))
        if (typeof value === 'string') values.set(key, value);
    }
  } catch {
    // Treat an unreadable file as empty: the device links again and writes a new one.
    log.write('warn', `${path} cannot be read; starting without it`);
  }
  return values;
}
