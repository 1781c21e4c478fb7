/** Bytes of the dictionary; the layout is described beside its reader, device/text/dictionary.ts. */
import {
  FIRST_CHARACTER,
  INDEX_STEP_BITS,
  LAST_CHARACTER,
  OWN_KIND,
} from '../../../device/text/dictionary.js';
import { packSections, words as words16 } from '../pack.js';
import type { Parts } from './align.js';
import { isHiragana } from './align.js';
import type { Classes } from './classes.js';
import type { Tail, Word } from './words.js';

const ONE_BYTE_RANKS = 160;
const READINGS_MAX = 16;
/** What looking for a group takes is half of this; what the signposts take is 4 bytes for each. */
const GROUPS_PER_SIGNPOST = 8;
const FIRST_HIRAGANA = 0x3041;
const LONG_BAR_CODE = 86;
const COST_STEP = 100;
const COST_LEAST = -5000;

export interface Dictionary {
  /** Of which `words` are kept: the signs' own readings are learnt from all. */
  readonly all: readonly Word[];
  readonly words: readonly Word[];
  readonly aligned: ReadonlyMap<Word, Parts>;
  readonly paradigms: ReadonlyMap<string, readonly Tail[]>;
  readonly classes: Classes;
  readonly unknownClass: number;
  readonly familyClass: number;
  readonly givenClass: number;
}

/** Sizes a section, for the table in docs/text.md. */
export function packDictionary(dictionary: Dictionary): Buffer {
  const { all, words, aligned, paradigms, classes, unknownClass, familyClass, givenClass } =
    dictionary;
  const ranks = rankCharacters(words, all);
  const readings = commonReadings(all, aligned);
  const paradigmNumbers = new Map([...paradigms.keys()].map((key, index) => [key, index]));
  const compounds = compoundChoices(all, aligned, readings);
  const kinds = commonKinds(words, paradigmNumbers);
  const byFirst = new Map<string, Word[]>();
  for (const word of words) {
    const first = word.surface.charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), word]);
  }
  const bucketOffsets: number[] = [];
  const entries: number[] = [];
  const readingOffsets: number[] = [];
  const readingBytes: number[] = [];
  for (const character of ranks.keys()) {
    bucketOffsets.push(entries.length);
    const pack = (word: Word, skip: number): number[] =>
      packEntry(word, skip, ranks, readings, aligned.get(word), kinds, paradigmNumbers);
    entries.push(...packBucket(byFirst.get(character) ?? [], ranks, pack));
    readingOffsets.push(readingBytes.length);
    const list = readings.get(character) ?? [];
    readingBytes.push(
      list.length,
      compounds.get(character) ?? 0,
      ...list.flatMap((reading) => [reading.length, ...kanaCodes(reading)]),
    );
  }
  bucketOffsets.push(entries.length);
  const characters = [...ranks].map(
    ([character, rank]) => [character.charCodeAt(0), rank] as const,
  );
  characters.sort(([a], [b]) => a - b);
  const hiragana = Buffer.alloc((ranks.size + 7) >> 3);
  for (const [character, rank] of ranks)
    if (isHiragana(character)) hiragana[rank >> 3] = (hiragana[rank >> 3] ?? 0) | (1 << (rank & 7));
  return packSections('S2J3', [
    Buffer.from([unknownClass, familyClass, givenClass, ...classes.settings]),
    Buffer.from(
      Int8Array.from(classes.costs.map((cost) => clamp(Math.round(cost / COST_STEP), -128, 127))),
    ),
    packParadigms([...paradigms.values()]),
    packCharacters(characters),
    hiragana,
    longs24(bucketOffsets),
    longs24(readingOffsets),
    Buffer.from(readingBytes),
    packKinds(kinds),
    Buffer.from(entries),
  ]);
}

