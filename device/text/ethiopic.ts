/**
 * Ethiopic as Amharic is said: a letter is a consonant in one of seven forms, one for each vowel. The sixth form has a short
 * i or none; it gets one where the word could not be said.
 */
import { spellings } from './signs.js';
import type { Sounds } from './sounds.js';

const FIRST = 0x1200;
const LAST = 0x135a;
const FORMS = 8;
const SIXTH = 5;
/** By rows of eight forms. */
const CONSONANTS = spellings(
  'h l h m s r s sh q qw q qw b v t ch h hw n ny - k kw kh khw w - z zh y d d j g gw g t ch p ts ts f p',
);
const VOWELS = spellings('e u i a e - o wa');
/** H and the silent ones say a in the first form. */
const GUTTURALS: readonly string[] = Object.freeze(['h', '']);

export function isEthiopic(codePoint: number): boolean {
  return codePoint >= FIRST && codePoint <= LAST;
}

/** One word in small letters, handed to `take` in pieces: only a very long word has more than one. */
export function spellEthiopic(
  points: ArrayLike<number>,
  from: number,
  to: number,
  sounds: Sounds,
  take: (piece: string) => void,
): void {
  sounds.clear();
  for (let at = from; at < to; at += 1) {
    if (sounds.isFull) {
      take(joined(sounds));
      sounds.clear();
    }
    const place = (points[at] ?? FIRST) - FIRST;
    const form = place % FORMS;
    const consonant = CONSONANTS[Math.floor(place / FORMS)] ?? '';
    const isOpen = form === 0 && GUTTURALS.includes(consonant);
    const vowel = isOpen ? 'a' : (VOWELS[form] ?? '');
    sounds.add(consonant, vowel, form !== SIXTH);
  }
  take(joined(sounds));
}

function joined(sounds: Sounds): string {
  const last = sounds.length - 1;
  for (let at = 0; at < last; at += 1) {
    const here = sounds.at(at);
    const next = sounds.at(at + 1);
    const before = sounds.at(at - 1);
    if (here === undefined || next === undefined || here.isFixed || here.vowel !== '') continue;
    const isFinalPair = at + 1 === last && next.vowel === '' && here.consonant !== 's';
    if (before === undefined || before.vowel === '' || isFinalPair) here.vowel = 'i';
  }
  return sounds.text();
}
