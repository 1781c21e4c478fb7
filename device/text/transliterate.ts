/** Any Unicode → plain letters (U+0020 to U+007E). Iterates by code point: a device's strings are counted so. */
import { isHangulSyllable, spellSyllable } from './hangul.js';
import { SpellingTable } from './tables.js';

/** What else is known of a title; it tells Japanese from Chinese. */
export interface SpellingContext {
  readonly artist?: string;
  readonly album?: string;
  readonly isrc?: string;
  readonly han?: 'auto' | 'ja' | 'zh';
}

/** Shown where signs were there and none of them could be spelled. */
const UNSPEAKABLE = '*';

export class Transliterator {
  readonly #table: SpellingTable;

  /** @param tables the bytes of tables.bin; read in place, never copied */
  constructor(tables: Uint8Array) {
    this.#table = new SpellingTable(tables);
  }

  /** Never longer than what was there for nothing: an empty text stays empty, any other says something. */
  spell(text: string, _context: SpellingContext = {}): string {
    let output = '';
    let inSyllables = false;
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (codePoint >= 0x20 && codePoint < 0x7f) {
        if (inSyllables && isWordCharacter(codePoint)) output += ' ';
        output += character;
        inSyllables = false;
        continue;
      }
      if (isUnseen(codePoint)) continue;
      if (isHangulSyllable(codePoint)) {
        const spelling = spellSyllable(codePoint);
        output += endsInWord(output) ? spelling : capitalise(spelling);
        inSyllables = false;
        continue;
      }
      const spelling = isSpace(codePoint) ? ' ' : this.#table.spellingOf(codePoint);
      if (isHan(codePoint)) {
        // Every sign is a word of its own here.
        if (endsInWord(output)) output += ' ';
        output += capitalise(spelling.trim());
        inSyllables = true;
        continue;
      }
      output += spelling;
      if (spelling !== '') inSyllables = false;
    }
    const tidy = output.replace(/ {2,}/g, ' ').trim();
    return tidy === '' && text.trim() !== '' ? UNSPEAKABLE : tidy;
  }
}

function isHan(codePoint: number): boolean {
  return (
    (codePoint >= 0x3400 && codePoint <= 0x9fff) || (codePoint >= 0xf900 && codePoint <= 0xfaff)
  );
}

/** First and last of each range: marks that change a letter already spelled, and signs that are never seen. */
const UNSEEN: readonly (readonly [number, number])[] = Object.freeze([
  [0x00ad, 0x00ad],
  [0x0300, 0x036f],
  [0x0483, 0x0489],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
]);

function isUnseen(codePoint: number): boolean {
  return UNSEEN.some(([first, last]) => codePoint >= first && codePoint <= last);
}

function isSpace(codePoint: number): boolean {
  return (
    codePoint === 0x09 ||
    codePoint === 0x0a ||
    codePoint === 0x0d ||
    codePoint === 0xa0 ||
    (codePoint >= 0x2000 && codePoint <= 0x200a) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x202f ||
    codePoint === 0x3000
  );
}

function isWordCharacter(codePoint: number): boolean {
  return (
    (codePoint >= 0x30 && codePoint <= 0x39) ||
    (codePoint >= 0x41 && codePoint <= 0x5a) ||
    (codePoint >= 0x61 && codePoint <= 0x7a)
  );
}

/** `output` is ASCII, so that its length counts characters on every engine. */
function endsInWord(output: string): boolean {
  return output.length > 0 && isWordCharacter(output.charCodeAt(output.length - 1));
}

/** ASCII in, ASCII out. */
function capitalise(spelling: string): string {
  return spelling.slice(0, 1).toUpperCase() + spelling.slice(1);
}
