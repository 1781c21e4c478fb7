/**
 * Names the TypeScript file and line in XS's stacks, which name the bundle's. XS can follow a source map by itself, but
 * takes every line for one of the map's first source: right for one file, wrong for a bundle.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';

/** A column beyond every line's end: XS knows lines only, and the last statement of one is as good as any. */
const LAST_COLUMN = 1_000_000;

/** Replaces each `<script>:<line>` of the text by the source's, relative to where we run, if the script has a map. */
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
