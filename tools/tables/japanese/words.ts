/** IPADIC's entries as the device holds them: words that change are one stem and a paradigm of tails. */
import type { Entry } from './ipadic.js';
import type { OwnKind, OwnWord } from './own-words.js';
import { LEFT_OUT } from './own-words.js';

export interface Word {
  readonly surface: string;
  readonly pronunciation: string;
  readonly cost: number;
  /** Class of a word that does not change, else -1. */
  readonly classNumber: number;
  readonly paradigm: string;
  /** A noun that stands free: no counter, prefix or ending. */
  readonly isNoun?: boolean;
  /** Of these nouns nearly all are Sino-Japanese. */
  readonly isVerbalNoun?: boolean;
  readonly isPlace?: boolean;
  /** From our own list: always kept. */
  readonly isOwn?: boolean;
  /** The corpus that the costs were learnt from had it. */
  readonly isMet?: boolean;
  /** What decides which are kept: lower is better. */
  readonly rank: number;
}

export interface Tail {
  readonly text: string;
  readonly classNumber: number;
  readonly costMore: number;
}

export interface Lexicon {
  readonly words: readonly Word[];
  readonly paradigms: ReadonlyMap<string, readonly Tail[]>;
}

/** A pattern of tails that fewer stems than this share is not worth a place in the table. */
const STEMS_MIN = 4;
/** Forms of a verb that differ by less cost the same, so that verbs share a paradigm. */
const COARSE_COST = 1000;
/** A paradigm's number has 7 bits. */
const PARADIGMS_MAX = 128;
const KANA_ONLY = /^[\u3041-\u3096\u30a1-\u30fc]+$/;
const HIRAGANA_ONLY = /^[\u3041-\u3096\u30fc]+$/;
const LONGEST = 8;
/** Rare verbs of two kana are more often something else. */
const KANA_VERB_LEAST = 3;
/** Shorter names in kana are more often the end or the beginning of something else. */
const KANA_NAME_LEAST = 3;
/** What four bits of length hold. */
const LONGEST_READING = 15;

export function makeLexicon(
  entries: readonly Entry[],
  classOf: readonly number[],
  nounClass: number,
): Lexicon {
  const words: Word[] = [];
  const changing = new Map<string, Entry[]>();
  for (const entry of entries.map(asTitlesHaveIt)) {
    if (
      entry.surface.length > LONGEST ||
      entry.pronunciation.length > LONGEST_READING ||
      isRareForm(entry) ||
      !isWanted(entry)
    )
      continue;
    if (entry.pos === '動詞' || entry.pos === '形容詞') {
      const key = [
        entry.base,
        entry.pos,
        entry.details,
        entry.inflection,
        /^[\u3041-\u3096]/.test(entry.surface),
      ].join();
      changing.set(key, [...(changing.get(key) ?? []), entry]);
    } else words.push(plainWord(entry, classOf));
  }
  const stems = [...changing.values()].map((forms) => stemOf(forms, classOf));
  const counts = new Map<string, number>();
  for (const stem of stems)
    if (stem !== undefined)
      counts.set(stem.word.paradigm, (counts.get(stem.word.paradigm) ?? 0) + 1);
  const common = new Set(
    [...counts]
      .filter(([, count]) => count >= STEMS_MIN)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, PARADIGMS_MAX)
      .map(([paradigm]) => paradigm),
  );
  const paradigms = new Map<string, readonly Tail[]>();
  [...changing.values()].forEach((forms, index) => {
    const stem = stems[index];
    if (stem !== undefined && common.has(stem.word.paradigm)) {
      words.push(stem.word);
      paradigms.set(stem.word.paradigm, stem.tails);
    } else for (const form of forms) words.push(plainWord(form, classOf));
  });
  return { words: unique(withNativeReadings(words, entries, nounClass)), paradigms };
}

/** As the device folds it, and with literary forms (tsuyoshi) dearer than what else their kana may be. */
function asTitlesHaveIt(entry: Entry): Entry {
  const surface = withPlaceKana(entry);
  const cost = entry.form === '文語基本形' ? entry.cost + LITERARY_COSTS_MORE : entry.cost;
  return surface === entry.surface && cost === entry.cost ? entry : { ...entry, surface, cost };
}

