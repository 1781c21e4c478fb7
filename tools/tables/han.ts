/**
 * Mandarin readings by frequency: npm `@pinyin-pro/data` (ISC), words with their readings and probabilities, for the
 * signs and the words; npm `pinyin-pro` (MIT) for the rarer signs. Which language writes a sign: JIS X 0208, GB 2312 and
 * Big5 by the engine's own decoders, and how likely it is in each, by the words of both dictionaries. Chinese surnames:
 * the list of npm `pinyin-pro`, those of one sign that Japanese does not write more often than Chinese.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Converter } from 'opencc-js';
import { pinyin } from 'pinyin-pro';
import { words } from './pack.js';

const require = createRequire(import.meta.url);
const WORDS = require('@pinyin-pro/data/complete.json') as Record<
  string,
  readonly [string, number]
>;
/** npm `opencc-js` (MIT AND Apache-2.0): sign by sign to the simplified form, words to both traditional ones. */
const toSimplified = Converter({ from: 't', to: 'cn' });
const TRADITIONAL = [Converter({ from: 'cn', to: 't' }), Converter({ from: 'cn', to: 'tw' })];

const FIRST = 0x4e00;
const LAST = 0x9fff;
const LONGEST_WORD = 4;
/** Signs of a name, at most. */
const NAME_MAX = 3;
/** Rarer words than this (a probability) are left to their signs' own readings. */
const RAREST = 3e-11;
/** Beside a surname's syllable: Japanese does not write the sign more often. */
const CHINESE_SURNAME = 0x8000;

export interface HanSections {
  readonly hanReadings: Buffer;
  readonly hanSyllables: Buffer;
  readonly hanWords: Buffer;
  readonly hanSurnames: Buffer;
}

/** @param japaneseWeights how often each sign occurs in Japanese, in any unit */
export async function makeHan(japaneseWeights: ReadonlyMap<number, number>): Promise<HanSections> {
  const readings = signReadings();
  const surnameReadings = await surnames();
  const syllables = [
    ...new Set([
      ...readings.values(),
      ...surnameReadings.values(),
      ...wordReadings().flatMap(([, reading]) => reading),
    ]),
  ].sort();
  if (syllables.length > 512)
    throw new Error(`${syllables.length} syllables need more than 9 bits`);
  const numbers = new Map(syllables.map((syllable, index) => [syllable, index]));
  const numberOf = (syllable: string): number => numbers.get(syllable) ?? 0;
  const japanese = decodable('euc-jp', 0xa1, 0xf4);
  const mainland = decodable('gb2312', 0xa1, 0xf7);
  const taiwan = decodable('big5', 0xa4, 0xf9);
  const odds = japaneseOdds(japaneseWeights);
  const cells: number[] = [];
  for (let point = FIRST; point <= LAST; point += 1) {
    const isChinese = (mainland.has(point) || taiwan.has(point)) && !japanese.has(point);
    const isJapanese = japanese.has(point) && !mainland.has(point) && !taiwan.has(point);
    cells.push(
      numberOf(readings.get(point) ?? '') |
        (isChinese ? 0x200 : 0) |
        (isJapanese ? 0x400 : 0) |
        ((odds(point) + 16) << 11),
    );
  }
  return {
    hanReadings: words(cells),
    hanSyllables: packSyllables(syllables),
    hanWords: packWords(readings, surnameReadings, numberOf),
    hanSurnames: words(
      [...surnameReadings]
        .sort(([a], [b]) => a - b)
        .flatMap(([point, reading]) => [
          point,
          numberOf(reading) | (odds(point) <= 0 ? CHINESE_SURNAME : 0),
        ]),
    ),
  };
}

/** Of one sign, in both forms, with their readings. The package keeps its list beside what it exports. */
async function surnames(): Promise<ReadonlyMap<number, string>> {
  const list = new URL('esm/data/surname.mjs', pathToFileURL(require.resolve('pinyin-pro')));
  const module = (await import(list.href)) as {
    readonly default: Readonly<Record<string, string>>;
  };
  const readings = new Map<number, string>();
  for (const [name, reading] of Object.entries(module.default))
    if (Array.from(name).length === 1) readings.set(pointOf(name), plain(reading));
  for (const [old, simple] of simplifiedForms()) {
    const reading = readings.get(simple);
    if (reading !== undefined && !readings.has(old)) readings.set(old, reading);
  }
  return readings;
}