/** An index by code point, then the characters themselves. */
function packCharacters(characters: readonly (readonly [point: number, rank: number])[]): Buffer {
  const index: number[] = [];
  for (let first = FIRST_CHARACTER; first <= LAST_CHARACTER + 1; first += 1 << INDEX_STEP_BITS) {
    const at = characters.findIndex(([point]) => point >= first);
    index.push(at < 0 ? characters.length : at);
  }
  return words16([...index, ...characters.flat()]);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** The characters that stand second or later most often get the codes of one byte. */
function rankCharacters(words: readonly Word[], all: readonly Word[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { surface } of all) for (const character of surface) counts.set(character, 0);
  for (const { surface } of words)
    Array.from(surface).forEach((character, index) =>
      counts.set(character, (counts.get(character) ?? 0) + (index === 0 ? 0.001 : 1)),
    );
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(sorted.map(([character], rank) => [character, rank]));
}

function codeOf(rank: number): number[] {
  if (rank < ONE_BYTE_RANKS) return [rank];
  const rest = rank - ONE_BYTE_RANKS;
  return [ONE_BYTE_RANKS + (rest >> 8), rest & 0xff];
}

/** Up to 16 readings a sign, the commonest first; one that a single word has is cheaper in that word. */
function commonReadings(
  words: readonly Word[],
  aligned: ReadonlyMap<Word, Parts>,
): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const word of words)
    aligned.get(word)?.forEach((reading, index) => {
      const sign = word.surface.charAt(index);
      if (isHiragana(sign)) return;
      const bySign = counts.get(sign) ?? new Map<string, number>();
      counts.set(sign, bySign);
      bySign.set(reading, (bySign.get(reading) ?? 0) + 1);
    });
  const lists = new Map<string, readonly string[]>();
  for (const [sign, bySign] of counts) {
    const sorted = [...bySign].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    lists.set(
      sign,
      sorted
        .filter(([, count], index) => count > 1 || index === 0)
        .slice(0, READINGS_MAX)
        .map(([reading]) => reading),
    );
  }
  return lists;
}

function kanaCodes(text: string): number[] {
  return Array.from(text, (kana) =>
    kana === 'ー' ? LONG_BAR_CODE : kana.charCodeAt(0) - FIRST_HIRAGANA,
  );
}

/** Class or paradigm in the upper byte, cost in the lower. */
function kindOf(word: Word, paradigmNumbers: ReadonlyMap<string, number>): number {
  const kind =
    word.classNumber >= 0 ? word.classNumber : 0x80 + (paradigmNumbers.get(word.paradigm) ?? 0);
  if (kind > 0xff) throw new Error('more paradigms than seven bits number');
  return (kind << 8) | clamp(Math.round((word.cost - COST_LEAST) / COST_STEP), 0, 255);
}

/** The commonest pairs of kind and cost, numbered: most words that the corpus never met have one of a few. */
function commonKinds(
  words: readonly Word[],
  paradigmNumbers: ReadonlyMap<string, number>,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const word of words) {
    const pair = kindOf(word, paradigmNumbers);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, OWN_KIND);
  return new Map(sorted.map(([pair], number) => [pair, number]));
}

function packKinds(kinds: ReadonlyMap<number, number>): Buffer {
  const bytes = Buffer.alloc(OWN_KIND * 2);
  for (const [pair, number] of kinds) bytes.writeUInt16BE(pair, number * 2);
  return bytes;
}

/** How much more a verbal noun counts, being Sino-Japanese as an unknown compound is likely to be. */
const VERBAL_WEIGHT = 4;

/** What a reading ends in where the next sign did not double it. */
const UNDOUBLED = ['つ', 'く', 'ち', 'き'];

/**
 * By which of its readings each sign begins most nouns of two signs, and by which it ends most: four bits each. A reading
 * whose end is doubled counts for the plain one, since the device doubles by itself.
 */
function compoundChoices(
  words: readonly Word[],
  aligned: ReadonlyMap<Word, Parts>,
  readings: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const counts = [new Map<string, number[]>(), new Map<string, number[]>()] as const;
  for (const word of words) {
    const parts = aligned.get(word);
    if (word.isNoun !== true || word.surface.length !== 2 || parts === undefined) continue;
    for (const [place, ofPlace] of counts.entries()) {
      const sign = word.surface.charAt(place);
      const list = readings.get(sign) ?? [];
      const choice = list.indexOf(undoubled(parts[place] ?? '', list));
      if (choice < 0) continue;
      const bySign = ofPlace.get(sign) ?? new Array<number>(READINGS_MAX).fill(0);
      ofPlace.set(sign, bySign);
      bySign[choice] = (bySign[choice] ?? 0) + (word.isVerbalNoun === true ? VERBAL_WEIGHT : 1);
    }
  }
  const best = (choices: readonly number[] | undefined): number =>
    choices === undefined ? 0 : choices.indexOf(Math.max(...choices));
  return new Map(
    [...readings.keys()].map((sign) => {
      const [first, second] = [counts[0].get(sign), counts[1].get(sign)];
      return [sign, (best(first ?? second) << 4) | best(second ?? first)];
    }),
  );
}

