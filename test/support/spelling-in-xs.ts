/**
 * The text code as a bundle's entry for XS: its tables as bytes, then commands. A text returns its spelling;
 * `{text, times}` spells it that often and returns nothing, so that the cost of one call is the difference of two.
 * `{hold}` keeps texts, `{fill}` allocates memory permanently, and the tag RUN with a text's number then spells it in the rest.
 */
import type { Transliterator } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { answerCommands, TEXT_TAG } from '../../tools/xs/command.js';
import { RUN_TAG } from './spelling-tags.js';

export type SpellingCommand =
  | string
  | { readonly text: string; readonly times: number }
  | { readonly hold: readonly string[] }
  | { readonly fill: { readonly slots: number; readonly bytes: number } };

let text: Uint8Array | undefined;
let transliterator: Transliterator | undefined;
let held: readonly string[] = [];
/** A chain of objects, two slots each, and one chunk: never read, only there. */
const ballast: unknown[] = [undefined, undefined];

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === RUN_TAG) transliterator?.transliterate(held[bytes[0] ?? 0] ?? '');
    else if (tag === TEXT_TAG) text = bytes;
    else if (text !== undefined) transliterator = createTransliterator({ text, japanese: bytes });
    return undefined;
  },
  onCommand: (given) => {
    const command = given as SpellingCommand;
    if (typeof command === 'string') return transliterator?.transliterate(command);
    if ('hold' in command) held = command.hold;
    else if ('fill' in command) fill(command.fill);
    else
      for (let time = 0; time < command.times; time += 1)
        transliterator?.transliterate(command.text);
    return undefined;
  },
});

function fill({ slots, bytes }: { readonly slots: number; readonly bytes: number }): void {
  if (bytes > 0) ballast[1] = new ArrayBuffer(bytes);
  for (let taken = 0; taken + 2 <= slots; taken += 2) ballast[0] = { next: ballast[0] };
}