function plain(syllable: string): string {
  return syllable.normalize('NFD').replace(/[^a-z]/g, '');
}

/** The reading that a sign has most often over all words, by their probability. */
function signReadings(): ReadonlyMap<number, string> {
  const weights = new Map<number, Map<string, number>>();
  for (const [word, [reading, probability]] of Object.entries(WORDS)) {
    const syllables = reading.split(' ').map(plain);
    for (const form of new Set([word, ...traditionalForms(word, probability)]))
      Array.from(form).forEach((sign, index) => {
        const point = pointOf(sign);
        const syllable = syllables[index] ?? '';
        const bySyllable = weights.get(point) ?? new Map<string, number>();
        weights.set(point, bySyllable);
        bySyllable.set(syllable, (bySyllable.get(syllable) ?? 0) + probability);
      });
  }
  const readings = new Map<number, string>();
  for (let point = FIRST; point <= LAST; point += 1) {
    const character = String.fromCodePoint(point);
    const counted = weights.get(point) ?? weights.get(pointOf(toSimplified(character)));
    const best = [...(counted ?? [])].sort((a, b) => b[1] - a[1])[0];
    const fallback = plain(pinyin(character, { toneType: 'none' }));
    readings.set(point, best === undefined ? fallback : best[0]);
  }
  return readings;
}

const formsOf = new Map<string, readonly string[]>();

/** How a word is written in traditional signs, in Taiwan and elsewhere; nothing for rare words, of which no table has room. */
function traditionalForms(word: string, probability: number): readonly string[] {
  if (probability < RAREST) return [];
  const known = formsOf.get(word);
  if (known !== undefined) return known;
  const length = Array.from(word).length;
  const forms = [...new Set(TRADITIONAL.map((convert) => convert(word)))].filter(
    (form) => form !== word && Array.from(form).length === length,
  );
  formsOf.set(word, forms);
  return forms;
}

let known: (readonly [string, readonly string[]])[] | undefined;

/** Frequent words of up to four signs, in both forms. */
function wordReadings(): readonly (readonly [string, readonly string[]])[] {
  if (known !== undefined) return known;
  known = [];
  for (const [word, [reading, probability]] of Object.entries(WORDS)) {
    const signs = Array.from(word);
    if (signs.length < 2 || signs.length > LONGEST_WORD || probability < RAREST) continue;
    const syllables = reading.split(' ').map(plain);
    if (syllables.length !== signs.length) continue;
    for (const form of [word, ...traditionalForms(word, probability)])
      known.push([form, syllables]);
  }
  return known;
}

function packSyllables(syllables: readonly string[]): Buffer {
  return Buffer.concat(
    syllables.map((syllable) => {
      const bytes = Buffer.alloc(8);
      bytes[0] = syllable.length;
      bytes.write(syllable, 1, 'latin1');
      return bytes;
    }),
  );
}

/** Only words that their signs' own readings, and shorter words inside, would get wrong. */
function packWords(
  readings: ReadonlyMap<number, string>,
  surnameReadings: ReadonlyMap<number, string>,
  numberOf: (syllable: string) => number,
): Buffer {
  const byLength = new Map<number, Map<string, readonly string[]>>(
    [2, 3, 4].map((length) => [length, new Map()]),
  );
  const shortestFirst = [...wordReadings()].sort(([a], [b]) => a.length - b.length);
  for (const [word, syllables] of shortestFirst) {
    const points = Array.from(word).map(pointOf);
    if (points.some((point) => point < FIRST || point > LAST)) continue;
    const ofLength = byLength.get(points.length);
    if (ofLength === undefined || ofLength.has(word)) continue;
    // Two or three signs that begin with a surname would be taken for a name, if the list did not know better.
    const surname = points.length <= NAME_MAX ? surnameReadings.get(points[0] ?? 0) : undefined;
    const predicted = predict(word, readings, byLength);
    const isTakenForName =
      surname !== undefined && surname !== syllables[0] && !startsWithWord(word, byLength);
    if (isTakenForName || predicted.join() !== syllables.join()) ofLength.set(word, syllables);
  }
  return packByFirstSign(
    [...byLength.values()].flatMap((ofLength) => [...ofLength]),
    numberOf,
  );
}

