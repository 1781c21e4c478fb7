/**
 * Cyrillic by language; a letter that only one language has tells which. Russian as on maps and in passports (BGN),
 * Ukrainian by the resolution of 2010, Bulgarian by the law of 2009, Serbian and Macedonian by their own Latin letters.
 */
import { capitalise } from './signs.js';

export type CyrillicLanguage = 'ru' | 'uk' | 'be' | 'bg' | 'sr' | 'mk' | 'kk';

const FIRST_SMALL = 0x430;
/** U+0430 to U+045F in order. */
const RUSSIAN = Object.freeze(
  (
    'a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya ' +
    'ye yo dj gj ye dz i yi j lj nj c kj i u dz'
  ).split(' '),
);

type Letters = Readonly<Record<number, string>>;
const OWN: Readonly<Record<CyrillicLanguage, Letters>> = Object.freeze({
  ru: Object.freeze({}),
  uk: letters('г h ґ g е e є ie и y і i ї i й i щ shch ю iu я ia'),
  be: letters('г h е ie ё io і i ў u ю iu я ia ц ts'),
  bg: letters('х h ц ts щ sht ъ a ь y'),
  sr: letters('ж z ч c ц c ш s х h'),
  mk: letters('ж z ч c ц c ш s х h'),
  kk: letters('ә a ғ gh қ q ң ng ө o ұ u ү u һ h і i и i й y у u х kh'),
});
/** Ukrainian writes y in soft vowels at the beginning of a word. */
const UKRAINIAN_FIRST = letters('є ye ї yi й y ю yu я ya');
const BELARUSIAN_FIRST = letters('е ye ё yo ю yu я ya');

const LANGUAGE_LETTERS: readonly (readonly [CyrillicLanguage, string])[] = Object.freeze([
  ['kk', 'әғқңөұүһ'],
  ['mk', 'ѓќѕ'],
  ['sr', 'ђћљњџј'],
  ['be', 'ў'],
  ['uk', 'їєґ'],
]);
const GHE = 0x433;
const IE = 0x435;
const ZE = 0x437;
const I = 0x438;
const SHORT_I = 0x439;
const O = 0x43e;
const HARD_SIGN = 0x44a;
const YERU = 0x44b;
const SOFT_SIGN = 0x44c;
const E = 0x44d;
const YA = 0x44f;
const IO = 0x451;
const DOTTED_I = 0x456;
const DZHE = 0x45f;
const CAPITAL_A = 0x410;
const CAPITAL_YA = 0x42f;
/** Ie with grave, the first small letter of the extensions. */
const EXTENSION_FIRST_SMALL = 0x450;
const CAPITAL_OMEGA = 0x460;
const CAPITAL_PALOCHKA = 0x4c0;
const SMALL_PALOCHKA = 0x4cf;
const BLOCK_FIRST = 0x400;
const SUPPLEMENT_LAST = 0x52f;
/** Before these vowels a soft sign sounds as y. */
const SOFTENED: readonly number[] = Object.freeze([IE, I, O, IO]);
const RUSSIAN_ONLY: readonly number[] = Object.freeze([YERU, E, IO]);
const VOWELS = 'аеёиоуыэюя';

function letters(pairs: string): Letters {
  const items = pairs.split(' ');
  const table: Record<number, string> = {};
  for (let at = 0; at < items.length; at += 2)
    table[items[at]?.codePointAt(0) ?? 0] = items[at + 1] ?? '';
  return Object.freeze(table);
}

export function isCyrillic(codePoint: number): boolean {
  return codePoint >= BLOCK_FIRST && codePoint <= SUPPLEMENT_LAST;
}

function smallCyrillic(codePoint: number): number {
  if (codePoint >= CAPITAL_A && codePoint <= CAPITAL_YA) return codePoint + FIRST_SMALL - CAPITAL_A;
  if (codePoint >= BLOCK_FIRST && codePoint < CAPITAL_A)
    return codePoint + EXTENSION_FIRST_SMALL - BLOCK_FIRST;
  if (codePoint === CAPITAL_PALOCHKA) return SMALL_PALOCHKA;
  // From here on capitals and small letters alternate: capitals are even, but odd between the two palochkas.
  const isCapital =
    codePoint > CAPITAL_PALOCHKA && codePoint < SMALL_PALOCHKA
      ? codePoint % 2 === 1
      : codePoint >= CAPITAL_OMEGA && codePoint % 2 === 0;
  return isCapital ? codePoint + 1 : codePoint;
}

