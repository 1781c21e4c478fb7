/** The page's files as a browser wants them: TypeScript is stripped when first asked for, nothing is built ahead. */
import { readFile } from 'node:fs/promises';

export interface PageFile {
  readonly type: string;
  readonly text: string;
  /** A document with a place for the present state. */
  readonly hasState: boolean;
}

interface Source {
  readonly file: string;
  readonly type: string;
}

/** Modules that the page loads, without their endings. */
const MODULES = Object.freeze([
  'bus-share',
  'byte-text',
  'controls',
  'elements',
  'lcd-canvas',
  'lcd-layout',
  'page',
  'panel-look',
  'push-button',
  'reader',
  'scope',
  'wires',
]);

const SOURCES: ReadonlyMap<string, Source> = new Map([
  ['/simulator', { file: 'index.html', type: 'text/html; charset=utf-8' }],
  ['/simulator/style.css', { file: 'style.css', type: 'text/css; charset=utf-8' }],
  ...MODULES.map((name): [string, Source] => [
    `/simulator/${name}.js`,
    { file: `${name}.ts`, type: 'text/javascript; charset=utf-8' },
  ]),
]);

const FOLDER = new URL('./page/', import.meta.url);

export class PageFiles {
  readonly #read = new Map<string, Promise<PageFile>>();

  /** The file at `path`, or undefined where the page has none. */
  read(path: string): Promise<PageFile> | undefined {
    const source = SOURCES.get(path);
    if (!source) return undefined;
    const known = this.#read.get(path);
    if (known) return known;
    const reading = load(source);
    this.#read.set(path, reading);
    // A failure is told to whoever asked and tried again by the next.
    reading.catch(() => this.#read.delete(path));
    return reading;
  }
}

async function load({ file, type }: Source): Promise<PageFile> {
  const text = await readFile(new URL(file, FOLDER), 'utf8');
  if (!file.endsWith('.ts')) return { type, text, hasState: file.endsWith('.html') };
  // Loaded here and not above: a relay without the page should not need it.
  const { transform } = await import('esbuild');
  const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'es2022' });
  return { type, text: code, hasState: false };
}
