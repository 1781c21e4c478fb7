/**
 * Replaces the bundle's lines in XS's stacks by the TypeScript file and line. XS can read a source map itself, but only of
 * one source file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';

/** Beyond every line's end: XS reports lines only, so the last statement of a line is taken. */
const LAST_COLUMN = 1_000_000;

/** Replaces each `<script>:<line>` of the text by the source's, relative to the working directory, if there is a map. */
export function mapStack(text: string, scriptPath: string): string {
  const mapPath = `${scriptPath}.map`;
  if (!text.includes(`${scriptPath}:`) || !existsSync(mapPath)) return text;
  const map = new SourceMap(JSON.parse(readFileSync(mapPath, 'utf8')) as SourceMapPayload);
  return text
    .split(`${scriptPath}:`)
    .map((part, index) => {
      if (index === 0) return part;
      const line = /^\d+/.exec(part)?.[0] ?? '';
      const entry = map.findEntry(Number(line) - 1, LAST_COLUMN);
      if (!('originalSource' in entry)) return `${scriptPath}:${part}`;
      const source = resolve(dirname(mapPath), entry.originalSource);
      return `${relative(process.cwd(), source)}:${entry.originalLine + 1}${part.slice(line.length)}`;
    })
    .join('');
}