/** One language for a whole text. */
export function cyrillicLanguage(points: ArrayLike<number>): CyrillicLanguage {
  let isRussian = false;
  let hasDottedI = false;
  let hasBulgarianSign = false;
  for (let at = 0; at < points.length; at += 1) {
    if (!isCyrillic(points[at] ?? 0)) continue;
    const small = smallCyrillic(points[at] ?? 0);
    const letter = String.fromCodePoint(small);
    for (const [language, own] of LANGUAGE_LETTERS)
      if (own.includes(letter)) return refine(language, points);
    if (RUSSIAN_ONLY.includes(small)) isRussian = true;
    if (small === DOTTED_I) hasDottedI = true;
    if (small === HARD_SIGN && isBulgarianHardSign(points, at)) hasBulgarianSign = true;
  }
  if (hasDottedI) return isRussian ? 'be' : 'uk';
  return hasBulgarianSign && !isRussian ? 'bg' : 'ru';
}

/** Macedonian shares letters with Serbian, so the whole text decides. */
function refine(language: CyrillicLanguage, points: ArrayLike<number>): CyrillicLanguage {
  if (language !== 'sr') return language;
  for (let at = 0; at < points.length; at += 1)
    if ('ѓќѕ'.includes(String.fromCodePoint(smallCyrillic(points[at] ?? 0)))) return 'mk';
  return 'sr';
}

/** Russian has the hard sign only between a consonant and a soft vowel; Bulgarian anywhere, as a vowel. */
function isBulgarianHardSign(points: ArrayLike<number>, at: number): boolean {
  const next = smallCyrillic(points[at + 1] ?? 0);
  return !(
    at > 0 &&
    isCyrillic(points[at - 1] ?? 0) &&
    'еёюяи'.includes(String.fromCodePoint(next))
  );
}

/**
 * One word.
 * @param other spells a letter that no language here has of its own
 */
export function spellCyrillic(
  points: ArrayLike<number>,
  from: number,
  to: number,
  language: CyrillicLanguage,
  other: (codePoint: number) => string,
): string {
  const isAllUpper = isCapitalsOnly(points, from, to);
  let text = '';
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    const small = smallCyrillic(codePoint);
    const spelling = spellLetter(points, at, from, to, language) ?? other(codePoint);
    if (small === codePoint) text += spelling;
    else text += isAllUpper ? spelling.toUpperCase() : capitalise(spelling);
  }
  return text;
}

function isCapitalsOnly(points: ArrayLike<number>, from: number, to: number): boolean {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    if (smallCyrillic(points[at] ?? 0) === points[at]) return false;
    count += 1;
  }
  return count > 1;
}

function spellLetter(
  points: ArrayLike<number>,
  at: number,
  from: number,
  to: number,
  language: CyrillicLanguage,
): string | undefined {
  const small = smallCyrillic(points[at] ?? 0);
  const before = at > from ? smallCyrillic(points[at - 1] ?? 0) : 0;
  const next = at + 1 < to ? smallCyrillic(points[at + 1] ?? 0) : 0;
  if (language === 'uk') {
    if (before === 0 && small in UKRAINIAN_FIRST) return UKRAINIAN_FIRST[small];
    // zgh, because zh would be another letter.
    if (before === ZE && small === GHE) return 'gh';
  }
  if (language === 'be' && (before === 0 || isVowel(before)) && small in BELARUSIAN_FIRST)
    return BELARUSIAN_FIRST[small];
  // The name of the country, and every noun in -ия (law of 2009, article 5).
  if (language === 'bg' && small === YA && before === I && at + 1 === to) return 'a';
  if (language === 'bg' && small === SOFT_SIGN) return next === O ? 'y' : '';
  // Bulyon, Vasilyev, Ilyin; yu and ya have their y already.
  if (language === 'ru' && small === SOFT_SIGN && SOFTENED.includes(next)) return 'y';
  const own = OWN[language][small];
  if (own !== undefined) return own;
  if (small < FIRST_SMALL || small > DZHE) return undefined;
  const spelling = RUSSIAN[small - FIRST_SMALL] ?? '';
  if (spelling === '-') return '';
  // Adjectives in -iy and -yy are written with one y, as people write their names.
  if (language === 'ru' && next === SHORT_I && at + 2 === to && (small === I || small === YERU))
    return '';
  return spelling;
}

function isVowel(small: number): boolean {
  return VOWELS.includes(String.fromCodePoint(small));
}
