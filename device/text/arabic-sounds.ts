/** Arabic letters → consonants and the vowels that are written: by letters (alef, waw, yeh) or by marks. */
import type { ArabicLanguage } from './arabic-letters.js';
import {
  AIN,
  ALEF,
  ALEF_MAKSURA,
  ALEF_WASLA,
  ALEF_WITH_HAMZA_ABOVE,
  ALEF_WITH_HAMZA_BELOW,
  ALEF_WITH_MADDA,
  DAMMA,
  DAMMATAN,
  FATHA,
  FATHATAN,
  HEH,
  HEH_DOACHASHMEE,
  HEH_GOAL,
  KASRA,
  KASRATAN,
  MEEM,
  NOON_GHUNNA,
  SHADDA,
  SUKUN,
  SUPERSCRIPT_ALEF,
  TEH,
  TEH_MARBUTA,
  WAW,
  WAW_WITH_HAMZA,
  YEH,
  YEH_BARREE,
  YEH_WITH_HAMZA,
  consonantOf,
  isPlainConsonant,
  isVowelMark,
  isYeh,
} from './arabic-letters.js';
import type { Sound, Sounds } from './sounds.js';

/** Finds the sounds of one word at a time; kept for the next word, so that a long title needs no more memory. */
export class ArabicSounds {
  readonly #sounds: Sounds;
  #letters: ArrayLike<number> = [];
  #language: ArabicLanguage = 'ar';
  #at = 0;

  constructor(sounds: Sounds) {
    this.#sounds = sounds;
  }

