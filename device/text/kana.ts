/**
 * Kana in modified Hepburn as it is widely written: long vowels once (Tokyo), no apostrophe after n, foreign sounds by their
 * small kana.
 */
import {
  HIRAGANA_FIRST,
  HIRAGANA_ITERATION_MARK,
  HIRAGANA_VOICED_ITERATION_MARK,
  KATAKANA_FIRST,
  KATAKANA_ITERATION_MARK,
  KATAKANA_LAST,
  KATAKANA_STEP,
  KATAKANA_VOICED_ITERATION_MARK,
  PROLONGED_SOUND_MARK,
} from './unicode.js';

/** U+3041 to U+3096 in order. */
const SYLLABLES = Object.freeze(
  (
    'a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji - tsu zu te de to do ' +
    'na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo ya ya yu yu yo yo ra ri ru re ro wa wa ' +
    'i e o n vu ka ke va vi ve vo'
  ).split(' '),
);
const SMALL_A = 0x3041;
export const U = 0x3046;
const SMALL_O = 0x3049;
const O = 0x304a;
export const SMALL_TSU = 0x3063;
const SMALL_YA = 0x3083;
const SMALL_YU = 0x3085;
const SMALL_YO = 0x3087;

/** Small a, i, u, e or o; empty for any other kana. */
function smallVowelOf(hiragana: number): string {
  return isSmallVowel(hiragana) ? (SYLLABLES[hiragana - HIRAGANA_FIRST] ?? '') : '';
}

export function isSmallVowel(hiragana: number): boolean {
  return hiragana >= SMALL_A && hiragana <= SMALL_O && hiragana % 2 === 1;
}

export function isSmallY(hiragana: number): boolean {
  return hiragana === SMALL_YA || hiragana === SMALL_YU || hiragana === SMALL_YO;
}

/** Katakana and its iteration marks → hiragana; anything else is itself. */
export function hiraganaOf(codePoint: number): number {
  const isKatakana = codePoint >= KATAKANA_FIRST && codePoint <= KATAKANA_LAST;
  const isIteration =
    codePoint === KATAKANA_ITERATION_MARK || codePoint === KATAKANA_VOICED_ITERATION_MARK;
  return isKatakana || isIteration ? codePoint - KATAKANA_STEP : codePoint;
}

export interface KanaOptions {
  /** Long vowels are marked by the bar alone; a written o-u is two syllables (omou). */
  readonly keepsLongVowels?: boolean;
}

/** A run of kana as one word, in small letters. */
export function spellKana(
  points: ArrayLike<number>,
  from: number,
  to: number,
  options: KanaOptions = {},
): string {
  let text = '';
  let isDoubled = false;
  let before = 0;
  for (let at = from; at < to; at += 1) {
    const codePoint = points[at] ?? 0;
    const kana = unrepeated(hiraganaOf(codePoint), before);
    before = kana;
    if (codePoint === PROLONGED_SOUND_MARK) continue;
    if (kana === SMALL_TSU) {
      isDoubled = true;
      continue;
    }
    const next = at + 1 < to ? hiraganaOf(points[at + 1] ?? 0) : 0;
    let syllable = SYLLABLES[kana - HIRAGANA_FIRST] ?? '';
    const blended = blend(kana, syllable, next);
    if (blended !== '') {
      syllable = blended;
      before = next;
      at += 1;
    } else if (options.keepsLongVowels !== true && isLengthening(kana, text, isDoubled)) continue;
    text += (isDoubled ? doubling(syllable) : '') + syllable;
    isDoubled = false;
  }
  return text;
}

/** Iteration marks stand for the kana before them, or for its voiced form. */
function unrepeated(hiragana: number, before: number): number {
  if (hiragana === HIRAGANA_ITERATION_MARK) return before;
  return hiragana === HIRAGANA_VOICED_ITERATION_MARK ? before + 1 : hiragana;
}

function isLengthening(kana: number, text: string, isDoubled: boolean): boolean {
  if (isDoubled) return false;
  if (kana === U) return text.endsWith('o') || text.endsWith('u');
  return kana === O && text.endsWith('o');
}

function doubling(syllable: string): string {
  if (syllable.startsWith('ch')) return 't';
  const first = syllable.slice(0, 1);
  return 'aiueon'.includes(first) ? '' : first;
}

/** A syllable and the small kana after it as one sound; empty where they do not blend. */
function blend(kana: number, syllable: string, next: number): string {
  const stem = syllable.slice(0, -1);
  const vowel = syllable.slice(-1);
  if (isSmallY(next)) {
    const ending = SYLLABLES[next - HIRAGANA_FIRST] ?? '';
    if (vowel === 'i' && stem !== '')
      return isPalatal(stem) ? stem + ending.slice(1) : stem + ending;
    return (vowel === 'e' || vowel === 'u') && stem !== '' && stem !== 'y' ? stem + ending : '';
  }
  const small = smallVowelOf(next);
  if (small === '' || (small === vowel && vowel !== 'u')) return '';
  if (kana === U) return small === 'u' ? '' : `w${small}`;
  if (vowel === 'i' && small === 'e')
    return stem === '' ? 'ye' : isPalatal(stem) ? `${stem}e` : `${stem}ye`;
  if (vowel === 'u' && small !== 'u')
    return stem === 'k' || stem === 'g' ? `${stem}w${small}` : stem + small;
  const takesSmall =
    syllable === 'te' || syllable === 'de' || syllable === 'to' || syllable === 'do';
  return takesSmall ? stem + small : '';
}

function isPalatal(stem: string): boolean {
  return stem === 'sh' || stem === 'ch' || stem === 'j';
}
