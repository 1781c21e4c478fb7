/** Is a text in Arabic letters Arabic, Persian or Urdu? By letters and listed words of one language; then by its artist. */
import type { ArabicLanguage } from './arabic-letters.js';
import { isArabic, languageOfLetter } from './arabic-letters.js';
import type { ArabicWord, Known } from './arabic.js';

const BLANK = 0x20;

/**
 * One language for a whole text.
 * @param context artist and album
 */
export function arabicLanguage(
  points: ArrayLike<number>,
  context: string,
  word: ArabicWord,
  known: Known,
): ArabicLanguage {
  const own = evidence(points, word, known);
  if (own === 'ur') return own;
  const others = Array.from(context, (letter) => letter.codePointAt(0) ?? 0);
  const around = others.length === 0 ? undefined : evidence(others, word, known);
  // Persian letters are Urdu letters, too.
  return around === 'ur' && own !== 'ar' ? around : (own ?? around ?? 'ar');
}

/** Nothing, where only letters and words stand that all three have. */
function evidence(
  points: ArrayLike<number>,
  word: ArabicWord,
  known: Known,
): ArabicLanguage | undefined {
  let hasPersianLetter = false;
  let hasArabicLetter = false;
  const words = { ar: 0, fa: 0, ur: 0 };
  for (let from = 0; from < points.length;) {
    let to = from;
    for (; to < points.length && isArabic(points[to] ?? 0); to += 1) {
      const language = languageOfLetter(points[to] ?? 0);
      if (language === 'ur') return 'ur';
      hasPersianLetter ||= language === 'fa';
      hasArabicLetter ||= language === 'ar';
    }
    const only = to === from ? undefined : languageOfWord(points, from, to, word, known);
    if (only !== undefined) words[only] += 1;
    from = Math.max(to, from + 1);
    while (points[from] === BLANK) from += 1;
  }
  // Both are also the letters of a careless keyboard: where the others stand, too, the text is not Arabic.
  if (hasArabicLetter && !hasPersianLetter) return 'ar';
  if (words.ur > words.fa && words.ur > words.ar) return 'ur';
  if (hasPersianLetter || words.fa > words.ar) return 'fa';
  return words.ar > 0 ? 'ar' : undefined;
}

/** The language that has the word, if not all of them do; Persian before Urdu. */
function languageOfWord(
  points: ArrayLike<number>,
  from: number,
  to: number,
  word: ArabicWord,
  known: Known,
): ArabicLanguage | undefined {
  const isIn = (language: ArabicLanguage): boolean =>
    word.take(points, from, to, language) === to && known(word.listed(0), language) !== '';
  const isPersian = isIn('fa');
  const isUrdu = isIn('ur');
  if (isIn('ar')) return isPersian || isUrdu ? undefined : 'ar';
  return isPersian ? 'fa' : isUrdu ? 'ur' : undefined;
}