  find(letters: ArrayLike<number>, language: ArabicLanguage): void {
    this.#letters = letters;
    this.#language = language;
    this.#sounds.clear();
    for (this.#at = 0; this.#at < letters.length; this.#at += 1) this.read(this.here);
  }

  private get here(): number {
    return this.#letters[this.#at] ?? 0;
  }

  private get next(): number {
    return this.#letters[this.#at + 1] ?? 0;
  }

  private get isLast(): boolean {
    return this.#at === this.#letters.length - 1;
  }

  /** The sound before, where its vowel is still open. */
  private get open(): Sound | undefined {
    const { last } = this.#sounds;
    return last?.isFixed === false ? last : undefined;
  }

  private read(letter: number): void {
    if (isVowelMark(letter)) {
      this.mark(letter);
      return;
    }
    switch (letter) {
      case ALEF:
      case ALEF_WASLA:
        this.alef();
        break;
      case ALEF_WITH_MADDA:
      case ALEF_WITH_HAMZA_ABOVE:
        this.#sounds.add('', 'a', true, letter === ALEF_WITH_MADDA);
        break;
      case ALEF_WITH_HAMZA_BELOW:
        this.#sounds.add('', 'i', true, this.next === YEH);
        if (this.next === YEH) this.#at += 1;
        break;
      case SUPERSCRIPT_ALEF:
      case ALEF_MAKSURA:
        this.longVowel('a');
        break;
      case TEH_MARBUTA:
        // Behind a long a its t is said: hayat.
        if (this.#sounds.last?.isLong === true) this.#sounds.add('t', '', true);
        else this.longVowel('a');
        break;
      case YEH_BARREE:
        this.longVowel('e');
        break;
      case HEH_DOACHASHMEE:
        this.aspirate();
        break;
      case WAW_WITH_HAMZA:
        // Hamza sits on the letter of the vowel beside it.
        setShort(this.open, 'u');
        if (this.next === ALEF || this.next === WAW) this.#sounds.add('');
        break;
      case YEH_WITH_HAMZA:
        this.yehWithHamza();
        break;
      case AIN:
        this.ain();
        break;
      case WAW:
        this.waw();
        break;
      default:
        if (isYeh(letter)) this.yeh();
        else this.consonant(letter);
    }
  }

  private alef(): void {
    const { last } = this.#sounds;
    if (last?.isFixed === true && last.vowel === 'a') last.isLong = true;
    else if (this.#at > 0) this.longVowel(this.isAdverb() ? 'an' : 'a');
    else if (this.next === WAW || isYeh(this.next)) {
      this.#sounds.add('', this.next === WAW ? 'u' : 'i', true, true);
      this.#at += 1;
    } else this.#sounds.add('', 'a', true);
  }

  private yehWithHamza(): void {
    if (this.isLast) {
      this.#sounds.add('', 'i', true, true);
      return;
    }
    // Hamza sits on the letter of the vowel beside it.
    if (isYeh(this.next)) setShort(this.open, 'a');
    this.#sounds.add('', isYeh(this.next) ? '' : 'i');
  }

  private ain(): void {
    const open = this.open;
    setShort(open, 'a');
    // A vowel letter after ain begins a syllable of its own: sa-id.
    if (open === undefined || this.next === WAW || isYeh(this.next)) this.#sounds.add('');
  }

  private waw(): void {
    const isPersian = this.#language !== 'ar';
    const { last } = this.#sounds;
    // Persian says kha for khwa.
    if (isPersian && this.next === ALEF && this.open?.consonant === 'kh') return;
    if (!isPersian && this.isDiphthong()) {
      setShort(last, 'a');
      this.#sounds.add('w', '', true);
      return;
    }
    if (isYeh(this.next) && this.isSyllableOfYeh()) {
      // Tawil, Navid, Mousavi; but taswir.
      setShort(this.open, this.isVerbalNoun() ? '' : 'a');
      this.#sounds.add(isPersian ? 'v' : 'w');
      return;
    }
    const isAfterLongI = isPersian && last?.isLong === true && last.vowel === 'i';
    if (isAfterLongI && this.hasAfter(1) && !this.hasAfter(2))
      this.#sounds.add('', 'u', true, true);
    else if (this.isConsonantPlace()) this.#sounds.add(isPersian ? 'v' : 'w');
    else this.longVowel(isPersian && this.isLast ? 'o' : 'u');
  }

  private yeh(): void {
    const open = this.open;
    if (this.next === NOON_GHUNNA && open !== undefined) {
      // Aankhein, mein.
      setShort(open, 'ei');
      return;
    }
    if (this.#language === 'ar' && this.next === TEH_MARBUTA && open !== undefined) {
      // The ending -iya makes adjectives and abstract nouns.
      setShort(open, 'i');
      this.#sounds.add('y');
    } else if (this.#language === 'ar' && this.isDiphthong()) {
      setShort(open, 'a');
      this.#sounds.add('y', '', true);
    } else if (this.#language === 'ar' && this.next === WAW && this.hasAfter(2)) {
      // Broken plurals and nouns of the measure CuCuC: uyun, tuyur.
      setShort(open, 'u');
      this.#sounds.add('y');
    } else if (this.isConsonantPlace()) this.#sounds.add('y');
    else this.longVowel('i');
  }

  /** The plural in -ha of a word that ends in a silent heh: setareha. */
  private isBeforePlural(): boolean {
    const { length } = this.#letters;
    return this.next === HEH && this.#letters[this.#at + 2] === ALEF && this.#at + 3 === length;
  }

  private consonant(letter: number): void {
    const open = this.open;
    const isSilentHeh =
      this.#language !== 'ar' &&
      (letter === HEH || letter === HEH_GOAL) &&
      (this.isLast || this.isBeforePlural()) &&
      this.#at > 1 &&
      open !== undefined;
    if (isSilentHeh) {
      this.longVowel(this.#language === 'ur' ? 'a' : 'e');
      return;
    }
    const consonant = consonantOf(letter, this.#language);
    if (consonant !== undefined) this.#sounds.add(consonant);
  }

  /** In Urdu, the breath of the consonant before. */
  private aspirate(): void {
    const { open } = this;
    if (open !== undefined && open.consonant !== '') open.consonant += 'h';
    else this.#sounds.add('h');
  }

  /** Waw begins a syllable, unless it is the vowel of a short Persian noun: muy. */
  private isSyllableOfYeh(): boolean {
    const { length } = this.#letters;
    if (this.#at === 0) return false;
    return this.#language === 'ar' || length > 3;
  }

  /** Of the measure taCCiC. */
  private isVerbalNoun(): boolean {
    return this.#language === 'ar' && this.#letters[0] === TEH && this.#letters.length === 5;
  }

  private hasAfter(count: number): boolean {
    return this.#at + count < this.#letters.length;
  }

  /**
   * Waw or yeh between the consonants of a short noun is more often a diphthong than a long vowel (layl, bayt, mawt). So
   * is yeh as the second of five letters (Bayrut, shaytan), except in nouns of place and tool (mizan).
   */
  private isDiphthong(): boolean {
    const letters = this.#letters;
    if (this.#at !== 1 || this.open === undefined || !isPlainConsonant(letters[2] ?? 0))
      return false;
    if (letters.length === 3) return true;
    const third = letters[3] ?? 0;
    return (
      letters.length === 5 &&
      isYeh(this.here) &&
      (third === WAW || (third === ALEF && letters[0] !== MEEM)) &&
      isPlainConsonant(letters[4] ?? 0)
    );
  }

  /** Three consonants before a final alef make an adverb (shukran, ahlan), unless they end in a suffix like -na and -ha. */
  private isAdverb(): boolean {
    if (this.#language !== 'ar' || this.#at !== 3 || !this.isLast) return false;
    const sounds = this.#sounds;
    const ending = sounds.last?.consonant ?? '';
    if (sounds.length !== 3 || 'nhwy'.includes(ending)) return false;
    return sounds.at(1)?.isFixed === false && sounds.last?.isFixed === false;
  }

  /** Waw and yeh are consonants at the beginning, before a vowel letter, and after one. */
  private isConsonantPlace(): boolean {
    const { last } = this.#sounds;
    const next = this.next;
    if (last === undefined || next === ALEF || next === ALEF_MAKSURA || next === TEH_MARBUTA)
      return true;
    if (next >= FATHATAN && next <= SHADDA) return true;
    // After a short a both make a diphthong: yawm, layl.
    const before = this.#letters[this.#at - 1] ?? 0;
    if (before === FATHA || (this.#at === 1 && before === ALEF_WITH_HAMZA_ABOVE)) return true;
    return last.isLong && (!this.isLast || last.vowel !== 'i');
  }

  private longVowel(vowel: string): void {
    const { last } = this.#sounds;
    if (last === undefined || last.isLong) this.#sounds.add('', vowel, true, true);
    else {
      setShort(last, vowel);
      last.isLong = true;
    }
  }

  private mark(mark: number): void {
    const { last } = this.#sounds;
    if (last === undefined) return;
    if (mark === SHADDA) this.double(last);
    else setShort(last, MARKED_VOWELS[mark] ?? last.vowel);
  }

  private double(sound: Sound): void {
    if (sound.consonant === '') return;
    this.#sounds.add(sound.consonant, sound.vowel, sound.isFixed, sound.isLong);
    setShort(sound, '');
    sound.isLong = false;
  }
}

/** Sukun, which says that there is none, keeps what was found. */
const MARKED_VOWELS: Readonly<Record<number, string | undefined>> = Object.freeze({
  [FATHATAN]: 'an',
  [DAMMATAN]: 'un',
  [KASRATAN]: 'in',
  [FATHA]: 'a',
  [DAMMA]: 'u',
  [KASRA]: 'i',
  [SUKUN]: undefined,
});

function setShort(sound: Sound | undefined, vowel: string): void {
  if (sound === undefined) return;
  sound.vowel = vowel;
  sound.isFixed = true;
}
