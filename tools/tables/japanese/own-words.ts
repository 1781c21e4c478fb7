/**
 * Words that titles and artists need and that IPADIC lacks, reads otherwise, or that would be cut for room: our own list.
 * A surface, then its reading, in hiragana as it is written.
 */
import { spelledWordsOf, wordsOf } from '../own-words.js';

export type OwnKind = 'noun' | 'place' | 'family' | 'given' | 'kana';

export interface OwnWord {
  readonly kind: OwnKind;
  readonly surface: string;
  readonly reading: string;
}

export function ownWords(): OwnWord[] {
  const kana = wordsOf('japanese-kana').map((word) => ({
    kind: 'kana' as const,
    surface: word.replace("'", ''),
    reading: word,
  }));
  const others = (['noun', 'place', 'family', 'given'] as const).flatMap((kind) =>
    spelledWordsOf(`japanese-${kind}`).map(([surface, reading]) => ({ kind, surface, reading })),
  );
  return [...kana, ...others];
}

/** Words of IPADIC that titles write as two, and forms of dialects and of old grammar that break common words. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'もういちど',
  'もう一度',
  'わりなき',
  'いこう',
  'しら',
]);
