/**
 * `npm run --silent translit`: JSON lines `{"input","hint"?}` in, `{"input","output"}` out, in order, through the
 * device's own code. A bad line is named on stderr with what was wrong, the others are still answered; then exit code is 2.
 */
import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Hint } from '../device/text/transliterate.js';
import { createTransliterator } from '../device/text/transliterate.js';
import { linesOf } from './lines.js';

const HELP = `Reads JSON lines {"input": "...", "hint"?: {"artist", "album", "isrc", "han"}} and prints {"input", "output"}.
  echo '{"input":"Привет"}' | npm run --silent translit`;

interface Line {
  readonly input: string;
  readonly hint: Hint;
}

const HINT_TEXTS = ['artist', 'album', 'isrc'] as const;

function parseLine(bytes: Buffer): Line | string {
  if (!isUtf8(bytes)) return 'is not UTF-8';
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (!isRecord(value)) return 'must be an object';
  if (typeof value['input'] !== 'string') return '"input" must be a text';
  const hint = value['hint'] ?? {};
  if (!isRecord(hint)) return '"hint" must be an object';
  let known: Hint = {};
  for (const name of HINT_TEXTS) {
    const field = hint[name];
    if (field === undefined) continue;
    if (typeof field !== 'string') return `"hint.${name}" must be a text`;
    known = { ...known, [name]: field };
  }
  const han = hint['han'];
  if (han === 'auto' || han === 'ja' || han === 'zh') known = { ...known, han };
  else if (han !== undefined) return '"hint.han" must be auto, ja or zh';
  return { input: value['input'], hint: known };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What JSON takes for blanks. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

/** A reader that has read enough closes the pipe: that is no error. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    return;
  }
  process.stdout.on('error', endWithReader);
  const transliterator = createTransliterator({
    text: readFileSync(new URL('../device/text/tables.bin', import.meta.url)),
    japanese: readFileSync(new URL('../device/text/japanese.bin', import.meta.url)),
  });
  let number = 0;
  for await (const bytes of linesOf(process.stdin)) {
    number += 1;
    if (isBlank(bytes)) continue;
    const line = parseLine(bytes);
    if (typeof line === 'string') {
      console.error(`line ${number}: ${line}`);
      process.exitCode = 2;
      continue;
    }
    const output = transliterator.transliterate(line.input, line.hint);
    // A reader slower than we are is waited for, so that nothing piles up however many lines there are.
    if (!process.stdout.write(`${JSON.stringify({ input: line.input, output })}\n`))
      await once(process.stdout, 'drain');
  }
}

await main();
