/** The device's text code, fed with its tables, as one function. */
import { Transliterator } from '../../device/text/transliterate.js';
import type { Spell } from './get-answer.js';

/**
 * @param tables the bytes of device/text/tables.bin
 * @param japanese those of japanese.bin; without them all Han is read as Chinese
 */
export function spellingFrom(tables: Uint8Array, japanese?: Uint8Array): Spell {
  const transliterator = new Transliterator(tables, japanese);
  return (text, context) => transliterator.spell(text, context);
}
