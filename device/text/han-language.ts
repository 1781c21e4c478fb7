/**
 * Is Han read as Japanese or as Chinese? By the setting; by kana in the title, the artist or the album; by the country of
 * the recording; by signs that only one of the languages writes; else by how often each sign occurs in either, and by how
 * plausible the words are that Japanese would make of them.
 */
import type { Pinyin } from './han.js';
import { NO_EVIDENCE, isChineseAlone, isJapaneseAlone, japaneseOdds } from './han.js';
import { isKana } from './signs.js';

export type HanLanguage = 'ja' | 'zh';

/** What else is known of a title. */
export interface Hint {
  readonly artist?: string;
  readonly album?: string;
  readonly isrc?: string;
  readonly han?: 'auto' | HanLanguage;
}

/** A step of odds a sign weighs as much as this many hundreds of cost a sign. */
const ODDS_WEIGHT = 12;
/** What Japanese costs a sign at most, in hundreds, where the signs themselves favour neither. */
const PLAUSIBLE_COST = 45;
/** A sign alone has no neighbours to judge by; Japanese titles are one sign far more often than Chinese ones. */
const SOLE_SIGN_BONUS = 60;
/** Two or three signs that begin with a Chinese surname are a person's name as often as not. */
const SURNAME_COST = 18;
const NAME_MIN = 2;
const NAME_MAX = 3;

/** @param japaneseCost of a sign in the likeliest Japanese reading of the text, in hundreds */
export function hanLanguage(
  points: ArrayLike<number>,
  hint: Hint,
  pinyin: Pinyin,
  japaneseCost: () => number,
): HanLanguage {
  if (hint.han === 'ja' || hint.han === 'zh') return hint.han;
  if (hasKanaLetter(points) || hasKana(textOf(hint.artist)) || hasKana(textOf(hint.album)))
    return 'ja';
  const country = textOf(hint.isrc).slice(0, 2).toUpperCase();
  if (country === 'JP') return 'ja';
  if (country === 'CN' || country === 'TW' || country === 'HK') return 'zh';
  return bySigns(points, hint, pinyin, japaneseCost);
}

/** A hint comes from a service's answer, where a field may be null or something else: that says nothing. */
function textOf(field: unknown): string {
  return typeof field === 'string' ? field : '';
}

function hasKanaLetter(points: ArrayLike<number>): boolean {
  for (let at = 0; at < points.length; at += 1) if (isKanaLetter(points[at] ?? 0)) return true;
  return false;
}

/** The bar and the repeat marks occur in Chinese texts too, as dashes and in names. */
function isKanaLetter(point: number): boolean {
  return isKana(point) && point !== 0x30fc;
}

function hasKana(text: string): boolean {
  for (const character of text) if (isKanaLetter(character.codePointAt(0) ?? 0)) return true;
  return false;
}

function bySigns(
  points: ArrayLike<number>,
  hint: Hint,
  pinyin: Pinyin,
  japaneseCost: () => number,
): HanLanguage {
  let signs = 0;
  let japanese = 0;
  let chinese = 0;
  let odds = 0;
  const count = (point: number): void => {
    const evidence = pinyin.evidenceOf(point);
    if (evidence === NO_EVIDENCE) return;
    if (isJapaneseAlone(evidence)) japanese += 1;
    if (isChineseAlone(evidence)) chinese += 1;
    odds += japaneseOdds(evidence);
    signs += 1;
  };
  for (let at = 0; at < points.length; at += 1) count(points[at] ?? 0);
  for (const character of textOf(hint.artist) + textOf(hint.album))
    count(character.codePointAt(0) ?? 0);
  if (japanese !== chinese) return japanese > chinese ? 'ja' : 'zh';
  const isName =
    points.length >= NAME_MIN && points.length <= NAME_MAX && pinyin.isSurname(points[0] ?? 0);
  const bonus = (signs === 1 ? SOLE_SIGN_BONUS : 0) - (isName ? SURNAME_COST : 0);
  const score = (ODDS_WEIGHT * odds) / Math.max(signs, 1) + PLAUSIBLE_COST - japaneseCost() + bonus;
  return score > 0 ? 'ja' : 'zh';
}
