/**
 * Arabic and Persian write no short vowels. Where the text carries its marks they are read; else a vowel is put wherever
 * a word could not be said: between the first two consonants, before the last of two at the end, inside three.
 */
import { capitalise } from './signs.js';

export type ArabicLanguage = 'ar' | 'fa';

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
const LAM = 0x644;
const WAW = 0x648;
const YEH = 0x64a;
const FARSI_YEH = 0x6cc;
const HEH = 0x647;
const TEH_MARBUTA = 0x629;
const ALEF_MAKSURA = 0x649;
const AIN = 0x639;
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

export function arabicLanguage(points: ArrayLike<number>): ArabicLanguage {
  for (let at = 0; at < points.length; at += 1)
    if (PERSIAN_ONLY.includes(points[at] ?? 0)) return 'fa';
  return 'ar';
}

/** The list writes alef alone, as many titles do. */
function withoutHamza(letter: number): number {
  return letter === 0x622 || letter === 0x623 || letter === 0x625 ? ALEF : letter;
}

interface Sound {
  readonly consonant: string;
  vowel: string;
  /** Said to carry no vowel, or already known to carry this one. */
  isFixed: boolean;
  /** The vowel is a letter of its own, and so a long one. */
  isLong: boolean;
}

/**
 * One word; the article apart, in front of it.
 * @param known spells a word that is not said as the rules would have it; empty where it is
 */
export function spellArabic(
  points: ArrayLike<number>,
  from: number,
  to: number,
  language: ArabicLanguage,
  known: (letters: ArrayLike<number>) => string = () => '',
): string {
  const letters: number[] = [];
  for (let at = from; at < to; at += 1) if (points[at] !== TATWEEL) letters.push(points[at] ?? 0);
  // And, which is a word by itself in Persian, and in Arabic where somebody wrote it apart.
  if (letters.length === 1 && letters[0] === WAW) return language === 'fa' ? 'o' : 'Wa';
  const hasArticle = language === 'ar' && beginsWithArticle(letters, 0) && !isAllah(letters);
  const rest = hasArticle ? letters.slice(2) : letters;
  const listed = language === 'ar' ? known(rest.map(withoutHamza)) : persian(rest, known);
  if (listed !== '') return hasArticle ? `Al ${listed}` : listed;
  const sounds = soundsOf(rest, language);
  addVowels(sounds, language);
  const said = sounds.map((sound) => sound.consonant + sound.vowel).join('');
  // Of a noun that another one defines the feminine ending is said: Zahrat al-Madain.
  const isDefined = letters.at(-1) === TEH_MARBUTA && !hasArticle && isBeforeDefiner(points, to);
  const word = capitalise(isDefined && language === 'ar' ? `${said}t` : said);
  return hasArticle ? `Al ${word}` : word;
}

/** Short vowels of Arabic words are said e and o in Persian; where a letter may stand for a long one it is left to the rule. */
function persian(
  letters: readonly number[],
  known: (letters: readonly number[]) => string,
): string {
  if (letters.some((letter) => VOWEL_LETTERS.includes(letter))) return '';
  return known(letters).replace(/u/g, 'o').replace(/i/g, 'e');
}

const VOWEL_LETTERS: readonly number[] = Object.freeze([ALEF, WAW, YEH, FARSI_YEH]);
const BLANK = 0x20;

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

/** God's name begins as if with the article. */
function isAllah(letters: readonly number[]): boolean {
  return letters.length === 4 && letters[2] === LAM && letters[3] === HEH;
}

