/** How close a spelling is to common romanizations, and the files with those. */
import { readFileSync } from 'node:fs';
import type { Hint } from '../../device/text/transliterate.js';

export interface Title {
  readonly script: string;
  readonly input: string;
  /** Romanizations in use; any will do. */
  readonly accepted: readonly string[];
  /** What the device would know about it. */
  readonly hint: Hint;
}

/** Shares from 0 to 1. */
export interface Score {
  /** 1 minus the edit distance over the longer length; case, blanks and punctuation do not count. */
  readonly similar: number;
  /** Equal under the same rules. */
  readonly equal: number;
  /** Equal, and blanks in the right places; a hyphen counts as a blank. */
  readonly words: number;
  /** The same with capitals and apostrophes. */
  readonly cased: number;
}

const PUNCTUATION = /[\s\-'"`.,:;!?()[\]{}<>|/\\_~*^&@#%+=]+/g;
const PUNCTUATION_IN_WORDS = /["`.,:;!?()[\]{}<>|\\_~*^@#%]+/g;
const BLANKS = /[\s\-/&+=]+/g;

export function scoreOf(output: string, accepted: readonly string[]): Score {
  const scores = accepted.map((gold): Score => {
    const similar = likeness(output, gold);
    const isEqual = similar === 1;
    const isCased = isEqual && inWords(output) === inWords(gold);
    const isSpaced =
      isEqual &&
      inWords(output.toLowerCase()).replaceAll("'", '') ===
        inWords(gold.toLowerCase()).replaceAll("'", '');
    return { similar, equal: Number(isEqual), words: Number(isSpaced), cased: Number(isCased) };
  });
  const best = (name: keyof Score): number => Math.max(...scores.map((score) => score[name]));
  return {
    similar: best('similar'),
    equal: best('equal'),
    words: best('words'),
    cased: best('cased'),
  };
}

export function meanOf(scores: readonly Score[]): Score {
  const mean = (name: keyof Score): number =>
    scores.reduce((sum, score) => sum + score[name], 0) / Math.max(scores.length, 1);
  return {
    similar: mean('similar'),
    equal: mean('equal'),
    words: mean('words'),
    cased: mean('cased'),
  };
}

function inWords(text: string): string {
  return text.replace(PUNCTUATION_IN_WORDS, '').replace(BLANKS, ' ').trim();
}

function likeness(output: string, gold: string): number {
  const bare = (text: string): string => text.toLowerCase().replace(PUNCTUATION, '');
  // A title of symbols only is compared as written.
  const isSigns = bare(gold) === '';
  const [one, other] = isSigns
    ? [output.replaceAll(' ', ''), gold.replaceAll(' ', '')]
    : [bare(output), bare(gold)];
  const longer = Math.max(one.length, other.length);
  return longer === 0 ? 1 : 1 - distanceOf(one, other) / longer;
}

/** Levenshtein distance, row by row. */
function distanceOf(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_cell, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1)
      current.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1),
        ),
      );
    above = current;
  }
  return above[other.length] ?? 0;
}

const FIXTURES = new URL('../../test/fixtures/', import.meta.url);

function rowsOf(name: string): string[][] {
  return readFileSync(new URL(name, FIXTURES), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => line.split('\t').map(unescaped));
}

/** The files use `\uXXXX` for characters that editors might change. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9A-Fa-f]{4})/g, (_match, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

/** Each row with the language of its Han, as the setting `han` would say it. */
export function developmentTitles(): Title[] {
  return rowsOf('titles-dev.tsv').map(([script = '', input = '', accepted = '']) => {
    const han = script.startsWith('ja') ? 'ja' : script.startsWith('zh') ? 'zh' : undefined;
    return { script, input, accepted: accepted.split('|'), hint: han === undefined ? {} : { han } };
  });
}

/** Titles and names in the weak classes. Rules were not tuned on the rows of the set `held`. */
export function ownTitles(set: 'tune' | 'held'): Title[] {
  return rowsOf('titles-own.tsv')
    .filter(([name]) => name === set)
    .map(([, script = '', input = '', hint = '', accepted = '']) => ({
      script,
      input,
      accepted: accepted.split('|'),
      hint: hint === '' ? {} : (JSON.parse(hint) as Hint),
    }));
}
