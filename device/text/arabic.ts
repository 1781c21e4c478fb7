/**
 * Arabic and Persian write no short vowels. Where the text carries its marks they are read; else a vowel is put wherever
 * a word could not be said: between the first two consonants, before the last of two at the end, inside three.
 */
import { capitalise } from './signs.js';
import type { Sound, Sounds } from './sounds.js';
import { SOUNDS_MAX, endOfPiece } from './sounds.js';

export type ArabicLanguage = 'ar' | 'fa';

const BLANK = 0x20;
const FATHATAN = 0x64b;
const DAMMATAN = 0x64c;
const KASRATAN = 0x64d;
const FATHA = 0x64e;
const DAMMA = 0x64f;
const KASRA = 0x650;
const SHADDA = 0x651;
const SUKUN = 0x652;
const DAGGER_ALEF = 0x670;
const ALEF = 0x627;
const BEH = 0x628;
const LAM = 0x644;
const MEEM = 0x645;
const WAW = 0x648;
const YEH = 0x64a;
const FARSI_YEH = 0x6cc;
const HEH = 0x647;
const TEH_MARBUTA = 0x629;
const ALEF_MAKSURA = 0x649;
const AIN = 0x639;
const HAMZA = 0x621;
const HAMZA_ON_WAW = 0x624;
const HAMZA_ON_YEH = 0x626;
const TATWEEL = 0x640;

type Letters = Readonly<Record<number, string>>;
/** Consonants; the vowel letters are read by their place. */
const ARABIC: Letters = Object.freeze({
  0x628: 'b',
  0x62a: 't',
  0x62b: 'th',
  0x62c: 'j',
  0x62d: 'h',
  0x62e: 'kh',
  0x62f: 'd',
  0x630: 'dh',
  0x631: 'r',
  0x632: 'z',
  0x633: 's',
  0x634: 'sh',
  0x635: 's',
  0x636: 'd',
  0x637: 't',
  0x638: 'z',
  0x63a: 'gh',
  0x641: 'f',
  0x642: 'q',
  0x643: 'k',
  0x644: 'l',
  0x645: 'm',
  0x646: 'n',
  0x647: 'h',
  0x67e: 'p',
  0x686: 'ch',
  0x698: 'zh',
  0x6af: 'g',
  0x6a9: 'k',
  0x6a4: 'v',
  0x679: 't',
  0x688: 'd',
  0x691: 'r',
  0x6ba: 'n',
  0x6be: 'h',
  0x6c1: 'h',
  0x6c0: 'h',
  0x6d5: 'a',
  0x6ad: 'ng',
});
const PERSIAN: Letters = Object.freeze({
  ...ARABIC,
  0x62b: 's',
  0x630: 'z',
  0x636: 'z',
  0x642: 'gh',
});
/** Letters that Persian has and Arabic has not: peh, tcheh, jeh, gaf, its own yeh and kaf. */
const PERSIAN_ONLY: readonly number[] = Object.freeze([
  0x67e,
  0x686,
  0x698,
  0x6af,
  FARSI_YEH,
  0x6a9,
]);

/**
 * Words of Persian grammar that Arabic has not, for texts without those letters: from, the object's mark, you, you (many),
 * is, I have.
 */
const PERSIAN_WORDS: readonly (readonly number[])[] = Object.freeze(
  ['از', 'را', 'تو', 'شما', 'است', 'دارم'].map((word) =>
    Object.freeze(Array.from(word, (letter) => letter.charCodeAt(0))),
  ),
);

export function arabicLanguage(points: ArrayLike<number>): ArabicLanguage {
  for (let at = 0; at < points.length; at += 1) {
    if (PERSIAN_ONLY.includes(points[at] ?? 0)) return 'fa';
    if (at > 0 && points[at - 1] !== BLANK) continue;
    for (const word of PERSIAN_WORDS) if (isWordAt(points, at, word)) return 'fa';
  }
  return 'ar';
}

function isWordAt(points: ArrayLike<number>, at: number, word: readonly number[]): boolean {
  for (let index = 0; index < word.length; index += 1)
    if (points[at + index] !== word[index]) return false;
  const next = points[at + word.length] ?? BLANK;
  return next === BLANK || next < HAMZA;
}

function withoutHamza(letter: number): number {
  return isAlefWithHamza(letter) ? ALEF : letter;
}

export type Known = (letters: ArrayLike<number>) => string;

