/**
 * Arabic and Persian words. Neither writes short vowels: marks are read where the text has them, listed words are said as
 * listed, and for the rest arabic-vowels.ts guesses.
 */
import type { ArabicLanguage } from './arabic-letters.js';
import {
  ALEF,
  BEH,
  FARSI_YEH,
  HEH,
  LAM,
  SHADDA,
  TATWEEL,
  TEH_MARBUTA,
  WAW,
  YEH,
  isAlefWithHamza,
  isArabic,
  isVowelMark,
  isWordAt,
  listedForm,
  wordsOf,
} from './arabic-letters.js';
import { ArabicSounds } from './arabic-sounds.js';
import { addVowels } from './arabic-vowels.js';
import { capitalise } from './signs.js';
import type { Sounds } from './sounds.js';
import { SOUNDS_MAX, endOfPiece } from './sounds.js';

const BLANK = 0x20;

/** Spells a word that the rules would get wrong; empty for any other. */
export type Known = (letters: ArrayLike<number>, language: ArabicLanguage) => string;

/** The letters of one word and its sounds; reused for every word. */
export class ArabicWord {
  readonly #sounds: Sounds;
  readonly #finder: ArabicSounds;
  /** Without tatweel. */
  readonly #letters = new Uint16Array(LETTERS_MAX);
  /** As the word list writes them. */
  readonly #listed = new Uint16Array(LETTERS_MAX);
  #length = 0;

  constructor(sounds: Sounds) {
    this.#sounds = sounds;
    this.#finder = new ArabicSounds(sounds);
  }

  /** Takes letters and their marks while there is room; returns where the rest begins. */
  take(points: ArrayLike<number>, from: number, to: number, language: ArabicLanguage): number {
    const end = endOfPiece(points, from, Math.min(to, from + LETTERS_MAX), isMark);
    this.#length = 0;
    for (let at = from; at < end; at += 1) {
      const point = points[at] ?? 0;
      if (point === TATWEEL) continue;
      this.#letters[this.#length] = point;
      this.#listed[this.#length] = listedForm(point, language);
      this.#length += 1;
    }
    return end;
  }

  /** Valid until the next word. */
  letters(from = 0): Uint16Array {
    return this.#letters.subarray(from, this.#length);
  }

  listed(from: number): Uint16Array {
    return this.#listed.subarray(from, this.#length);
  }

