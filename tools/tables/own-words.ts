/**
 * Our own word lists in words/, where a line with # is a comment: common words and names that the rules of a script get
 * wrong, since it does not write their vowels; common Thai and Lao words, which tell where words begin; and Japanese words.
 */
import { readFileSync } from 'node:fs';
import type { ListedWord } from './word-list.js';

export type OwnList =
  | 'arabic'
  | 'persian'
  | 'urdu'
  | 'hebrew'
  | 'thai'
  | `japanese-${'kana' | 'noun' | 'place' | 'family' | 'given'}`;

export function wordsOf(list: OwnList): string[] {
  const lines = readFileSync(new URL(`words/${list}.txt`, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line) => (line.startsWith('#') ? [] : (line.match(/\S+/g) ?? [])));
}

/** Of a list that alternates words and their spellings. */
export function spelledWordsOf(list: OwnList): ListedWord[] {
  const items = wordsOf(list);
  return items.flatMap((letters, index): ListedWord[] =>
    index % 2 === 0 ? [[letters, items[index + 1] ?? '']] : [],
  );
}
