/** The device's text code, fed with its tables, as one function. */
import { Transliterator } from '../../device/text/transliterate.js';
import type { Spell } from './get-answer.js';

/** @param tables the bytes of device/text/tables.bin */
export function spellingFrom(tables: Uint8Array): Spell {
  const transliterator = new Transliterator(tables);
  return (text, context) => transliterator.spell(text, context);
}
