/** Any Unicode → plain letters (U+0020 to U+007E): folded, split into runs of one script, each run spelled by its rule. */
import { arabicLanguage, spellArabic } from './arabic.js';
import { spellBrahmic } from './brahmic.js';
import { spellArmenian, spellGeorgian } from './caucasus.js';
import type { CyrillicLanguage } from './cyrillic.js';
import { cyrillicLanguage, spellCyrillic } from './cyrillic.js';
import { JapaneseDictionary } from './dictionary.js';
import { fold } from './fold.js';
import { Pinyin } from './han.js';
import { spellGreek } from './greek.js';
import { spellHangul } from './hangul.js';
import { spellKana } from './kana.js';
import { spellHebrew } from './hebrew.js';
import type { Hint } from './han-language.js';
import { hanLanguage } from './han-language.js';
import { Japanese } from './japanese.js';
import type { DisplayLetters } from './lettering.js';
import { keeperOf, spellKeeping } from './lettering.js';
import { lookAlike } from './look-alikes.js';
import { Output } from './output.js';
import type { Rom } from './rom.js';
import { halfWidth } from './rom.js';
import type { Script } from './scripts.js';
import { scriptOf } from './scripts.js';
import { capitalise, isHan } from './signs.js';
import { SpellingTable } from './tables.js';
import { spellThai } from './thai.js';
import { WordList } from './word-list.js';

export type { Hint } from './han-language.js';

/** Read in place, never copied: on a device they stay in flash. */
export interface TextTables {
  /** device/text/tables.bin */
  readonly text: Uint8Array;
  /** device/text/japanese.bin; a lite build leaves it out: all Han is then read as Chinese, whatever the hint says. */
  readonly japanese?: Uint8Array;
}

export interface Transliterator {
  /** Printable ASCII and no two blanks in a row; an empty or blank text stays empty, any other says something. */
  transliterate(text: string, hint?: Hint): string;
  /** The same, but that words stay as they are written where the display's ROM has all their letters. */
  toLcd(text: string, letters: Rom | DisplayLetters, hint?: Hint): string;
}

/** @throws Error where the bytes are no tables of this version */
export function createTransliterator(tables: TextTables): Transliterator {
  return new TableTransliterator(tables);
}

/** Shown where signs were there and none of them could be spelled. */
const UNSPEAKABLE = '*';
/** Pictures are named only where nothing else is left of a title, and then the first few. */
const NAMED_PICTURES_MAX = 3;
const BLANK = 0x20;
const ARABIC_FIRST = 0x600;

const NO_HINT: Hint = Object.freeze({});

class TableTransliterator implements Transliterator {
  readonly #table: SpellingTable;
  readonly #pinyin: Pinyin;
  readonly #arabicWords: WordList;
  readonly #japanese: Japanese | undefined;

  constructor({ text, japanese }: TextTables) {
    this.#table = new SpellingTable(text);
    this.#pinyin = new Pinyin(this.#table);
    this.#arabicWords = new WordList(this.#table, 'arabicWords', ARABIC_FIRST);
    if (japanese !== undefined)
      this.#japanese = new Japanese(new JapaneseDictionary(japanese), this.#pinyin);
  }

  toLcd(text: string, rom: Rom | DisplayLetters, hint: Hint = NO_HINT): string {
    const letters = typeof rom === 'string' ? { rom } : rom;
    if (letters.rom === 'ascii') return this.transliterate(text, hint);
    const spell = (part: string): string => this.transliterate(part, hint);
    const spelled = spellKeeping(text, spell, keeperOf(letters));
    return letters.rom === 'A00' ? halfWidth(spelled) : spelled;
  }

