/**
 * How common Arabic words are said: the one large text that is published with all its vowels is the Quran, here as npm
 * `quran-validator` (MIT) carries it. A word is taken where it occurs at least FREQUENT times and our rule, which sees no
 * vowels, would say it otherwise; of several readings the commonest; without the vowel of its case.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ArabicWord, spellArabic } from '../../device/text/arabic.js';
import { Sounds } from '../../device/text/sounds.js';
import { spelledWordsOf } from './own-words.js';
import type { ListedWord } from './word-list.js';

/** The package exports its code alone; its data lie beside that. */
const require = createRequire(import.meta.url);

interface Verse {
  readonly text: string;
  readonly textSimple: string;
}

const WORD = new ArabicWord(new Sounds());

const FREQUENT = 4;
/** Whole words: endings of persons, and the vowel letters that this text spells in its own way, are left to the rule. */
const PLAIN = /^[\u0621-\u064a]{1,4}[\u0628\u062a-\u0646]$/;
const PAUSES = /[\u06d6-\u06ed\u06de\u06e9]/g;
const WITH_CASE = /[\u064b-\u0650]+$/;

/** Our own names and words, then those of the Quran that are not among them. */
export function makeArabicWords(): readonly ListedWord[] {
  const listed = spelledWordsOf('arabic');
  const own = new Set(listed.map(([letters]) => letters));
  return [...listed, ...quranWords().filter(([letters]) => !own.has(letters))];
}

function quranWords(): readonly (readonly [string, string])[] {
  const verses = JSON.parse(
    readFileSync(
      join(dirname(require.resolve('quran-validator')), '../data/quran-verses.min.json'),
      'utf8',
    ),
  ) as readonly Verse[];
  const counts = new Map<string, Map<string, number>>();
  for (const { text, textSimple } of verses) {
    const said = text
      .replace(PAUSES, '')
      .split(/\s+/)
      .filter((word) => word !== '');
    const written = textSimple.split(/\s+/).filter((word) => word !== '');
    if (said.length !== written.length) continue;
    said.forEach((word, index) => {
      const letters = withoutArticle(written[index] ?? '');
      const marked = vocalised(word);
      if (skeleton(marked) !== skeleton(letters)) return;
      const bySaid = counts.get(letters) ?? new Map<string, number>();
      counts.set(letters, bySaid);
      const spelling = spell(marked);
      bySaid.set(spelling, (bySaid.get(spelling) ?? 0) + 1);
    });
  }
  const words: [string, string][] = [];
  for (const [letters, bySaid] of counts) {
    const total = [...bySaid.values()].reduce((a, b) => a + b, 0);
    const [spelling = ''] =
      [...bySaid].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? [];
    const isPlain =
      PLAIN.test(letters) && !isPrefixed(letters, counts) && /^[A-Za-z]+$/.test(spelling);
    if (total >= FREQUENT && isPlain && spelling !== spell(letters))
      words.push([letters, spelling.toLowerCase()]);
  }
  return words.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** And, so, to, in, like are written together with their word. */
function isPrefixed(letters: string, words: ReadonlyMap<string, unknown>): boolean {
  return (
    /^[\u0648\u0641\u0644\u0628\u0643]/.test(letters) &&
    (words.has(letters.slice(1)) || letters.slice(1).startsWith('\u0627\u0644'))
  );
}

/** The consonants alone: a reading is only of use where both ways of writing agree on them. */
function skeleton(word: string): string {
  return word.replace(/[^\u0628-\u064a]|[\u0640\u0649\u0647]/g, '');
}

function spell(word: string): string {
  const points = Array.from(word, (letter) => letter.charCodeAt(0));
  let spelling = '';
  spellArabic(points, 0, points.length, 'ar', WORD, (piece) => {
    spelling += piece;
  });
  return spelling;
}

function withoutArticle(word: string): string {
  return /^\u0627\u0644.{2}/.test(word) ? word.slice(2) : word;
}

/** Without article (and the doubling that it brings), case, and the peculiarities of this text's own spelling. */
function vocalised(word: string): string {
  return word
    .replace(/^\u0671\u0644\u0652?(.)\u0651?/, '$1')
    .replace(/\u0640/g, '')
    .replace(/\u0671/g, '\u0627')
    .replace(/[\u0653\u06df]/g, '')
    .replace(/\u0649\u0670/g, '\u0649')
    .replace(/^(.)\u0651/, '$1')
    .replace(WITH_CASE, '');
}