function soundsOf(letters: ArrayLike<number>, language: ArabicLanguage): Sound[] {
  const sounds: Sound[] = [];
  const last = letters.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const letter = letters[at] ?? 0;
    const next = letters[at + 1] ?? 0;
    const before = sounds.at(-1);
    if (letter >= FATHATAN && letter <= SUKUN) mark(sounds, letter);
    else if (letter === DAGGER_ALEF) setVowel(sounds, 'a');
    else if (letter === ALEF || letter === 0x671) {
      if (before?.isFixed === true && before.vowel === 'a') before.isLong = true;
      else if (at === 0 && (next === WAW || next === YEH || next === FARSI_YEH)) {
        sounds.push(vowelAlone(next === WAW ? 'u' : 'i', true));
        at += 1;
      } else if (at === 0) sounds.push(vowelAlone('a', false));
      else setVowel(sounds, 'a');
    } else if (letter === 0x622 || letter === 0x623) sounds.push(vowelAlone('a', letter === 0x622));
    else if (letter === 0x625) {
      sounds.push(vowelAlone('i', next === YEH));
      if (next === YEH) at += 1;
    } else if (letter === ALEF_MAKSURA) setVowel(sounds, 'a');
    else if (letter === TEH_MARBUTA) setVowel(sounds, 'a');
    else if (letter === 0x621 || letter === 0x624) continue;
    else if (letter === 0x626)
      sounds.push(
        at === last
          ? vowelAlone('i', true)
          : { consonant: '', vowel: '', isFixed: false, isLong: false },
      );
    else if (letter === AIN) {
      if (before === undefined || before.isFixed)
        sounds.push({ consonant: '', vowel: '', isFixed: false, isLong: false });
      else {
        before.vowel = 'a';
        before.isFixed = true;
      }
    } else if (letter === WAW) {
      // Khwa- is kha in Persian.
      if (language === 'fa' && next === ALEF && before?.consonant === 'kh' && !before.isFixed)
        continue;
      if (isConsonantPlace(letters, at, before))
        sounds.push(consonant(language === 'fa' ? 'v' : 'w'));
      else setVowel(sounds, at === last && language === 'fa' ? 'o' : 'u');
    } else if (letter === YEH || letter === FARSI_YEH) {
      if (isConsonantPlace(letters, at, before)) sounds.push(consonant('y'));
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
      if (spelling !== undefined) sounds.push(consonant(spelling));
    }
  }
  return sounds;
}

function consonant(spelling: string): Sound {
  return { consonant: spelling, vowel: '', isFixed: false, isLong: false };
}

function vowelAlone(vowel: string, isLong: boolean): Sound {
  return { consonant: '', vowel, isFixed: true, isLong };
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

function setVowel(sounds: Sound[], vowel: string): void {
  const last = sounds.at(-1);
  if (last === undefined || last.isLong) sounds.push(vowelAlone(vowel, true));
  else {
    last.vowel = vowel;
    last.isFixed = true;
    last.isLong = true;
  }
}

function mark(sounds: Sound[], letter: number): void {
  const last = sounds.at(-1);
  if (last === undefined) return;
  if (letter === SHADDA) {
    const first = last.consonant.slice(0, 1);
    if (first !== '')
      sounds.splice(-1, 0, {
        consonant: last.consonant.length > 1 ? last.consonant : first,
        vowel: '',
        isFixed: true,
        isLong: false,
      });
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

function addVowels(sounds: Sound[], language: ArabicLanguage): void {
  const last = sounds.length - 1;
  for (let at = 0; at < last; at += 1) {
    const here = sounds[at];
    const next = sounds[at + 1];
    if (here === undefined || next === undefined || here.isFixed || here.vowel !== '') continue;
    const before = sounds[at - 1];
    const isFirst = at === 0;
    const isLastPair = at + 1 === last && next.vowel === '';
    const isAfterLongA = before?.isLong === true && before.vowel === 'a';
    const isCrowded = before !== undefined && before.vowel === '';
    const isBare = next.consonant === '' && next.vowel !== '';
    if (isBare) continue;
    const isFeminine = at + 1 === last && next.vowel === 'a';
    if (next.consonant === 'y' && next.vowel !== '' && isFirst) here.vowel = 'i';
    else if (isAfterLongA && (isLastPair || isFeminine || language === 'fa'))
      here.vowel = language === 'fa' ? 'e' : 'i';
    else if (isFirst && isAgent(sounds)) here.vowel = language === 'fa' ? 'o' : 'u';
    else if (isFirst || isLastPair || isCrowded || here.consonant === '') here.vowel = 'a';
  }
}

/** m-CaC-C: one who does (musafir). */
function isAgent(sounds: readonly Sound[]): boolean {
  const second = sounds[1];
  return (
    sounds.length === 4 &&
    sounds[0]?.consonant === 'm' &&
    second?.isLong === true &&
    second.vowel === 'a' &&
    sounds[3]?.vowel === ''
  );
}
