/** The device's text code, fed with its tables, as one function. */
import type { TextTables } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import type { Spell } from './get-answer.js';

export function spellingFrom(tables: TextTables): Spell {
  const transliterator = createTransliterator(tables);
  return (text, hint) => transliterator.transliterate(text, hint);
}
