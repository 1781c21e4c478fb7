/** The text code as a bundle's entry for XS: its tables as bytes, then titles as JSON, what is spelled back. */
import type { Transliterator } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { answerCommands } from '../../simulator/xs/command.js';
import { TEXT_TAG } from './spelling-tags.js';

let text: Uint8Array | undefined;
let transliterator: Transliterator | undefined;

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === TEXT_TAG) text = bytes;
    else if (text !== undefined) transliterator = createTransliterator({ text, japanese: bytes });
    return undefined;
  },
  onCommand: (title) => transliterator?.transliterate(title as string),
});