const LITERARY_COSTS_MORE = 3000;

/** Katakana between the Han signs of a place, as device/text/fold.ts reads them. */
function withPlaceKana({ surface, reading }: Entry): string {
  return surface.replace(
    /(?<=[\u4e00-\u9fff])[ヶケノツッ](?=[\u4e00-\u9fff])/g,
    (kana: string, at: number) => {
      if (kana === 'ノ') return 'の';
      if (kana === 'ツ' || kana === 'ッ') return 'つ';
      return reading.includes('か') && '月所国年条週'.includes(surface.charAt(at + 1))
        ? 'か'
        : 'が';
    },
  );
}

/** Forms of polite Kansai speech, of literary grammar and before -garu, which a title hardly ever has. */
const RARE_FORMS = ['連用ゴザイ接続', '体言接続特殊', '体言接続特殊２', 'ガル接続'];
const RARE_INFLECTIONS = ['五段・ワ行ウ音便', 'サ変・−スル', '文語・キ'];

function isRareForm({ form, inflection, surface, pos, details, pronunciation }: Entry): boolean {
  // Half of a verb: bassuru.
  if (pos === '名詞' && pronunciation.endsWith('っ')) return true;
  if (LEFT_OUT.has(surface) || RARE_FORMS.includes(form)) return true;
  if (RARE_INFLECTIONS.includes(inflection) && HIRAGANA_ONLY.test(surface)) return true;
  return pos === '助詞' && details.startsWith('終助詞') && (surface === 'のう' || surface === 'で');
}

/** Katakana reads itself; so does most hiragana, but words of it show where others begin. */
function isWanted({ surface, pos, details, cost, base }: Entry): boolean {
  if (!KANA_ONLY.test(surface)) return !details.startsWith('固有名詞-組織');
  if (!HIRAGANA_ONLY.test(surface)) return false;
  if (details.startsWith('固有名詞') && /の/.test(surface)) return false;
  return (
    pos === '助詞' ||
    pos === '助動詞' ||
    details.startsWith('非自立') ||
    base === 'れる' ||
    base === 'せる' ||
    isKanaName(surface, details) ||
    (pos === '動詞' && (base === 'する' || base.length >= KANA_VERB_LEAST)) ||
    (cost < 8500 && !details.startsWith('固有名詞') && !isUncommonSino(details, cost))
  );
}

/** Verbal nouns in kana at IPADIC's default cost: they are rarely written this way. */
function isUncommonSino(details: string, cost: number): boolean {
  return details.startsWith('サ変') && cost > KANA_SINO_COST;
}

const KANA_SINO_COST = 4800;

/** Given names are written in kana often enough, and one that holds a particle's kana is else taken apart. */
function isKanaName(surface: string, details: string): boolean {
  return surface.length >= KANA_NAME_LEAST && details.startsWith('固有名詞-人名-名');
}

function plainWord(entry: Entry, classOf: readonly number[]): Word {
  return {
    surface: entry.surface,
    pronunciation: saidOf(entry),
    cost: entry.cost,
    classNumber: classOf[entry.id] ?? 0,
    paradigm: '',
    isNoun: entry.pos === '名詞' && /^(一般|サ変)/.test(entry.details),
    isVerbalNoun: entry.details.startsWith('サ変'),
    isPlace: entry.details.startsWith('固有名詞-地域') || entry.details.startsWith('固有名詞-一般'),
    isMet: isMet(entry),
    rank: rankOf(entry),
  };
}

/** IPADIC says long e as e-bar in some words and ei in others; Hepburn writes what is spelled. */
function saidOf({ reading, pronunciation }: Entry): string {
  if (reading.length !== pronunciation.length) return pronunciation;
  return Array.from(pronunciation, (kana, index) =>
    kana === 'ー' && reading[index] === 'い' ? 'い' : kana,
  ).join('');
}

/**
 * IPADIC gives a word that its corpus never had its kind's default cost; any other cost, below or above it, says that the
 * word was met. So words that were met come first, by what they are below the default, and the kinds among themselves by
 * what titles and artists need.
 */
