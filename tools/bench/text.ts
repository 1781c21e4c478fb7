/** `npm run bench -- text`: the device's spelling of the development titles next to three packages. */
import { readFileSync } from 'node:fs';
import anyAscii from 'any-ascii';
import { transliterate } from 'transliteration';
import unidecode from 'unidecode';
import { createTransliterator } from '../../device/text/transliterate.js';
import type { BenchResult } from './table.js';
import type { Score, Title } from './text-score.js';
import { developmentTitles, meanOf, ownTitles, scoreOf } from './text-score.js';
import { benchTextInXs } from './text-xs.js';

type Spell = (title: Title) => string;

interface Writer {
  readonly name: string;
  readonly spell: Spell;
}

const TABLES = new URL('../../device/text/tables.bin', import.meta.url);
const JAPANESE = new URL('../../device/text/japanese.bin', import.meta.url);

export async function benchText(): Promise<BenchResult> {
  const titles = developmentTitles();
  const text = readFileSync(TABLES);
  const ours = createTransliterator({ text, japanese: readFileSync(JAPANESE) });
  const rulesOnly = createTransliterator({ text });
  const peers: readonly Writer[] = [
    { name: 'transliteration', spell: ({ input }) => transliterate(input) },
    { name: 'any-ascii', spell: ({ input }) => anyAscii(input) },
    { name: 'unidecode', spell: ({ input }) => unidecode(input) },
  ];
  const writers: readonly Writer[] = [
    { name: 'ours, with hint', spell: (title) => ours.transliterate(title.input, title.hint) },
    { name: 'ours', spell: ({ input }) => ours.transliterate(input) },
    { name: 'without dictionary', spell: ({ input }) => rulesOnly.transliterate(input) },
    ...peers,
  ];
  const groups = byScript(titles);
  const scores = [...groups].map(([script, members]) => ({
    script,
    rows: members.length,
    scores: writers.map(({ spell }) => meanScore(members, spell)),
  }));
  const wrong = ({ spell }: Writer): number => 100 * (1 - meanScore(titles, spell).words);
  const ratios = peers.map((peer) => ({
    measure: 'titles with other words than any romanization in use, %',
    peer: peer.name,
    ours: writers[0] ? wrong(writers[0]) : NaN,
    theirs: wrong(peer),
  }));
  const own = (['tune', 'held'] as const).flatMap((set) =>
    [...byScript(ownTitles(set))].map(([script, members]) => ({
      set,
      script,
      rows: members.length,
      score: meanScore(members, ({ input, hint }) => ours.transliterate(input, hint)),
    })),
  );
  const inXs = await benchTextInXs(titlesByScript(titles));
  return {
    notes: [
      'In percent: similarity to the nearest romanization in use / the share that equals one / the share that has the same words.',
      'Case and punctuation do not count, blanks do for words only. "Cased" has the same words with the same capitals and apostrophes.',
      '"With hint" knows which language a title in Han is, as the setting han says it.',
      ...inXs.notes,
    ],
    ratios,
    tables: [
      {
        title: `${titles.length} development titles`,
        head: ['script', 'rows', ...writers.map(({ name }) => name)],
        rows: scores.map(({ script, rows, scores: cells }) => [
          script,
          `${rows}`,
          ...cells.map(
            ({ similar, equal, words }) =>
              `${percent(similar)}/${percent(equal)}/${percent(words)}`,
          ),
        ]),
      },
      {
        title: 'our own rows in the weak classes, with hint',
        head: ['set', 'script', 'rows', 'similar', 'equal', 'words', 'cased'],
        rows: own.map(({ set, script, rows, score }) => [
          set,
          script,
          `${rows}`,
          percent(score.similar),
          percent(score.equal),
          percent(score.words),
          percent(score.cased),
        ]),
      },
      ...inXs.tables,
    ],
    json: {
      xs: inXs.json,
      own,
      scores: scores.map(({ script, rows, scores: cells }) => ({
        script,
        rows,
        ...Object.fromEntries(writers.map(({ name }, index) => [name, cells[index]])),
      })),
    },
  };
}

function meanScore(titles: readonly Title[], spell: Spell): Score {
  return meanOf(titles.map((title) => scoreOf(spell(title), title.accepted)));
}

/** All rows first. */
function byScript(titles: readonly Title[]): ReadonlyMap<string, readonly Title[]> {
  const groups = new Map<string, Title[]>([['all rows', [...titles]]]);
  for (const title of titles)
    groups.set(title.script, [...(groups.get(title.script) ?? []), title]);
  return groups;
}

/** Without lone surrogates, which have no UTF-8 to send to XS. */
function titlesByScript(titles: readonly Title[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { script, input } of titles)
    if (!LONE_SURROGATE.test(input)) groups.set(script, [...(groups.get(script) ?? []), input]);
  return groups;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
