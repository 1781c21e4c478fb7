/** `npm run bench -- text`: the device's spelling of the development titles next to three packages. */
import { readFileSync } from 'node:fs';
import anyAscii from 'any-ascii';
import { transliterate } from 'transliteration';
import unidecode from 'unidecode';
import type { Hint } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import type { BenchResult } from './table.js';
import { benchTextInXs } from './text-xs.js';

interface Title {
  readonly script: string;
  readonly input: string;
  /** Romanizations in use; any will do. */
  readonly accepted: readonly string[];
}

type Spell = (title: Title) => string;

const TITLES = new URL('../../test/fixtures/titles-dev.tsv', import.meta.url);
const TABLES = new URL('../../device/text/tables.bin', import.meta.url);
const JAPANESE = new URL('../../device/text/japanese.bin', import.meta.url);

export async function benchText(): Promise<BenchResult> {
  const titles = readTitles();
  const text = readFileSync(TABLES);
  const ours = createTransliterator({ text, japanese: readFileSync(JAPANESE) });
  const rulesOnly = createTransliterator({ text });
  const writers: readonly { readonly name: string; readonly spell: Spell }[] = [
    { name: 'ours, told', spell: (title) => ours.transliterate(title.input, toldOf(title)) },
    { name: 'ours', spell: ({ input }) => ours.transliterate(input) },
    { name: 'without dictionary', spell: ({ input }) => rulesOnly.transliterate(input) },
    { name: 'transliteration', spell: ({ input }) => transliterate(input) },
    { name: 'any-ascii', spell: ({ input }) => anyAscii(input) },
    { name: 'unidecode', spell: ({ input }) => unidecode(input) },
  ];
  const groups = new Map<string, Title[]>([['all rows', titles]]);
  for (const title of titles)
    groups.set(title.script, [...(groups.get(title.script) ?? []), title]);
  const scores = [...groups].map(([script, members]) => ({
    script,
    rows: members.length,
    scores: writers.map(({ spell }) => scoreOf(members, spell)),
  }));
  const inXs = await benchTextInXs(titlesByScript(titles));
  return {
    notes: [
      'text: similarity to the nearest romanization in use, then the share that equals one, in percent; case, spaces and',
      'punctuation do not count. "Told" knows which language a title in Han is, as the setting `han` says it.',
      ...inXs.notes,
    ],
    tables: [
      {
        title: `${titles.length} development titles`,
        head: ['script', 'rows', ...writers.map(({ name }) => name)],
        rows: scores.map(({ script, rows, scores: cells }) => [
          script,
          `${rows}`,
          ...cells.map(({ similar, equal }) => `${percent(similar)}/${percent(equal)}`),
        ]),
      },
      ...inXs.tables,
    ],
    json: {
      xs: inXs.json,
      scores: scores.map(({ script, rows, scores: cells }) => ({
        script,
        rows,
        ...Object.fromEntries(writers.map(({ name }, index) => [name, cells[index]])),
      })),
    },
  };
}

function readTitles(): Title[] {
  return readFileSync(TITLES, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => {
      const [script = '', input = '', accepted = ''] = line.split('\t');
      return { script, input: unescaped(input), accepted: accepted.split('|') };
    });
}

/** The file has `\uXXXX` for what an editor would change. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9A-Fa-f]{4})/g, (_match, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

/** Without lone surrogates, which have no UTF-8 to send to XS. */
function titlesByScript(titles: readonly Title[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { script, input } of titles)
    if (!LONE_SURROGATE.test(input)) groups.set(script, [...(groups.get(script) ?? []), input]);
  return groups;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function toldOf({ script }: Title): Hint {
  if (script.startsWith('ja')) return { han: 'ja' };
  return script.startsWith('zh') ? { han: 'zh' } : {};
}

function scoreOf(
  titles: readonly Title[],
  spell: Spell,
): { readonly similar: number; readonly equal: number } {
  let similar = 0;
  let equal = 0;
  for (const title of titles) {
    const output = spell(title);
    const likeness = Math.max(...title.accepted.map((accepted) => likenessOf(output, accepted)));
    similar += likeness;
    if (likeness === 1) equal += 1;
  }
  return { similar: similar / titles.length, equal: equal / titles.length };
}

/** 1 minus the edit distance over the longer length. */
function likenessOf(output: string, accepted: string): number {
  const [one, other] = [bare(output), bare(accepted)];
  // A title of signs alone is compared as written.
  if (other === '') return output.replaceAll(' ', '') === accepted.replaceAll(' ', '') ? 1 : 0;
  const longer = Math.max(one.length, other.length);
  return 1 - distanceOf(one, other) / longer;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}$]/gu, '');
}

/** Levenshtein's, a row at a time. */
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

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