  transliterate(text: string, hint: Hint = NO_HINT): string {
    const points = fold(text, this.#table);
    const output = new Output();
    const language = cyrillicLanguage(points);
    let isUnspeakable = false;
    for (let from = 0; from < points.length;) {
      const script = scriptOf(points[from] ?? 0);
      const to = script === 'other' ? from + 1 : endOfRun(points, from, script);
      if (points[from] === BLANK || this.#table.isPicture(points[from] ?? 0)) output.blank();
      else {
        const count = output.pieceCount();
        this.#spellRun({ points, from, to, script, language, hint }, output);
        const isSpoken = output.pieceCount() !== count;
        // One mark for a whole run of signs that nobody can spell.
        if (!isSpoken && !isUnspeakable) output.addWord(UNSPEAKABLE);
        isUnspeakable = !isSpoken;
      }
      from = to;
    }
    if (!output.isEmpty()) return output.text();
    const names = this.#namePictures(points);
    return names === '' && text.trim() !== '' ? UNSPEAKABLE : names;
  }

  #spellRun({ points, from, to, script, language, hint }: Run, output: Output): void {
    switch (script) {
      case 'latin':
      case 'greek':
      case 'cyrillic':
        this.#spellWord({ points, from, to, script, language, hint }, output);
        break;
      case 'armenian':
        output.add(spellArmenian(points, from, to));
        break;
      case 'georgian':
        output.addWord(spellGeorgian(points, from, to));
        break;
      case 'arabic':
        output.addWord(
          spellArabic(points, from, to, arabicLanguage(points), (letters) =>
            this.#arabicWords.find(letters),
          ),
        );
        break;
      case 'hebrew':
        output.addWord(spellHebrew(points, from, to));
        break;
      case 'brahmic':
        output.addWord(spellBrahmic(points, from, to));
        break;
      case 'thai':
        output.addWord(capitalise(spellThai(points, from, to)));
        break;
      case 'hangul': {
        const spelling = spellHangul(points, from, to);
        // A counter stays with its number.
        if (output.endsInDigit()) output.add(spelling);
        else output.addWord(capitalise(spelling));
        break;
      }
      case 'japanese':
      case 'han':
        this.#spellEastAsian({ points, from, to, script, language, hint }, output);
        break;
      default:
        for (let at = from; at < to; at += 1) this.#spellSign(points[at] ?? 0, output);
    }
  }

  /** Printable ASCII is itself; a letter right behind a word of Han or kana begins a new one. */
  #spellSign(codePoint: number, output: Output): void {
    output.add(
      codePoint < 0x7f ? String.fromCharCode(codePoint) : this.#table.spellingOf(codePoint),
    );
  }

  /** A word of letters that know capitals; where Latin ones are among them, the others only look like them. */
  #spellWord({ points, from, to, language }: Run, output: Output): void {
    const isLatin = hasLatin(points, from, to);
    let text = '';
    for (let at = from; at < to;) {
      const script = scriptOf(points[at] ?? 0);
      let end = at + 1;
      while (end < to && scriptOf(points[end] ?? 0) === script) end += 1;
      if (script === 'latin')
        for (let next = at; next < end; next += 1) text += this.#spellLatin(points[next] ?? 0);
      else {
        const look = isLatin ? lookAlikes(points, at, end) : '';
        if (look !== '') text += look;
        else if (script === 'greek') text += spellGreek(points, at, end);
        else
          text += spellCyrillic(points, at, end, language, (codePoint) =>
            this.#table.spellingOf(codePoint),
          );
      }
      at = end;
    }
    output.add(text);
  }

  #spellLatin(codePoint: number): string {
    return codePoint < 0x7f ? String.fromCharCode(codePoint) : this.#table.spellingOf(codePoint);
  }

  #spellEastAsian({ points, from, to, hint }: Run, output: Output): void {
    const hasHan = points.some(isHan);
    const japanese = this.#japanese;
    if (japanese !== undefined) {
      const costOf = (): number => japanese.costPerSign(points, from, to);
      if (!hasHan || hanLanguage(points, hint, this.#pinyin, costOf) === 'ja') {
        japanese.spell(points, from, to, output);
        return;
      }
    }
    for (let at = from; at < to;) {
      const isHanRun = isHan(points[at] ?? 0);
      let end = at + 1;
      while (end < to && isHan(points[end] ?? 0) === isHanRun) end += 1;
      if (isHanRun)
        this.#pinyin.spell(points, at, end, (syllable) => {
          output.addWord(syllable);
        });
      else output.addWord(capitalise(spellKana(points, at, end)));
      at = end;
    }
  }

  /** The short names of the first pictures, each once. */
  #namePictures(points: readonly number[]): string {
    const names: string[] = [];
    for (const codePoint of points) {
      const name = this.#table.nameOf(codePoint);
      if (name !== '' && !names.includes(name)) names.push(name);
      if (names.length === NAMED_PICTURES_MAX) break;
    }
    return names.join(' ');
  }
}

interface Run {
  readonly points: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly script: Script;
  readonly language: CyrillicLanguage;
  readonly hint: Hint;
}

/** Scripts of which a word may be mixed: letters by their looks, and kana with Han. */
function isOneWord(first: Script, second: Script): boolean {
  if (first === second) return true;
  return isCased(first) ? isCased(second) : isEastAsian(first) && isEastAsian(second);
}

function isCased(script: Script): boolean {
  return script === 'latin' || script === 'greek' || script === 'cyrillic';
}

function isEastAsian(script: Script): boolean {
  return script === 'japanese' || script === 'han';
}

function endOfRun(points: readonly number[], from: number, script: Script): number {
  let to = from + 1;
  while (to < points.length && isOneWord(script, scriptOf(points[to] ?? 0))) to += 1;
  return to;
}

function hasLatin(points: readonly number[], from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (scriptOf(points[at] ?? 0) === 'latin') return true;
  return false;
}

/** All of them capitals that look like Latin ones, or nothing. */
function lookAlikes(points: readonly number[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const look = lookAlike(points[at] ?? 0);
    if (look === '') return '';
    text += look;
  }
  return text;
}
