/** Short vowels that nobody writes: wherever a word could not be said without one, by the commonest measures of nouns. */
import type { ArabicLanguage } from './arabic-letters.js';
import type { Sounds } from './sounds.js';

export function addVowels(sounds: Sounds, language: ArabicLanguage): void {
  const isActiveFour = language === 'ar' && isActiveOfFour(sounds);
  for (let at = 0; at + 1 < sounds.length; at += 1) {
    const here = sounds.at(at);
    if (here === undefined || here.isFixed || here.vowel !== '') continue;
    here.vowel = isActiveFour ? (ACTIVE_OF_FOUR[at] ?? '') : vowelAt(sounds, at, language);
  }
}

/** Empty where none is said. */
function vowelAt(sounds: Sounds, at: number, language: ArabicLanguage): string {
  const here = sounds.at(at);
  const next = sounds.at(at + 1);
  const before = sounds.at(at - 1);
  // A vowel by itself follows.
  if (here === undefined || next === undefined || (next.consonant === '' && next.vowel !== ''))
    return '';
  if (at === 0) return firstVowel(sounds, language);
  if (before?.isLong === true && before.vowel === 'a') return vowelAfterLongA(sounds, at, language);
  if (at + 2 === sounds.length && next.vowel === '')
    return isFinalCluster(sounds, language) ? '' : 'a';
  return before?.vowel === '' || here.consonant === '' ? 'a' : '';
}

/** Active participle of four root consonants, muCaCCiC: muhandis. */
const ACTIVE_OF_FOUR = Object.freeze(['u', 'a', '', 'i']);

function isActiveOfFour(sounds: Sounds): boolean {
  for (let at = 0; at < sounds.length; at += 1)
    if (sounds.at(at)?.vowel !== '' || sounds.at(at)?.isFixed === true) return false;
  return sounds.length === 5 && sounds.at(0)?.consonant === 'm';
}

function firstVowel(sounds: Sounds, language: ArabicLanguage): string {
  const second = sounds.at(1);
  const isBeforeSyllableOfY = second?.consonant === 'y' && second.vowel !== '';
  if (isBeforeSyllableOfY && (sounds.at(2)?.vowel ?? '') === '') return 'i';
  if (isActiveWithLongA(sounds)) return language === 'fa' ? 'o' : 'u';
  return language === 'ar' && isSaidWithU(sounds) ? 'u' : 'a';
}

/** Plurals (qulub, nujum) and nouns of four consonants (usfur), but no verbs and no passive participles (maktub). */
function isSaidWithU(sounds: Sounds): boolean {
  const first = sounds.at(0)?.consonant ?? '';
  const second = sounds.at(1);
  const third = sounds.at(2);
  const ending = sounds.last;
  const isVerb = first === 't' || first === 'y' || first === 'n';
  if (isVerb || ending?.vowel !== '') return false;
  if (sounds.length === 3) return second?.isLong === true && second.vowel === 'u';
  const isLongThird = third?.isLong === true && third.vowel === 'u' && second?.vowel === '';
  return sounds.length === 4 && isLongThird && first !== 'm' && ending.consonant !== 'n';
}

function vowelAfterLongA(sounds: Sounds, at: number, language: ArabicLanguage): string {
  const next = sounds.at(at + 1);
  const isLast = at + 2 === sounds.length;
  const isParticiple = isLast && (next?.vowel === '' || next?.vowel === 'a');
  if (language === 'ar') return isParticiple ? 'i' : '';
  // Native Persian words (arash, ahang) and verbs of the first person (daram) are no Arabic participles.
  const isNative = sounds.at(0)?.consonant === '' || (isLast && next?.consonant === 'm');
  if (isNative) return isLast || sounds.at(at + 2)?.vowel === '' ? 'a' : '';
  return isParticiple || (isLast && next?.vowel === 'i') ? 'e' : '';
}

/** Two final consonants without a vowel: nouns of three letters (qalb); in Persian after any written vowel. */
function isFinalCluster(sounds: Sounds, language: ArabicLanguage): boolean {
  if (sounds.length === 3) return true;
  const before = sounds.at(sounds.length - 3);
  return language !== 'ar' && before !== undefined && before.vowel !== '' && !before.isFixed;
}

/** Active participle muCaC(i)C: musafir. */
function isActiveWithLongA(sounds: Sounds): boolean {
  const second = sounds.at(1);
  return (
    sounds.length === 4 &&
    sounds.at(0)?.consonant === 'm' &&
    second?.isLong === true &&
    second.vowel === 'a' &&
    sounds.at(3)?.vowel === ''
  );
}
