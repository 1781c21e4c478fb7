/**
 * `npm run translit -- TEXT …` prints each text in the display's letters. Without one it reads JSON lines
 * `{"input","hint"?}` and prints `{"input","output"}`, in order. All through the device's own code. An invalid line is
 * reported on stderr; the others still get their output, and the exit code is 2.
 */
import { once } from 'node:events';
import type { Hint } from '../device/text/transliterate.js';
import { createTransliterator } from '../device/text/transliterate.js';
import { textTables } from '../simulator/node/text-tables.js';
import { inputLines, isRecord, readLine, runScript, UsageError } from './usage.js';

const HELP = `npm run --silent translit -- "Привет"   prints each text in the display's letters

Without a text it reads JSON lines {"input": "...", "hint"?: {"artist", "album", "isrc", "field", "han"}} and prints {"input", "output"}.
  echo '{"input":"Привет"}' | npm run --silent translit`;

interface Line {
  readonly input: string;
  readonly hint: Hint;
}

const HINT_TEXTS = ['artist', 'album', 'isrc'] as const;

function inputAndHint(fields: Readonly<Record<string, unknown>>): Line {
  const { input } = fields;
  const hint = fields['hint'] ?? {};
  if (typeof input !== 'string') throw new UsageError('"input" must be a text');
  if (!isRecord(hint)) throw new UsageError('"hint" must be an object');
  let known: Hint = {};
  for (const name of HINT_TEXTS) {
    const field = hint[name];
    if (field === undefined) continue;
    if (typeof field !== 'string') throw new UsageError(`"hint.${name}" must be a text`);
    known = { ...known, [name]: field };
  }
  const { field, han } = hint;
  if (field === 'title' || field === 'artist' || field === 'album') known = { ...known, field };
  else if (field !== undefined) throw new UsageError('"hint.field" must be title, artist or album');
  if (han === 'auto' || han === 'ja' || han === 'zh') known = { ...known, han };
  else if (han !== undefined) throw new UsageError('"hint.han" must be auto, ja or zh');
  return { input, hint: known };
}

await runScript({ help: HELP, allowPositionals: true }, async ({ positionals }) => {
  const transliterator = createTransliterator(textTables());
  for (const text of positionals) console.log(transliterator.transliterate(text));
  if (positionals.length > 0) return;
  for await (const line of inputLines()) {
    try {
      const { input, hint } = readLine(line, inputAndHint);
      const output = transliterator.transliterate(input, hint);
      // Waits for a slow reader, so that memory stays bounded.
      if (!process.stdout.write(`${JSON.stringify({ input, output })}\n`))
        await once(process.stdout, 'drain');
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      console.error(error.message);
      process.exitCode = 2;
    }
  }
});