  /** By the rules alone. */
  say(from: number, language: ArabicLanguage): string {
    this.#finder.find(this.letters(from), language);
    addVowels(this.#sounds, language);
    return this.#sounds.text();
  }
}

/** Room for a mark on each sound. */
const LETTERS_MAX = 2 * SOUNDS_MAX;

/** Shadda doubles a consonant, which takes a sound of its own. */
function isMark(point: number): boolean {
  return point === TATWEEL || (isVowelMark(point) && point !== SHADDA);
}

/** One word with a capital, handed to `take` in pieces: usually one, with the article in front of it. */
export function spellArabic(
  points: ArrayLike<number>,
  from: number,
  to: number,
  language: ArabicLanguage,
  word: ArabicWord,
  take: (piece: string) => void,
  known: Known = () => '',
): void {
  let end = word.take(points, from, to, language);
  const letters = word.letters();
  const whole = end === to ? wordOfGrammar(letters, language) : '';
  if (whole !== '') {
    take(whole);
    return;
  }
  const prefix = language === 'ar' && end === to ? prefixLength(letters) : 0;
  if (prefix > 0) {
    take(letters[0] === WAW ? 'Wa' : letters[0] === BEH ? 'Bil' : 'Lil');
    const next = restOf(points, from, prefix);
    spellArabic(
      points,
      next,
      to,
      language,
      word,
      (piece) => {
        take(` ${piece}`);
      },
      known,
    );
    return;
  }
  const hasArticle = language === 'ar' && beginsWithArticle(letters, 0) && !isAllah(letters);
  const restAt = hasArticle ? 2 : 0;
  const article = hasArticle ? 'Al ' : '';
  // Teh marbuta is said t in a noun that another noun defines: Zahrat Al Madain.
  const isDefined =
    language === 'ar' &&
    points[to - 1] === TEH_MARBUTA &&
    points[to - 2] !== ALEF &&
    !hasArticle &&
    isBeforeDefiner(points, to);
  const listed = end === to ? listedAs(word, restAt, language, known) : '';
  if (listed !== '') {
    take(article + capitalise(listed));
    if (isDefined && listed.endsWith('a')) take('t');
    if (language === 'fa' && isBeforeEzafe(listed, points, to)) take('e');
    return;
  }
  take(article + capitalise(word.say(restAt, language)));
  while (end < to) {
    end = word.take(points, end, to, language);
    take(word.say(0, language));
  }
  if (isDefined) take('t');
}

/** And (a word of its own in Persian, and where Arabic sets it apart), and the Persian vocative. */
function wordOfGrammar(letters: ArrayLike<number>, language: ArabicLanguage): string {
  if (letters.length === 1 && letters[0] === WAW) return language === 'ar' ? 'Wa' : 'o';
  const isVocative = letters.length === 2 && letters[0] === ALEF && letters[1] === FARSI_YEH;
  return isVocative && language === 'fa' ? 'Ey' : '';
}

/** Nouns that songs join to the next word by -e; any other word might be a verb or the end of a phrase. */
const JOINED = ' del eshgh yar jan ghalb gol cheshm iran vatan madar pedar aziz shab shahr rang ';
/** Words that nothing is joined to: and, the object marker, is, is not, from, to, with, in, of what. */
const NOT_JOINED = wordsOf('و را است نیست از به با در که تا');

/** The vowel between a noun and what describes or owns it: Gole Yakh, Dele Man. */
function isBeforeEzafe(spelling: string, points: ArrayLike<number>, to: number): boolean {
  if (!JOINED.includes(` ${spelling} `) || points[to] !== BLANK || to + 1 >= points.length)
    return false;
  for (const word of NOT_JOINED) if (isWordAt(points, to + 1, word)) return false;
  return isArabic(points[to + 1] ?? 0);
}

const VOWEL_LETTERS: readonly number[] = Object.freeze([ALEF, WAW, YEH, FARSI_YEH]);

/**
 * Persian says the short vowels of Arabic words as e and o. Words with a vowel letter are left to the rules, since the
 * letter may be said differently there.
 */
function listedAs(word: ArabicWord, from: number, language: ArabicLanguage, known: Known): string {
  const own = known(word.listed(from), language);
  if (own !== '' || language === 'ar') return own;
  const neighbour = known(word.listed(from), language === 'fa' ? 'ur' : 'fa');
  if (neighbour !== '' || language === 'ur') return neighbour;
  const letters = word.letters(from);
  for (let at = 0; at < letters.length; at += 1)
    if (VOWEL_LETTERS.includes(letters[at] ?? 0)) return '';
  return known(letters, 'ar').replace(/u/g, 'o').replace(/i/g, 'e');
}

/** The article with at least two letters after it. */
function beginsWithArticle(letters: ArrayLike<number>, at: number): boolean {
  return letters[at] === ALEF && letters[at + 1] === LAM && at + 3 < letters.length;
}

/** A word with the article follows, unless it is a name of origin (al-Rumi, al-Jazairiya), which defines nothing. */
function isBeforeDefiner(points: ArrayLike<number>, to: number): boolean {
  if (points[to] !== BLANK || !beginsWithArticle(points, to + 1)) return false;
  let end = to + 1;
  while (end < points.length && points[end] !== BLANK) end += 1;
  const last = points[end - 1] === TEH_MARBUTA ? end - 2 : end - 1;
  return points[last] !== YEH;
}

/** Letters of a word that is written together with the next: "and" before alef, "in" and "for" with the article. */
function prefixLength(letters: ArrayLike<number>): number {
  const second = letters[1] ?? 0;
  const third = letters[2] ?? 0;
  if (letters[0] === WAW && (isAlefWithHamza(second) || (second === ALEF && third === LAM)))
    return letters.length > 3 ? 1 : 0;
  if (letters[0] === BEH && second === ALEF && third === LAM) return letters.length > 5 ? 3 : 0;
  return letters[0] === LAM && second === LAM && third !== HEH && letters.length > 4 ? 2 : 0;
}

/** Where the letter after `count` letters stands, tatweel not counted. */
function restOf(points: ArrayLike<number>, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 || points[at] === TATWEEL; at += 1)
    if (points[at] !== TATWEEL) left -= 1;
  return at;
}

/** God's name looks as if it began with the article. */
function isAllah(letters: ArrayLike<number>): boolean {
  return letters.length === 4 && letters[2] === LAM && letters[3] === HEH;
}
