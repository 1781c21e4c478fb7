/** Any Unicode → printable ASCII: the text is folded and split into runs of one script, each spelled by its own rule. */
import type { ArabicLanguage } from './arabic-letters.js';
import { arabicLanguage } from './arabic-language.js';
import { ArabicWord, spellArabic } from './arabic.js';
import { spellBrahmic } from './brahmic.js';
import { spellBurmese } from './burmese.js';
import { spellArmenian, spellGeorgian } from './caucasus.js';
import type { CyrillicLanguage } from './cyrillic.js';
import { cyrillicLanguage, spellCyrillic } from './cyrillic.js';
import { JapaneseDictionary } from './dictionary.js';
import { spellEthiopic } from './ethiopic.js';
import { fold } from './fold.js';
import { spellGreek } from './greek.js';
import type { HanLanguage, Hint } from './han-language.js';
import { hanLanguage, textOf } from './han-language.js';
import { Pinyin } from './han.js';
import { isKoreanName, spellHangul } from './hangul.js';
import { spellHebrew } from './hebrew.js';
import { Japanese } from './japanese.js';
import { spellKana } from './kana.js';
import { spellKhmer } from './khmer.js';
import type { DisplayLetters } from './lettering.js';
import { keeperOf, spellKeeping } from './lettering.js';
import { drawLatin, mayDrawLatin } from './look-alikes.js';
import { Output } from './output.js';
import { PointBuffer } from './points.js';
import type { Rom } from '../shared/frame.js';
import { halfWidth } from './rom.js';
import { endOfRun, hasLatin, lookAlikes } from './runs.js';
import type { Script } from './scripts.js';
import { scriptOf } from './scripts.js';
import { capitalise, currencyOf, isDigit, isHan } from './signs.js';
import { spellSmallScript } from './small-scripts.js';
import { Sounds } from './sounds.js';
import { SpellingTable } from './tables.js';
import { ThaiWords } from './thai.js';
import { spellTibetan } from './tibetan.js';
import { ARABIC_FIRST, HEBREW_FIRST, THAI_FIRST, WordList } from './word-list.js';

export type { Hint } from './han-language.js';

/** Read in place, never copied: on a device they stay in flash. */
export interface TextTables {
  /** device/text/tables.bin */
  readonly text: Uint8Array;
  /** device/text/japanese.bin. A lite build leaves it out and reads all Han as Chinese, whatever the hint says. */
  readonly japanese?: Uint8Array;
}

export interface Transliterator {
  /** Printable ASCII without two blanks in a row; empty only for an empty or blank text. */
  transliterate(text: string, hint?: Hint | null): string;
  /** The same, but words whose letters the display's ROM has stay as they are. */
  toLcd(text: string, letters: Rom | DisplayLetters, hint?: Hint | null): string;
}

/** @throws Error if the tables are of another version */
export function createTransliterator(tables: TextTables): Transliterator {
  return new TableTransliterator(tables);
}

/** Stands for characters that nothing spells. */
const UNSPEAKABLE = '*';
/** Pictures are named only if a title has nothing else, and then only the first few. */
const NAMED_PICTURES_MAX = 3;
const BLANK = 0x20;
const WAVE_DASH = 0x301c;
const FULL_WIDTH_TILDE = 0xff5e;
const NO_HINT: Hint = Object.freeze({});

/** A text being spelled. Its languages are determined once, when the first run needs them, so time stays linear. */
interface TextInHand {
  readonly points: ArrayLike<number>;
  readonly hint: Hint;
  readonly isArtist: boolean;
  /** A wave dash opened a subtitle, and the next one closes it. */
  isWaveOpen: boolean;
  arabic: ArabicLanguage | undefined;
  cyrillic: CyrillicLanguage | undefined;
  han: HanLanguage | undefined;
}