const KINDS: readonly (readonly [prefix: string, defaultCost: number, later: number])[] = [
  ['名詞 固有名詞-人名-姓', 7620, -800],
  ['名詞 固有名詞-人名-名', 8462, -400],
  ['名詞 固有名詞-人名', 7438, 1200],
  ['名詞 固有名詞-地域', 8676, 200],
  ['名詞 固有名詞', 8538, 2000],
  ['名詞 サ変接続', 4467, -600],
  ['名詞 一般', 5622, -500],
  ['名詞', 5622, -1500],
  ['動詞', 7150, -700],
  ['形容詞', 4682, -700],
];
/** Defaults vary by this much within a kind. */
const NEAR_DEFAULT = 30;
const MET_SOONER = 700;
/** Of a sign that is a word by itself: what is left when nothing longer is known. */
const SOLE_SIGN_SOONER = 1500;

/** Quarters of villages, railway lines and the like. */
const LONG_NAME = 4;
const LONG_NAME_LATER = 3500;

function isFarFrom(defaultCost: number, cost: number): boolean {
  return Math.abs(cost - defaultCost) > NEAR_DEFAULT;
}

function isMet({ cost, details, pos }: Entry): boolean {
  const name = `${pos} ${details}`;
  const kind = KINDS.find(([prefix]) => name.startsWith(prefix));
  return kind === undefined || isFarFrom(kind[1], cost);
}

function rankOf({ cost, details, pos, surface }: Entry): number {
  const name = `${pos} ${details}`;
  const kind = KINDS.find(([prefix]) => name.startsWith(prefix));
  if (kind === undefined) return cost - 9000;
  const [, defaultCost, later] = kind;
  const rank =
    later + (isFarFrom(defaultCost, cost) ? Math.min(cost - defaultCost, 0) - MET_SOONER : 0);
  if (surface.length === 1) return rank - SOLE_SIGN_SOONER;
  const isLongName = details.startsWith('固有名詞') && surface.length >= LONG_NAME;
  return isLongName ? rank + LONG_NAME_LATER : rank;
}

/** A Sino-Japanese reading is rarely said of a sign alone where a native one exists; IPADIC, made from newspapers, has both. */
const ALONE_COSTS_MORE = 1500;
const DERIVED_COST = 7500;

/** Signs that stand alone: native readings first, and nouns made of a verb though its ending is not written (kanade). */
function withNativeReadings(
  words: readonly Word[],
  entries: readonly Entry[],
  nounClass: number,
): Word[] {
  const sino = sinoReadings(entries);
  const isSino = (sign: string, reading: string): boolean => sino.has(sign + reading);
  const native = new Set(
    words
      .filter(
        (word) =>
          word.surface.length === 1 &&
          isFree(word, nounClass) &&
          !isSino(word.surface, word.pronunciation),
      )
      .map((word) => word.surface),
  );
  const derived: Word[] = [];
  for (const entry of entries) {
    const sign = entry.surface.charAt(0);
    if (
      entry.form !== '連用形' ||
      entry.pos !== '動詞' ||
      entry.surface.length !== 2 ||
      KANA_ONLY.test(sign)
    )
      continue;
    const isOfSino = isSino(sign, entry.pronunciation.slice(0, -1));
    if (native.has(sign) || isOfSino || entry.pronunciation.length < 3) continue;
    native.add(sign);
    derived.push({
      surface: sign,
      pronunciation: entry.pronunciation,
      cost: DERIVED_COST,
      classNumber: nounClass,
      paradigm: '',
      rank: -SOLE_SIGN_SOONER,
    });
  }
  const costlier = words.map((word) => {
    const { surface, pronunciation, cost } = word;
    const isSinoAlone =
      surface.length === 1 &&
      word.paradigm === '' &&
      native.has(surface) &&
      isSino(surface, pronunciation);
    return isSinoAlone && word.isNoun ? { ...word, cost: cost + ALONE_COSTS_MORE } : word;
  });
  return [...costlier, ...derived];
}