/** A word's letters, and its sounds; both serve every word. */
export class ArabicWord {
  readonly sounds: Sounds;
  /** Without the bars that only stretch a word. */
  readonly #letters = new Uint16Array(LETTERS_MAX);
  /** The same as the list writes them: alef alone, as many titles do. */
  readonly #listed = new Uint16Array(LETTERS_MAX);
  #length = 0;

  constructor(sounds: Sounds) {
    this.sounds = sounds;
  }

  /** Takes letters and their marks as long as there is room; gives back where the rest begins. */
  take(points: ArrayLike<number>, from: number, to: number): number {
    const end = endOfPiece(points, from, Math.min(to, from + LETTERS_MAX), isMark);
    this.#length = 0;
    for (let at = from; at < end; at += 1) {
      const point = points[at] ?? 0;
      if (point === TATWEEL) continue;
      this.#letters[this.#length] = point;
      this.#listed[this.#length] = withoutHamza(point);
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
}

/** Twice the sounds: each with a mark of its own. */
const LETTERS_MAX = 2 * SOUNDS_MAX;

/** A doubling takes a sound of its own, as a letter does. */
function isMark(point: number): boolean {
  return point === TATWEEL || (point >= FATHATAN && point <= SUKUN && point !== SHADDA);
}

/**
 * One word, with a capital first, in pieces handed to `take`: all but the longest are one; the article apart, in front.
 * @param known spells a word that is not said as the rules would have it; empty where it is
 */
export function spellArabic(
  points: ArrayLike<number>,
  from: number,
  to: number,
  language: ArabicLanguage,
  word: ArabicWord,
  take: (piece: string) => void,
  known: Known = () => '',
): void {
  let end = word.take(points, from, to);
  const letters = word.letters();
  // And, which is a word by itself in Persian, and in Arabic where somebody wrote it apart.
  if (letters.length === 1 && letters[0] === WAW && end === to) {
    take(language === 'fa' ? 'o' : 'Wa');
    return;
  }
  if (language === 'fa' && isEy(letters)) {
    take('Ey');
    return;
  }
  const prefix = language === 'ar' && end === to ? prefixOf(letters) : 0;
  if (prefix > 0) {
    take(letters[0] === WAW ? 'Wa' : letters[0] === BEH ? 'Bil' : 'Lil');
    spellArabic(
      points,
      restOf(points, from, prefix),
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
  const rest = word.letters(restAt);
  const article = hasArticle ? 'Al ' : '';
  const listed =
    end < to ? '' : language === 'ar' ? known(word.listed(restAt)) : persian(rest, known);
  if (listed !== '') {
    take(article + listed);
    return;
  }
  // Of a noun that another one defines the feminine ending is said: Zahrat al-Madain.
  const isDefined =
    language === 'ar' &&
    points[to - 1] === TEH_MARBUTA &&
    !hasArticle &&
    isBeforeDefiner(points, to);
  take(article + capitalise(say(word.sounds, rest, language)));
  while (end < to) {
    end = word.take(points, end, to);
    take(say(word.sounds, word.letters(), language));
  }
  if (isDefined) take('t');
}

function say(sounds: Sounds, letters: ArrayLike<number>, language: ArabicLanguage): string {
  findSounds(sounds, letters, language);
  addVowels(sounds, language);
  return sounds.text();
}

/** Short vowels of Arabic words are said e and o in Persian; where a letter may stand for a long one it is left to the rule. */
function persian(letters: Uint16Array, known: Known): string {
  for (let at = 0; at < letters.length; at += 1)
    if (VOWEL_LETTERS.includes(letters[at] ?? 0)) return '';
  return known(letters).replace(/u/g, 'o').replace(/i/g, 'e');
}

const VOWEL_LETTERS: readonly number[] = Object.freeze([ALEF, WAW, YEH, FARSI_YEH]);

/** The article, and two letters behind it at least. */
function beginsWithArticle(letters: ArrayLike<number>, at: number): boolean {
  return letters[at] === ALEF && letters[at + 1] === LAM && at + 3 < letters.length;
}

/** A word with the article follows that is no name of origin: those (al-Rumi, al-Jazairiya) go with a name as it is. */
function isBeforeDefiner(points: ArrayLike<number>, to: number): boolean {
  if (points[to] !== BLANK || !beginsWithArticle(points, to + 1)) return false;
  let end = to + 1;
  while (end < points.length && points[end] !== BLANK) end += 1;
  const last = points[end - 1] === TEH_MARBUTA ? end - 2 : end - 1;
  return points[last] !== YEH;
}

/** The vocative: it is the one word of these two letters. */
function isEy(letters: ArrayLike<number>): boolean {
  return letters.length === 2 && letters[0] === ALEF && letters[1] === FARSI_YEH;
}

/** How many letters are words that are written together with the next: and, before alef; in and for, with the article. */
function prefixOf(letters: ArrayLike<number>): number {
  const second = letters[1] ?? 0;
  const third = letters[2] ?? 0;
  if (letters[0] === WAW && (isAlefWithHamza(second) || (second === ALEF && third === LAM)))
    return letters.length > 3 ? 1 : 0;
  if (letters[0] === BEH && second === ALEF && third === LAM) return letters.length > 5 ? 3 : 0;
  return letters[0] === LAM && second === LAM && third !== HEH && letters.length > 4 ? 2 : 0;
}

function isAlefWithHamza(letter: number): boolean {
  return letter === 0x622 || letter === 0x623 || letter === 0x625;
}

/** Where the letter after so many stands, bars that stretch the word left out. */
function restOf(points: ArrayLike<number>, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 || points[at] === TATWEEL; at += 1)
    if (points[at] !== TATWEEL) left -= 1;
  return at;
}

/** God's name begins as if with the article. */
function isAllah(letters: ArrayLike<number>): boolean {
  return letters.length === 4 && letters[2] === LAM && letters[3] === HEH;
}

function findSounds(sounds: Sounds, letters: ArrayLike<number>, language: ArabicLanguage): void {
  sounds.clear();
  const last = letters.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const letter = letters[at] ?? 0;
    const next = letters[at + 1] ?? 0;
    const before = sounds.last;
    if (letter >= FATHATAN && letter <= SUKUN) mark(sounds, letter);
    else if (letter === DAGGER_ALEF) setVowel(sounds, 'a');
    else if (letter === ALEF || letter === 0x671) {
      if (before?.isFixed === true && before.vowel === 'a') before.isLong = true;
      else if (at === 0 && (next === WAW || isYeh(next))) {
        sounds.add('', next === WAW ? 'u' : 'i', true, true);
        at += 1;
      } else if (at === 0) sounds.add('', 'a', true);
      else if (at === 3 && at === last && language === 'ar' && isAdverb(sounds))
        setVowel(sounds, 'an');
      else setVowel(sounds, 'a');
    } else if (letter === 0x622 || letter === 0x623) sounds.add('', 'a', true, letter === 0x622);
    else if (letter === 0x625) {
      sounds.add('', 'i', true, next === YEH);
      if (next === YEH) at += 1;
    } else if (letter === ALEF_MAKSURA) setVowel(sounds, 'a');
    else if (letter === TEH_MARBUTA) setVowel(sounds, 'a');
    else if (letter === HAMZA) continue;
    else if (letter === HAMZA_ON_WAW) {
      // The seat of a hamza is the vowel beside it.
      if (before?.isFixed === false) setShort(before, 'u');
      if (next === ALEF || next === WAW) sounds.add('');
    } else if (letter === HAMZA_ON_YEH) {
      if (at === last) sounds.add('', 'i', true, true);
      else {
        // The seat of a hamza is the vowel beside it.
        if (isYeh(next) && before?.isFixed === false) setShort(before, 'a');
        sounds.add('', isYeh(next) ? '' : 'i');
      }
    } else if (letter === AIN) {
      if (before === undefined || before.isFixed) sounds.add('');
      else {
        setShort(before, 'a');
        // A vowel letter behind it is a syllable of its own: sa-id.
        if (next === WAW || isYeh(next)) sounds.add('');
      }
    } else if (letter === WAW) {
      // Khwa- is kha in Persian.
      if (language === 'fa' && next === ALEF && before?.consonant === 'kh' && !before.isFixed)
        continue;
      const isBetween = language === 'fa' && before?.isLong === true && before.vowel === 'i';
      if (language === 'ar' && isDiphthong(letters, at, before)) {
        if (before !== undefined) setShort(before, 'a');
        sounds.add('w', '', true);
      } else if (isBetween && at + 1 === last) sounds.add('', 'u', true, true);
      else if (isConsonantPlace(letters, at, before)) sounds.add(language === 'fa' ? 'v' : 'w');
      else setVowel(sounds, at === last && language === 'fa' ? 'o' : 'u');
    } else if (isYeh(letter)) {
      if (language === 'ar' && next === TEH_MARBUTA && before?.isFixed === false) {
        // The ending of what belongs to something: -iya.
        setShort(before, 'i');
        sounds.add('y');
      } else if (language === 'ar' && isDiphthong(letters, at, before)) {
        if (before !== undefined) setShort(before, 'a');
        sounds.add('y', '', true);
      } else if (language === 'ar' && next === WAW && at + 1 < last) {
        // Plurals and others of that measure: uyun, tuyur.
        if (before?.isFixed === false) setShort(before, 'u');
        sounds.add('y');
      } else if (isConsonantPlace(letters, at, before)) sounds.add('y');
      else setVowel(sounds, 'i');
    } else if (
      language === 'fa' &&
      at === last &&
      letter === HEH &&
      before !== undefined &&
      !before.isFixed &&
      at > 1
    )
      setVowel(sounds, 'e');
    else {
      const spelling = (language === 'fa' ? PERSIAN : ARABIC)[letter];
      if (spelling !== undefined) sounds.add(spelling);
    }
  }
}

/**
 * Waw or yeh between the two consonants of a short noun is the end of a diphthong more often than a long vowel (layl, bayt,
 * mawt); so is yeh as the second of five (Bayrut, shaytan), but for nouns of place and tool (mizan).
 */
function isDiphthong(letters: ArrayLike<number>, at: number, before: Sound | undefined): boolean {
  if (at !== 1 || before === undefined || before.isFixed || !isPlain(letters[2] ?? 0)) return false;
  if (letters.length === 3) return true;
  const third = letters[3] ?? 0;
  return (
    letters.length === 5 &&
    isYeh(letters[1] ?? 0) &&
    (third === WAW || (third === ALEF && letters[0] !== MEEM)) &&
    isPlain(letters[4] ?? 0)
  );
}

/** A consonant that is nothing else. */
function isPlain(letter: number): boolean {
  return ARABIC[letter] !== undefined || letter === AIN;
}

/** Three consonants before a last alef: how, as an adverb says it (shukran, ahlan); but for endings of persons, -na and -ha. */
function isAdverb(sounds: Sounds): boolean {
  const ending = sounds.last?.consonant ?? '';
  if (sounds.length !== 3 || 'nhwy'.includes(ending)) return false;
  return sounds.at(1)?.isFixed === false && sounds.last?.isFixed === false;
}

/** Waw and yeh are consonants at the beginning, before a vowel letter, and after one. */
function isConsonantPlace(
  letters: ArrayLike<number>,
  at: number,
  before: Sound | undefined,
): boolean {
  const next = letters[at + 1] ?? 0;
  if (before === undefined) return true;
  if (
    next === ALEF ||
    next === ALEF_MAKSURA ||
    next === TEH_MARBUTA ||
    (next >= FATHATAN && next <= SHADDA)
  )
    return true;
  // Behind a short a both make a diphthong: yawm, layl.
  if (letters[at - 1] === FATHA || (at === 1 && letters[0] === 0x623)) return true;
  if (before.isLong && at < letters.length - 1) return true;
  return before.isLong && before.vowel !== 'i';
}

function isYeh(letter: number): boolean {
  return letter === YEH || letter === FARSI_YEH;
}

function setShort(sound: Sound, vowel: string): void {
  sound.vowel = vowel;
  sound.isFixed = true;
}

function setVowel(sounds: Sounds, vowel: string): void {
  const last = sounds.last;
  if (last === undefined || last.isLong) sounds.add('', vowel, true, true);
  else {
    last.vowel = vowel;
    last.isFixed = true;
    last.isLong = true;
  }
}

function mark(sounds: Sounds, letter: number): void {
  const last = sounds.last;
  if (last === undefined) return;
  if (letter === SHADDA) {
    if (last.consonant === '') return;
    sounds.add(last.consonant, last.vowel, last.isFixed, last.isLong);
    last.vowel = '';
    last.isFixed = true;
    last.isLong = false;
    return;
  }
  if (letter === SUKUN) {
    last.isFixed = true;
    return;
  }
  last.vowel =
    letter === FATHA
      ? 'a'
      : letter === DAMMA
        ? 'u'
        : letter === KASRA
          ? 'i'
          : letter === FATHATAN
            ? 'an'
            : letter === DAMMATAN
              ? 'un'
              : letter === KASRATAN
                ? 'in'
                : last.vowel;
  last.isFixed = true;
}

function addVowels(sounds: Sounds, language: ArabicLanguage): void {
  const last = sounds.length - 1;
  const isAgentOfFour =
    language === 'ar' && isFiveConsonants(sounds) && sounds.at(0)?.consonant === 'm';
  for (let at = 0; at < last; at += 1) {
    const here = sounds.at(at);
    const next = sounds.at(at + 1);
    if (here === undefined || next === undefined || here.isFixed || here.vowel !== '') continue;
    if (isAgentOfFour) {
      here.vowel = AGENT_OF_FOUR[at] ?? '';
      continue;
    }
    const before = sounds.at(at - 1);
    const isCrowded = before !== undefined && before.vowel === '';
    const isBare = next.consonant === '' && next.vowel !== '';
    if (isBare) continue;
    if (at === 0) here.vowel = firstVowel(sounds, language);
    else if (before?.isLong === true && before.vowel === 'a')
      here.vowel = vowelAfterLongA(sounds, at, language);
    else if (at + 1 === last && next.vowel === '') {
      if (!isEndSaidTogether(sounds, language)) here.vowel = 'a';
    } else if (isCrowded || here.consonant === '') here.vowel = 'a';
  }
}

/** Who does what a root of four consonants says: muhandis. */
const AGENT_OF_FOUR = Object.freeze(['u', 'a', '', 'i']);

function isFiveConsonants(sounds: Sounds): boolean {
  for (let at = 0; at < sounds.length; at += 1)
    if (sounds.at(at)?.vowel !== '' || sounds.at(at)?.isFixed === true) return false;
  return sounds.length === 5;
}

function firstVowel(sounds: Sounds, language: ArabicLanguage): string {
  const first = sounds.at(0)?.consonant ?? '';
  const second = sounds.at(1);
  const third = sounds.at(2);
  if (
    second?.consonant === 'y' &&
    second.vowel !== '' &&
    (third === undefined || third.vowel === '')
  )
    return 'i';
  if (isAgent(sounds)) return language === 'fa' ? 'o' : 'u';
  if (language === 'fa') return 'a';
  // Plurals (qulub, nujum) and nouns of four consonants (usfur); not verbs of the present, nor what is done (maktub).
  const isVerb = first === 't' || first === 'y' || first === 'n';
  const ending = sounds.last;
  if (isVerb || ending?.vowel !== '') return 'a';
  if (sounds.length === 3 && second?.isLong === true && second.vowel === 'u') return 'u';
  const isLongThird = third?.isLong === true && third.vowel === 'u' && second?.vowel === '';
  return sounds.length === 4 && isLongThird && first !== 'm' && ending.consonant !== 'n'
    ? 'u'
    : 'a';
}

function vowelAfterLongA(sounds: Sounds, at: number, language: ArabicLanguage): string {
  const next = sounds.at(at + 1);
  const isLast = at + 2 === sounds.length;
  const isAgentEnding = isLast && (next?.vowel === '' || next?.vowel === 'a');
  if (language === 'ar') return isAgentEnding ? 'i' : '';
  // Words of Persian itself (arash, ahang), and verbs of the first person (daram), are no Arabic agents.
  const isPersian = sounds.at(0)?.consonant === '' || (isLast && next?.consonant === 'm');
  if (isPersian) return isLast || sounds.at(at + 2)?.vowel === '' ? 'a' : '';
  return isAgentEnding || (isLast && next?.vowel === 'i') ? 'e' : '';
}

/** Two consonants that end a word: of three letters as a noun is said (qalb); in Persian where a vowel came before them. */
function isEndSaidTogether(sounds: Sounds, language: ArabicLanguage): boolean {
  if (sounds.length === 3) return true;
  const before = sounds.at(sounds.length - 3);
  return language === 'fa' && before !== undefined && before.vowel !== '' && !before.isFixed;
}

/** m-CaC-C: one who does (musafir). */
function isAgent(sounds: Sounds): boolean {
  const second = sounds.at(1);
  return (
    sounds.length === 4 &&
    sounds.at(0)?.consonant === 'm' &&
    second?.isLong === true &&
    second.vowel === 'a' &&
    sounds.at(3)?.vowel === ''
  );
}
