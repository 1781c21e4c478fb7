/**
 * `npm run --silent translit`: JSON lines `{"input","hint"?}` in, `{"input","output"}` out, in order, through the
 * device's own code. A bad line is named on stderr with what was wrong, the others are still answered; then exit code is 2.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Hint } from '../device/text/transliterate.js';
import { createTransliterator } from '../device/text/transliterate.js';

const HELP = `Reads JSON lines {"input": "...", "hint"?: {"artist", "album", "isrc", "han"}} and prints {"input", "output"}.
  echo '{"input":"Привет"}' | npm run --silent translit`;

interface Line {
  readonly input: string;
  readonly hint: Hint;
}

const HINT_TEXTS = ['artist', 'album', 'isrc'] as const;

function parseLine(text: string): Line | string {
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

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    return;
  }
  const transliterator = createTransliterator({
    text: readFileSync(new URL('../device/text/tables.bin', import.meta.url)),
    japanese: readFileSync(new URL('../device/text/japanese.bin', import.meta.url)),
  });
  let number = 0;
  for await (const text of createInterface({ input: process.stdin })) {
    number += 1;
    if (text.trim() === '') continue;
    const line = parseLine(text);
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