/** The layout is described beside its reader, device/text/han.ts. */
function packByFirstSign(
  listed: readonly (readonly [string, readonly string[]])[],
  numberOf: (syllable: string) => number,
): Buffer {
  const byFirst = new Map<number, (readonly [string, readonly string[]])[]>();
  for (const entry of listed) {
    const first = pointOf(entry[0]);
    byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
  }
  const firsts = [...byFirst.keys()].sort((a, b) => a - b);
  const index: number[] = [];
  for (let point = FIRST; point <= LAST + 1; point += 64) {
    const at = firsts.findIndex((first) => first >= point);
    index.push(at < 0 ? firsts.length : at);
  }
  const entries: number[] = [];
  const packed: number[] = [];
  for (const first of firsts) {
    entries.push(first, packed.length * 2);
    const ofFirst = byFirst.get(first) ?? [];
    ofFirst.sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    for (const [word, syllables] of ofFirst) {
      const points = Array.from(word).map(pointOf);
      packed.push(points.length, ...points.slice(1), ...syllables.map(numberOf));
    }
  }
  entries.push(0, packed.length * 2);
  return words([...index, firsts.length, ...entries, ...packed]);
}

function startsWithWord(
  word: string,
  byLength: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>>,
): boolean {
  for (let length = 2; length < word.length; length += 1)
    if (byLength.get(length)?.has(word.slice(0, length)) === true) return true;
  return false;
}

/** What the device would say: the longest known word at each sign, else the sign's own reading. */
function predict(
  word: string,
  readings: ReadonlyMap<number, string>,
  byLength: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>>,
): readonly string[] {
  const syllables: string[] = [];
  for (let at = 0; at < word.length;) {
    let length = Math.min(LONGEST_WORD, word.length - at);
    let found: readonly string[] | undefined;
    for (; length >= 2 && found === undefined; length -= 1)
      found = byLength.get(length)?.get(word.slice(at, at + length));
    syllables.push(...(found ?? [readings.get(pointOf(word.slice(at))) ?? '']));
    at += found?.length ?? 1;
  }
  return syllables;
}

function pointOf(text: string): number {
  return text.codePointAt(0) ?? 0;
}

/** Each traditional sign with its simplified one. */
function simplifiedForms(): readonly (readonly [number, number])[] {
  const forms: [number, number][] = [];
  for (let point = FIRST; point <= LAST; point += 1) {
    const simple = pointOf(toSimplified(String.fromCodePoint(point)));
    if (simple !== point) forms.push([point, simple]);
  }
  return forms;
}

/** Every sign of a two-byte character set. */
function decodable(encoding: string, firstLead: number, lastLead: number): ReadonlySet<number> {
  const decoder = new TextDecoder(encoding);
  const points = new Set<number>();
  for (let lead = firstLead; lead <= lastLead; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (encoding !== 'big5' && trail < 0xa1) continue;
      const text = decoder.decode(Uint8Array.of(lead, trail));
      const point = text.codePointAt(0) ?? 0;
      if (Array.from(text).length === 1 && point >= FIRST && point <= LAST) points.add(point);
    }
  return points;
}

/** Powers of two by which a sign is likelier in Japanese, from -16 to 15. */
function japaneseOdds(japanese: ReadonlyMap<number, number>): (point: number) => number {
  const chinese = new Map<number, number>();
  for (const [word, [, probability]] of Object.entries(WORDS))
    for (const sign of word) {
      const point = sign.codePointAt(0) ?? 0;
      const forms = [point];
      for (const form of forms) chinese.set(form, (chinese.get(form) ?? 0) + probability);
    }
  for (const [old, simple] of simplifiedForms()) {
    const weight = chinese.get(simple);
    if (weight !== undefined) chinese.set(old, (chinese.get(old) ?? 0) + weight);
  }
  const sum = (weights: ReadonlyMap<number, number>): number =>
    [...weights.values()].reduce((a, b) => a + b, 0);
  const [sumJapanese, sumChinese] = [sum(japanese), sum(chinese)];
  // A sign that one side never writes is taken to be as rare there as one in a million.
  const rate = (weight: number | undefined, total: number): number =>
    Math.max((weight ?? 0) / Math.max(total, 1e-30), 1e-6);
  return (point) => {
    if (sumJapanese === 0) return 0;
    const odds = Math.log2(
      rate(japanese.get(point), sumJapanese) / rate(chinese.get(point), sumChinese),
    );
    return Math.max(-16, Math.min(15, Math.round(odds)));
  };
}