class TableTransliterator implements Transliterator {
  readonly #table: SpellingTable;
  readonly #pinyin: Pinyin;
  readonly #arabicWords: WordList;
  readonly #persianWords: WordList;
  readonly #urduWords: WordList;
  readonly #hebrewWords: WordList;
  readonly #thai: ThaiWords;
  readonly #japanese: Japanese | undefined;
  /** Reused for each text. */
  readonly #points = new PointBuffer();
  readonly #addWord = (word: string): void => {
    this.#output.addWord(word);
  };
  readonly #output = new Output();
  /** A run being rearranged, or the kana of a word. */
  readonly #letters = new PointBuffer();
  readonly #sounds = new Sounds();
  readonly #arabicWord = new ArabicWord(this.#sounds);
  readonly #knownArabic = (letters: ArrayLike<number>, language: ArabicLanguage): string =>
    (language === 'ar'
      ? this.#arabicWords
      : language === 'fa'
        ? this.#persianWords
        : this.#urduWords
    ).find(letters);

  constructor({ text, japanese }: TextTables) {
    this.#table = new SpellingTable(text);
    this.#pinyin = new Pinyin(this.#table);
    this.#arabicWords = new WordList(this.#table, 'arabicWords', ARABIC_FIRST);
    this.#persianWords = new WordList(this.#table, 'persianWords', ARABIC_FIRST);
    this.#urduWords = new WordList(this.#table, 'urduWords', ARABIC_FIRST);
    this.#hebrewWords = new WordList(this.#table, 'hebrewWords', HEBREW_FIRST);
    this.#thai = new ThaiWords(this.#letters, new WordList(this.#table, 'thaiWords', THAI_FIRST));
    if (japanese !== undefined)
      this.#japanese = new Japanese(new JapaneseDictionary(japanese), this.#pinyin, this.#letters);
  }

  toLcd(text: string, rom: Rom | DisplayLetters, hint?: Hint | null): string {
    const letters = typeof rom === 'string' ? { rom } : rom;
    // An unknown ROM gets plain letters.
    if (letters.rom !== 'A00' && letters.rom !== 'A02') return this.transliterate(text, hint);
    const spell = (part: string): string => this.transliterate(part, hint);
    const spelled = spellKeeping(text, spell, keeperOf(letters));
    return letters.rom === 'A00' ? halfWidth(spelled) : spelled;
  }

  transliterate(text: string, hint?: Hint | null): string {
    const output = this.#output;
    output.clear();
    this.#thai.clear();
    fold(text, this.#table, this.#points);
    const points = this.#points.view();
    if (points.some(mayDrawLatin)) drawLatin(points);
    this.spellAll({
      points,
      hint: hint ?? NO_HINT,
      isArtist: hint?.field === 'artist' || (hint?.artist === text && hint.field === undefined),
      isWaveOpen: false,
      arabic: undefined,
      cyrillic: undefined,
      han: undefined,
    });
    const spelled = output.text() || this.namePictures(points);
    // Releases the memory of a long text.
    output.clear();
    this.#points.clear();
    return spelled === '' && text.trim() !== '' ? UNSPEAKABLE : spelled;
  }

  private spellAll(text: TextInHand): void {
    const output = this.#output;
    const { points } = text;
    let isUnspeakable = false;
    for (let from = 0; from < points.length;) {
      const point = points[from] ?? 0;
      const script = scriptOf(point);
      const to = script === 'other' ? from + 1 : endOfRun(points, from, script);
      if (point === BLANK || this.#table.isPicture(point)) output.blank();
      else {
        const count = output.pieceCount;
        this.spellRun(text, from, to, script);
        const isSpoken = output.pieceCount !== count;
        // One mark for a whole run of characters that nothing spells.
        if (!isSpoken && !isUnspeakable) output.addWord(UNSPEAKABLE);
        isUnspeakable = !isSpoken;
      }
      from = to;
    }
  }

  private spellRun(text: TextInHand, from: number, to: number, script: Script): void {
    const output = this.#output;
    const { points } = text;
    switch (script) {
      case 'latin':
      case 'greek':
      case 'cyrillic':
        this.spellCased(text, from, to);
        break;
      case 'armenian':
        output.add(spellArmenian(points, from, to));
        break;
      case 'georgian':
        output.addWord(spellGeorgian(points, from, to));
        break;
      case 'arabic':
        text.arabic ??= arabicLanguage(
          points,
          `${textOf(text.hint.artist)} ${textOf(text.hint.album)}`.trim(),
          this.#arabicWord,
          this.#knownArabic,
        );
        spellArabic(
          points,
          from,
          to,
          text.arabic,
          this.#arabicWord,
          this.wordInPieces(),
          this.#knownArabic,
        );
        break;
      case 'hebrew':
        spellHebrew(points, from, to, this.#sounds, this.#hebrewWords, this.wordInPieces());
        break;
      case 'brahmic':
        spellBrahmic(points, from, to, this.#sounds, this.wordInPieces());
        break;
      case 'thai':
        this.#thai.spell(points, from, to, this.#addWord);
        break;
      case 'ethiopic':
        spellEthiopic(points, from, to, this.#sounds, this.wordInPieces(true));
        break;
      case 'burmese':
        output.addWord(capitalise(spellBurmese(points, from, to)));
        break;
      case 'khmer':
        output.addWord(capitalise(spellKhmer(points, from, to)));
        break;
      case 'tibetan':
        spellTibetan(points, from, to, this.#addWord);
        break;
      case 'small':
        output.addWord(spellSmallScript(points, from, to, this.#table));
        break;
      case 'hangul': {
        if (isKoreanName(points, from, to, text.isArtist)) {
          output.addWord(capitalise(spellHangul(points, from, from + 1)));
          from += 1;
        }
        const spelling = spellHangul(points, from, to);
        // A counter stays with its number.
        if (output.endsInDigit()) output.add(spelling);
        else output.addWord(capitalise(spelling));
        break;
      }
      case 'japanese':
      case 'han':
        this.spellEastAsian(text, from, to);
        break;
      default:
        for (let at = from; at < to; at += 1) this.spellOther(text, at);
    }
  }

  /**
   * Takes a word in pieces: one, unless it is very long.
   * @param isSmall it comes without its capital
   */
  private wordInPieces(isSmall = false): (piece: string) => void {
    let isFirst = true;
    return (piece) => {
      if (isFirst) this.#output.addWord(isSmall ? capitalise(piece) : piece);
      else this.#output.addToWord(piece);
      isFirst = isFirst && piece === '';
    };
  }

  /** A sign whose spelling depends on what stands around it, or any other. */
  private spellOther(text: TextInHand, at: number): void {
    const { points } = text;
    const point = points[at] ?? 0;
    if (point === WAVE_DASH || point === FULL_WIDTH_TILDE) {
      this.#output.add(text.isWaveOpen ? '~ ' : ' ~');
      text.isWaveOpen = !text.isWaveOpen;
      return;
    }
    const isBehind = isDigit(points[at - 1] ?? 0);
    const code = isBehind || isDigit(points[at + 1] ?? 0) ? currencyOf(point) : '';
    if (code === '') this.#output.add(this.spellSign(point));
    else this.#output.add(isBehind ? ` ${code}` : `${code} `);
  }

  /** Printable ASCII stays. */
  private spellSign(codePoint: number): string {
    return codePoint < 0x7f ? String.fromCharCode(codePoint) : this.#table.spellingOf(codePoint);
  }

  /** A word of cased letters; among Latin letters, Greek and Cyrillic ones are there for their looks. */
  private spellCased(text: TextInHand, from: number, to: number): void {
    const { points } = text;
    const isLatin = hasLatin(points, from, to);
    for (let at = from; at < to;) {
      const script = scriptOf(points[at] ?? 0);
      let end = at + 1;
      while (end < to && scriptOf(points[end] ?? 0) === script) end += 1;
      if (script === 'latin')
        for (let next = at; next < end; next += 1)
          this.#output.add(this.spellSign(points[next] ?? 0));
      else {
        const look = isLatin ? lookAlikes(points, at, end) : '';
        if (look !== '') this.#output.add(look);
        else if (script === 'greek') this.#output.add(spellGreek(points, at, end));
        else {
          text.cyrillic ??= cyrillicLanguage(points);
          this.#output.add(
            spellCyrillic(points, at, end, text.cyrillic, (codePoint) =>
              this.#table.spellingOf(codePoint),
            ),
          );
        }
      }
      at = end;
    }
  }

  private spellEastAsian(text: TextInHand, from: number, to: number): void {
    const { points } = text;
    const japanese = this.#japanese;
    if (japanese !== undefined) {
      text.han ??= this.hanLanguage(text, from, to, japanese);
      if (text.han === 'ja') {
        japanese.spell(points, from, to, this.#output);
        return;
      }
    }
    for (let at = from; at < to;) {
      const isHanRun = isHan(points[at] ?? 0);
      let end = at + 1;
      while (end < to && isHan(points[end] ?? 0) === isHanRun) end += 1;
      if (isHanRun) this.#pinyin.spell(points, at, end, this.#addWord, text.isArtist);
      else this.#output.addWord(capitalise(spellKana(points, at, end)));
      at = end;
    }
  }

  /** Kana alone are Japanese whatever the hint says. The words of the first run stand for the whole text. */
  private hanLanguage(
    { points, hint }: TextInHand,
    from: number,
    to: number,
    japanese: Japanese,
  ): HanLanguage {
    let hasHan = false;
    for (let at = 0; at < points.length && !hasHan; at += 1) hasHan = isHan(points[at] ?? 0);
    if (!hasHan) return 'ja';
    const language = hanLanguage(points, hint, this.#pinyin, japanese.consider(points, from, to));
    if (language !== 'ja') japanese.forget();
    return language;
  }

  /** The names of the first emoji, each once. */
  private namePictures(points: ArrayLike<number>): string {
    const names: string[] = [];
    for (let at = 0; at < points.length && names.length < NAMED_PICTURES_MAX; at += 1) {
      const name = this.#table.nameOf(points[at] ?? 0);
      if (name !== '' && !names.includes(name)) names.push(name);
    }
    return names.join(' ');
  }
}