function undoubled(reading: string, list: readonly string[]): string {
  if (!reading.endsWith('っ')) return reading;
  const stem = reading.slice(0, -1);
  return UNDOUBLED.map((end) => stem + end).find((plain) => list.includes(plain)) ?? reading;
}

type PackWord = (word: Word, skip: number) => number[];

/** Words of the one sign first, then groups by the second sign, in the order of its code. */
function packBucket(
  words: readonly Word[],
  ranks: ReadonlyMap<string, number>,
  pack: PackWord,
): number[] {
  const alone = words
    .filter(({ surface }) => surface.length === 1)
    .flatMap((word) => pack(word, 1));
  const groups = new Map<number, Word[]>();
  for (const word of words) {
    if (word.surface.length === 1) continue;
    const rank = ranks.get(word.surface.charAt(1)) ?? 0;
    groups.set(rank, [...(groups.get(rank) ?? []), word]);
  }
  const thirdOf = ({ surface }: Word): number =>
    surface.length < 3 ? -1 : (ranks.get(surface.charAt(2)) ?? 0);
  const signposts: number[] = [];
  const bytes: number[] = [];
  [...groups]
    .sort(([a], [b]) => a - b)
    .forEach(([rank, group], index) => {
      if (index > 0 && index % GROUPS_PER_SIGNPOST === 0)
        signposts.push(...length16(rank), ...length16(bytes.length));
      group.sort((a, b) => thirdOf(a) - thirdOf(b));
      const packed = group.flatMap((word) => pack(word, 2));
      bytes.push(
        ...codeOf(rank),
        ...(packed.length < 255 ? [packed.length] : [255, ...length16(packed.length)]),
        ...packed,
      );
    });
  if (signposts.length > 255 * 4) throw new Error('more signposts than a byte counts');
  return [...length16(alone.length), ...alone, signposts.length / 4, ...signposts, ...bytes];
}

function length16(length: number): number[] {
  if (length > 0xffff) throw new Error(`a group of ${length} bytes`);
  return [length & 0xff, length >> 8];
}

function packEntry(
  word: Word,
  skip: number,
  ranks: ReadonlyMap<string, number>,
  readings: ReadonlyMap<string, readonly string[]>,
  parts: Parts | undefined,
  kinds: ReadonlyMap<number, number>,
  paradigmNumbers: ReadonlyMap<string, number>,
): number[] {
  const rest = Array.from(word.surface.slice(skip));
  const pair = kindOf(word, paradigmNumbers);
  const kind = kinds.get(pair);
  const choices = choicesOf(word, readings, parts);
  const codes = rest.flatMap((character) => codeOf(ranks.get(character) ?? 0));
  const tail: number[] = [];
  let low: number;
  if (choices === undefined) {
    const kana = kanaCodes(word.pronunciation);
    low = kana.length;
    if (low > 15) throw new Error(`a reading of ${low} kana`);
    tail.push(...kana);
  } else {
    low = choices[0] ?? 0;
    for (let index = 1; index < choices.length; index += 2)
      tail.push(((choices[index] ?? 0) << 4) | (choices[index + 1] ?? 0));
  }
  return [
    (rest.length << 5) | (choices === undefined ? 0x10 : 0) | low,
    ...codes,
    ...(kind === undefined ? [OWN_KIND, pair >> 8, pair & 0xff] : [kind]),
    ...tail,
  ];
}

/** Which of its readings each sign has; nothing where one is not among them. */
function choicesOf(
  word: Word,
  readings: ReadonlyMap<string, readonly string[]>,
  parts: Parts | undefined,
): readonly number[] | undefined {
  if (parts === undefined) return undefined;
  const choices: number[] = [];
  for (const [index, reading] of parts.entries()) {
    const sign = word.surface.charAt(index);
    if (isHiragana(sign)) continue;
    const choice = (readings.get(sign) ?? []).indexOf(reading);
    if (choice < 0) return undefined;
    choices.push(choice);
  }
  return choices;
}

/** u16 offset of each, then of each tail: kana count, kana, class, cost added. */
function packParadigms(paradigms: readonly (readonly Tail[])[]): Buffer {
  const offsets: number[] = [];
  const bytes: number[] = [];
  for (const tails of paradigms) {
    offsets.push(bytes.length);
    bytes.push(tails.length);
    for (const { text, classNumber, costMore } of tails)
      bytes.push(text.length, ...kanaCodes(text), classNumber, clamp(costMore, 0, 255));
  }
  return Buffer.concat([words16([paradigms.length, ...offsets]), Buffer.from(bytes)]);
}

function longs24(values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff, value >> 16]));
}