/** Readings that a sign has at either end of a verbal noun of two: those are Sino-Japanese with hardly an exception. */
function sinoReadings(entries: readonly Entry[]): ReadonlySet<string> {
  const single = new Map<string, Set<string>>();
  for (const { surface, pronunciation } of entries)
    if (surface.length === 1)
      single.set(surface, (single.get(surface) ?? new Set()).add(pronunciation));
  const readings = new Set<string>();
  for (const { surface, pronunciation, details } of entries) {
    if (surface.length !== 2 || !details.startsWith('サ変接続')) continue;
    for (const reading of single.get(surface.charAt(0)) ?? [])
      if (pronunciation.startsWith(reading)) readings.add(surface.charAt(0) + reading);
    for (const reading of single.get(surface.charAt(1)) ?? [])
      if (pronunciation.endsWith(reading)) readings.add(surface.charAt(1) + reading);
  }
  return readings;
}

/** Counters, prefixes and endings keep their reading; only nouns stand free. */
function isFree({ classNumber }: Word, nounClass: number): boolean {
  return classNumber === nounClass;
}

function stemOf(
  forms: readonly Entry[],
  classOf: readonly number[],
): { word: Word; tails: readonly Tail[] } | undefined {
  const first = forms[0];
  if (first === undefined) return undefined;
  let stem = first.surface;
  for (const { surface } of forms) while (!surface.startsWith(stem)) stem = stem.slice(0, -1);
  if (stem === '') return undefined;
  const base = forms.find((form) => form.surface === form.base) ?? first;
  const baseTail = base.surface.slice(stem.length);
  const said = saidOf(base);
  if (!said.endsWith(baseTail)) return undefined;
  const pronunciation = said.slice(0, said.length - baseTail.length);
  const readingStem = base.reading.slice(0, base.reading.length - baseTail.length);
  const cost = Math.min(...forms.map((form) => form.cost));
  const tails: Tail[] = [];
  for (const form of forms) {
    const text = form.surface.slice(stem.length);
    if (form.reading !== readingStem + text) return undefined;
    tails.push({
      text,
      classNumber: classOf[form.id] ?? 0,
      costMore: Math.round((form.cost - cost) / COARSE_COST) * (COARSE_COST / 100),
    });
  }
  tails.sort((a, b) =>
    a.text < b.text ? -1 : a.text > b.text ? 1 : a.classNumber - b.classNumber,
  );
  const paradigm = tails
    .map((tail) => `${tail.text}${tail.classNumber}+${tail.costMore}`)
    .join(' ');
  return {
    word: {
      surface: stem,
      pronunciation,
      cost,
      classNumber: -1,
      paradigm,
      rank: rankOf(base),
    },
    tails,
  };
}

/**
 * Of two words written alike and of one class only the cheaper is ever chosen; and a place named as a family or a thing
 * is named is read alike.
 */
function unique(words: readonly Word[]): Word[] {
  const best = new Map<string, Word>();
  for (const word of words) {
    const key = [word.surface, word.classNumber, word.paradigm].join();
    const known = best.get(key);
    if (known === undefined || word.cost < known.cost) best.set(key, word);
  }
  const others = new Set(
    [...best.values()]
      .filter((word) => word.isPlace !== true)
      .map(({ surface, pronunciation }) => surface + pronunciation),
  );
  return [...best.values()].filter(
    (word) => word.isPlace !== true || !others.has(word.surface + word.pronunciation),
  );
}

/** Costs of our own words: as those of common words of their kind. */
const OWN_COSTS: Readonly<Record<OwnKind, number>> = {
  kana: 7800,
  noun: 3500,
  place: 5500,
  family: 5500,
  given: 6000,
};
/** Of a kana word, per kana: the longer it is the less it is found by chance. */
const LONGER_COSTS_LESS = 650;
/** Before all others. */
const FIRST = -100_000;

export function wordOf({ kind, surface, reading }: OwnWord, classNumber: number): Word {
  return {
    surface,
    pronunciation: pronounced(reading),
    cost: OWN_COSTS[kind] - (kind === 'kana' ? LONGER_COSTS_LESS * Math.min(surface.length, 5) : 0),
    classNumber,
    paradigm: '',
    isNoun: kind === 'noun' || kind === 'kana',
    isOwn: true,
    isMet: true,
    rank: FIRST,
  };
}

/** Long vowels as IPADIC pronounces them; an apostrophe keeps two vowels apart. */
function pronounced(reading: string): string {
  return reading
    .replace(/([おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずづぶぷゅ])う/g, '$1ー')
    .replace(/おお/g, 'おー')
    .replace(/'/g, '');
}
