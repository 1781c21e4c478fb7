/**
 * The text code as a bundle's entry for XS: its tables as bytes, then commands. A text is answered by what is spelled;
 * `{text, times}` spells it that often and answers nothing, so that the cost of one call is the difference of two.
 */
import type { Transliterator } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { answerCommands } from '../../simulator/xs/command.js';
import { TEXT_TAG } from './spelling-tags.js';

export type SpellingCommand = string | { readonly text: string; readonly times: number };

let text: Uint8Array | undefined;
let transliterator: Transliterator | undefined;

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === TEXT_TAG) text = bytes;
    else if (text !== undefined) transliterator = createTransliterator({ text, japanese: bytes });
    return undefined;
  },
  onCommand: (given) => {
    const command = given as SpellingCommand;
    if (typeof command === 'string') return transliterator?.transliterate(command);
    for (let time = 0; time < command.times; time += 1) transliterator?.transliterate(command.text);
    return undefined;
  },
});
