/**
 * Is Han read as Japanese or Chinese? Decided, in this order, by the setting; kana in the title, the artist or the album; the
 * country of the recording; signs that only one language writes; how common each sign is in either, and how plausible the
 * Japanese words are.
 */
import type { Pinyin } from './han.js';
import { NO_EVIDENCE, isChineseAlone, isJapaneseAlone, japaneseOdds } from './han.js';
import { isHan, isKana } from './signs.js';
import { KATAKANA_MIDDLE_DOT, PROLONGED_SOUND_MARK } from './unicode.js';

export type HanLanguage = 'ja' | 'zh';

/** What else is known about a title. */
export interface Hint {
  readonly artist?: string;
  readonly album?: string;
  readonly isrc?: string;
  /** What is being spelled; a text equal to `artist` is an artist, too. */
  readonly field?: 'title' | 'artist' | 'album';
  readonly han?: 'auto' | HanLanguage;
}

/** One step of odds per sign, in hundreds of cost per sign. */
const ODDS_WEIGHT = 12;
/** The highest cost per sign, in hundreds, that still counts as Japanese when the signs favour neither. */
const PLAUSIBLE_COST = 45;
/** The same for the name of an artist, and what it weighs beside the title. */
const PLAUSIBLE_NAME = 40;
const NAME_WEIGHT = 0.5;
/** A single sign has no neighbours to judge by, and far more Japanese than Chinese titles are one sign. */
const SOLE_SIGN_BONUS = 60;
/** Two or three signs that begin with a Chinese surname are often a Chinese name. */
const SURNAME_COST = 18;
const NAME_MIN = 2;
const NAME_MAX = 3;

/** What Japanese makes of a text: costs per sign of its likeliest reading, in hundreds. */
export interface JapaneseReading {
  titleCost(): number;
  costOfName(name: string): number;
  /** Whether what was read last is a person's name. */
  isPerson(): boolean;
}

export function hanLanguage(
  points: ArrayLike<number>,
  hint: Hint,
  pinyin: Pinyin,
  japanese: JapaneseReading,
): HanLanguage {
  if (hint.han === 'ja' || hint.han === 'zh') return hint.han;
  if (hasKanaLetter(points) || hasKana(textOf(hint.artist)) || hasKana(textOf(hint.album)))
    return 'ja';
  const country = textOf(hint.isrc).slice(0, 2).toUpperCase();
  if (country === 'JP') return 'ja';
  if (country === 'CN' || country === 'TW' || country === 'HK') return 'zh';
  const artist = textOf(hint.artist);
  const isHanName =
    artist !== '' && Array.from(artist).every((sign) => isHan(sign.codePointAt(0) ?? 0));
  const nameCost = isHanName ? japanese.costOfName(artist) : undefined;
  if (nameCost !== undefined) {
    if (pinyin.isPerson(artist)) return 'zh';
    if (japanese.isPerson()) return 'ja';
  }
  const own = points.length === PERSON_LENGTH ? textOfPoints(points) : '';
  if (own !== '' && pinyin.isPerson(own)) return 'zh';
  return bySigns(points, hint, pinyin, japanese, nameCost);
}

/** Signs of a Chinese person's name in a text by itself; a shorter one may be any word. */
const PERSON_LENGTH = 3;
/** The least of a Japanese one. */
const JAPANESE_PERSON_MIN = 4;
const PERSON_BONUS = 60;

function textOfPoints(points: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < points.length; at += 1) text += String.fromCodePoint(points[at] ?? 0);
  return text;
}

/** 的, which Japanese titles have between kana. */
const CHINESE_PARTICLE = 0x7684;

function isAmong(points: ArrayLike<number>, point: number): boolean {
  for (let at = 0; at < points.length; at += 1) if (points[at] === point) return true;
  return false;
}

/** A hint comes from Spotify's answer, where a field may be null or of another type. */
export function textOf(field: unknown): string {
  return typeof field === 'string' ? field : '';
}

function hasKanaLetter(points: ArrayLike<number>): boolean {
  for (let at = 0; at < points.length; at += 1) if (isKanaLetter(points[at] ?? 0)) return true;
  return false;
}

/** Chinese texts use the prolonged sound mark as a dash. */
function isKanaLetter(point: number): boolean {
  return point === KATAKANA_MIDDLE_DOT || (isKana(point) && point !== PROLONGED_SOUND_MARK);
}

function hasKana(text: string): boolean {
  for (const character of text) if (isKanaLetter(character.codePointAt(0) ?? 0)) return true;
  return false;
}

function bySigns(
  points: ArrayLike<number>,
  hint: Hint,
  pinyin: Pinyin,
  reading: JapaneseReading,
  nameCost: number | undefined,
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
  if (points.length > 1 && isAmong(points, CHINESE_PARTICLE)) return 'zh';
  const isName =
    points.length >= NAME_MIN && points.length <= NAME_MAX && pinyin.isSurname(points[0] ?? 0);
  const bonus = (signs === 1 ? SOLE_SIGN_BONUS : 0) - (isName ? SURNAME_COST : 0);
  const score =
    (ODDS_WEIGHT * odds) / Math.max(signs, 1) +
    PLAUSIBLE_COST -
    reading.titleCost() +
    (points.length >= JAPANESE_PERSON_MIN && reading.isPerson() ? PERSON_BONUS : 0) +
    bonus +
    (nameCost === undefined ? 0 : (PLAUSIBLE_NAME - nameCost) * NAME_WEIGHT);
  return score > 0 ? 'ja' : 'zh';
}
