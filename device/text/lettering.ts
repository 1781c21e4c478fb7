/**
 * Spelling that leaves a word its own letters where the display can show them. Word by word, since a word in part spelled
 * and in part kept (a kanji in Latin letters between kana) is read by nobody; everything else goes to the speller whole,
 * which judges a text by its neighbours.
 */

import type { Rom } from './rom.js';
import { hasLetter, isHalfWidthKana, isKana } from './rom.js';

export type Spell = (text: string) => string;
export type Keep = (charCode: number) => boolean;

/** What a display can show besides plain ASCII. */
export interface DisplayLetters {
  readonly rom: Rom;
  /** Kana as the katakana that A00 alone has, which is what is meant where nothing is said, or in Latin letters. */
  readonly kana?: 'native' | 'romaji';
  /** The ROM's own letters where nothing is said; a display may have some more in its custom glyphs. */
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

const LATIN_FIRST = 0xc0;
const LATIN_LAST = 0x24f;
const PUNCTUATION_FIRST = 0x2010;
const PUNCTUATION_LAST = 0x2026;
/** Arrows to the last of the miscellaneous symbols. */
const SYMBOL_FIRST = 0x2190;
const SYMBOL_LAST = 0x2bff;
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

/** Of letters that can be kept, or spelled one by one, and at least one of the first kind. */
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

/** Spelled the same whatever stands beside it. */
function isSingle(charCode: number): boolean {
  const isLatin = charCode >= LATIN_FIRST && charCode <= LATIN_LAST;
  return isLatin || (charCode >= PUNCTUATION_FIRST && charCode <= PUNCTUATION_LAST);
}

/** Symbols, halves of pairs, joiners: the speller names them only where they are all of a text, which a part never is. */
function isPicturesOnly(run: string): boolean {
  for (let at = 0; at < run.length; at += 1) {
    const charCode = run.charCodeAt(at);
    const isSymbol = charCode >= SYMBOL_FIRST && charCode <= SYMBOL_LAST;
    const isHalfOfPicture = charCode >= 0xd83c && charCode <= 0xdfff;
    const isJoiner = charCode === 0x20 || charCode === 0x200d || charCode === 0xfe0f;
    if (!isSymbol && !isHalfOfPicture && !isJoiner) return false;
  }
  return true;
}
