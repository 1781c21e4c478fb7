/** The Japanese dictionary: IPADIC's words, those that the others would read alike left out, the likeliest kept. */
import type { WordSink } from '../../../device/text/dictionary.js';
import { COMPOUND, JapaneseDictionary } from '../../../device/text/dictionary.js';
import { Lattice } from '../../../device/text/lattice.js';
import { PointBuffer } from '../../../device/text/points.js';
import { alignAll } from './align.js';
import type { Classes } from './classes.js';
import { CLASS_COUNT, SETTING, makeClasses } from './classes.js';
import type { Ipadic } from './ipadic.js';
import { loadIpadic } from './ipadic.js';
import { withKanaForms } from './kana-forms.js';
import { ownWords } from './own-words.js';
import { packDictionary } from './pack.js';
import type { Word } from './words.js';
import { makeLexicon, wordOf } from './words.js';

const GUESSES_MAX = 30;

/** @param bytesMax one dictionary each, all from one reading of the source */
export async function makeDictionaries(bytesMax: readonly number[]): Promise<readonly Buffer[]> {
  const ipadic = await loadIpadic();
  return buildDictionaries(ipadic, makeClasses(ipadic), bytesMax);
}

function buildDictionaries(
  ipadic: Ipadic,
  classes: Classes,
  bytesMax: readonly number[],
): readonly Buffer[] {
  const classWith = (details: string): number =>
    classes.classOf[
      ipadic.entries.find((entry) => entry.pos === '名詞' && entry.details === details)?.id ?? 0
    ] ?? 0;
  const unknownClass = classWith('一般-*-*');
  favour(classes, classWith('固有名詞-人名-姓'), classWith('固有名詞-人名-名'));
  const lexicon = makeLexicon(withKanaForms(ipadic.entries), classes.classOf, unknownClass);
  const { paradigms } = lexicon;
  const ownClasses = {
    kana: unknownClass,
    noun: unknownClass,
    place: classWith('固有名詞-地域-一般'),
    family: classWith('固有名詞-人名-姓'),
    given: classWith('固有名詞-人名-名'),
  };
  const words = [...lexicon.words, ...ownWords().map((own) => wordOf(own, ownClasses[own.kind]))];
  const aligned = alignAll(words);
  const pack = (kept: readonly Word[]): Buffer =>
    packDictionary({
      all: words,
      words: kept,
      aligned,
      paradigms,
      classes,
      unknownClass,
      familyClass: ownClasses.family,
      givenClass: ownClasses.given,
    });
  const ranked = [...words].sort(
    (a, b) => a.rank - b.rank || (a.surface < b.surface ? -1 : a.surface > b.surface ? 1 : 0),
  );
  const needed = withoutPredicted(ranked, pack);
  return bytesMax.map((most) => largest(needed, most, pack));
}

/** As many of the words as fit. Size grows nearly in proportion, so that a few guesses find it to a hundredth. */
function largest(
  words: readonly Word[],
  bytesMax: number,
  pack: (kept: readonly Word[]) => Buffer,
): Buffer {
  let count = words.length;
  let packed = pack(words);
  for (
    let guess = 0;
    guess < GUESSES_MAX && (packed.length > bytesMax || packed.length < bytesMax * 0.99);
    guess += 1
  ) {
    const next = Math.min(words.length, Math.floor((count * bytesMax * 0.996) / packed.length));
    if (next === count) break;
    count = next;
    packed = pack(words.slice(0, count));
  }
  if (packed.length > bytesMax)
    throw new Error(`${packed.length} bytes after ${GUESSES_MAX} guesses`);
  return packed;
}

/** A surname with a given name behind it is a person: half of all artists, but few of a newspaper's words. */
const PERSON_BONUS = 1500;

function favour({ costs }: Classes, surname: number, given: number): void {
  const at = surname * CLASS_COUNT + given;
  costs[at] = (costs[at] ?? 0) - PERSON_BONUS;
}

/**
 * Leaves out what shorter words, put together, already say in as many words: most compounds, and many names of places; and of
 * nouns of two signs that the corpus never met those that are read as compounds mostly are.
 */
function withoutPredicted(
  words: readonly Word[],
  pack: (kept: readonly Word[]) => Buffer,
): readonly Word[] {
  const dictionary = new WithoutWhole(pack(words));
  const lattice = new Lattice(dictionary);
  const said = new PointBuffer();
  return words.filter((word) => {
    const { surface, pronunciation, paradigm, isNoun, isMet, isVerbalNoun, isOwn } = word;
    if (isOwn === true) return true;
    const isKana = HIRAGANA.test(surface);
    const isRareNoun = isNoun === true && isMet === false;
    if (surface.length < (isRareNoun && !isKana ? 2 : 3) || paradigm !== '') return true;
    const shown = readAsWords(surface, dictionary, lattice, said);
    // "Otoko no Ko" is one word of IPADIC, but three of a title.
    const isSplit = shown > 1 && WITH_HIRAGANA.test(surface) && !WITH_NO.test(surface);
    if (isSplit || String.fromCharCode(...said.view()) !== pronunciation) return true;
    if (isKana || surface.length > 2) return false;
    return !isCompound(surface, lattice) || isVerbalNoun === true;
  });
}

/** Knows every word except the one in question. */
class WithoutWhole extends JapaneseDictionary {
  /** Characters from the beginning that no word covers alone. */
  wholeLength = 0;

  override find(
    ranks: ArrayLike<number>,
    points: ArrayLike<number>,
    at: number,
    to: number,
    longest: number,
    sink: WordSink,
  ): void {
    super.find(ranks, points, at, to, longest, {
      word: (length, tailLength, classNumber, cost, entryAt) => {
        if (at > 0 || length !== this.wholeLength)
          sink.word(length, tailLength, classNumber, cost, entryAt);
      },
    });
  }
}

/** How many words a text is shown as; `said` holds its kana then. */
function readAsWords(
  text: string,
  dictionary: WithoutWhole,
  lattice: Lattice,
  said: PointBuffer,
): number {
  const points = Array.from(text, (character) => character.charCodeAt(0));
  let shown = 0;
  let isAfterPrefix = false;
  said.clear();
  dictionary.wholeLength = points.length;
  lattice.solve(points, 0, points.length, false);
  lattice.eachWord(({ from, to, entryAt, tailLength, classNumber }) => {
    const setting = entryAt === 0 ? SETTING.word : dictionary.settingOf(classNumber);
    if (from === 0 || (setting !== SETTING.attached && !isAfterPrefix)) shown += 1;
    isAfterPrefix = setting === SETTING.prefix;
    if (entryAt === 0) return;
    const { ranks } = lattice;
    dictionary.read(
      { points, at: from, length: to - from, tailLength, entryAt, ranks, ranksAt: from },
      said,
    );
  });
  return shown;
}

/** The reading just found was that of an unknown compound. */
function isCompound(surface: string, lattice: Lattice): boolean {
  let is = false;
  lattice.eachWord(({ from, to, entryAt }) => {
    if (from === 0) is = to === surface.length && entryAt === COMPOUND;
  });
  return is;
}

const HIRAGANA = /^[\u3041-\u3096\u30fc]+$/;
const WITH_HIRAGANA = /[\u3041-\u3096]/;
const WITH_NO = /[\u4e00-\u9fff]の[\u4e00-\u9fff]/;
