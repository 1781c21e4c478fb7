/**
 * Keeps a word's own letters where the display can show them. Word by word, because nobody can read a word that is half
 * spelled and half kept (a kanji in Latin letters between kana); all other words are spelled together, because a word's
 * spelling depends on its neighbours.
 */

import type { Rom } from '../shared/frame.js';
import { hasLetter, isHalfWidthKana, isKana } from './rom.js';

export type Spell = (text: string) => string;
export type Keep = (charCode: number) => boolean;

/** What a display can show besides plain ASCII. */
export interface DisplayLetters {
  readonly rom: Rom;
  /** Kana as katakana, which only A00 has (the default), or in Latin letters. */
  readonly kana?: 'native' | 'romaji';
  /** Default: the ROM's letters. A display may have more of them in its custom glyphs. */
  keeps?(charCode: number): boolean;
}

/** Which letters stay as they are. */
export function keeperOf(letters: DisplayLetters): Keep {
  const { rom, kana = 'native' } = letters;
  const hasKana = rom === 'A00' && kana === 'native';
  return (charCode) => {
    if (isKana(charCode) || isHalfWidthKana(charCode)) return hasKana;
    return letters.keeps?.(charCode) ?? hasLetter(charCode, rom);
  };
}

/** A with grave to the end of Latin Extended-B. */
const LATIN_FIRST = 0xc0;
const LATIN_LAST = 0x24f;
/** Hyphen to ellipsis. */
const PUNCTUATION_FIRST = 0x2010;
const PUNCTUATION_LAST = 0x2026;
/** Arrows to the last of the miscellaneous symbols. */
const SYMBOL_FIRST = 0x2190;
const SYMBOL_LAST = 0x2bff;
/** The surrogates that emoji use, and all low ones. */
const PICTURE_HALF_FIRST = 0xd83c;
const PICTURE_HALF_LAST = 0xdfff;
const BLANK = 0x20;
const ZERO_WIDTH_JOINER = 0x200d;
const VARIATION_SELECTOR_16 = 0xfe0f;

export function spellKeeping(text: string, spell: Spell, keep: Keep): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (!words.some((word) => isKeepable(word, keep))) return spell(text);
  const spelled: string[] = [];
  let others: string[] = [];
  const flush = (): void => {
    const run = others.join(' ');
    others = [];
    if (run === '' || isPicturesOnly(run)) return;
    const letters = spell(run);
    if (letters !== '') spelled.push(letters);
  };
  for (const word of words) {
    if (!isKeepable(word, keep)) {
      others.push(word);
      continue;
    }
    flush();
    spelled.push(keptWord(word, spell, keep));
  }
  flush();
  return spelled.join(' ');
}

/** Every letter can be kept or spelled by itself, and at least one can be kept. */
function isKeepable(word: string, keep: Keep): boolean {
  let isAny = false;
  for (let at = 0; at < word.length; at += 1) {
    const charCode = word.charCodeAt(at);
    if (isPlain(charCode)) continue;
    if (keep(charCode)) isAny = true;
    else if (!isSingle(charCode)) return false;
  }
  return isAny;
}

function keptWord(word: string, spell: Spell, keep: Keep): string {
  let letters = '';
  for (let at = 0; at < word.length; at += 1) {
    const charCode = word.charCodeAt(at);
    const letter = word.charAt(at);
    letters += isPlain(charCode) || keep(charCode) ? letter : spell(letter);
  }
  return letters;
}

function isPlain(charCode: number): boolean {
  return charCode > 0x20 && charCode < 0x7f;
}

/** Spelled the same whatever its neighbours are. */
function isSingle(charCode: number): boolean {
  const isLatin = charCode >= LATIN_FIRST && charCode <= LATIN_LAST;
  return isLatin || (charCode >= PUNCTUATION_FIRST && charCode <= PUNCTUATION_LAST);
}

/** Pictures beside kept words are dropped: they are only named when a text has nothing else. */
function isPicturesOnly(run: string): boolean {
  for (let at = 0; at < run.length; at += 1) {
    const charCode = run.charCodeAt(at);
    const isSymbol = charCode >= SYMBOL_FIRST && charCode <= SYMBOL_LAST;
    const isHalfOfPicture = charCode >= PICTURE_HALF_FIRST && charCode <= PICTURE_HALF_LAST;
    const isJoiner =
      charCode === BLANK || charCode === ZERO_WIDTH_JOINER || charCode === VARIATION_SELECTOR_16;
    if (!isSymbol && !isHalfOfPicture && !isJoiner) return false;
  }
  return true;
}
