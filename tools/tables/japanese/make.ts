/** The Japanese dictionary: IPADIC's words, those that the others would read alike left out, the likeliest kept. */
import { JapaneseDictionary } from '../../../device/text/dictionary.js';
import { Lattice } from '../../../device/text/lattice.js';
import { PointBuffer } from '../../../device/text/points.js';
import { alignAll } from './align.js';
import type { Classes } from './classes.js';
import { CLASS_COUNT, makeClasses } from './classes.js';
import { loadIpadic } from './ipadic.js';
import { packDictionary } from './pack.js';
import type { Word } from './words.js';
import { makeLexicon } from './words.js';

const GUESSES_MAX = 30;

/** @param bytesMax one dictionary each, all from one reading of the source */
export async function makeDictionaries(bytesMax: readonly number[]): Promise<readonly Buffer[]> {
  const ipadic = await loadIpadic();
  const classes = makeClasses(ipadic);
  const classWith = (details: string): number =>
    classes.classOf[
      ipadic.entries.find((entry) => entry.pos === '名詞' && entry.details === details)?.id ?? 0
    ] ?? 0;
  const unknownClass = classWith('一般-*-*');
  favour(classes, classWith('固有名詞-人名-姓'), classWith('固有名詞-人名-名'));
  const { words, paradigms } = makeLexicon(ipadic.entries, classes.classOf, unknownClass);
  const aligned = alignAll(words);
  const pack = (kept: readonly Word[]): Buffer =>
    packDictionary({ all: words, words: kept, aligned, paradigms, classes, unknownClass });
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
 * Leaves out what shorter words, put together, already say: most compounds, and many names of places; and of nouns of two
 * signs that the corpus never met those that are read as compounds mostly are.
 */
function withoutPredicted(
  words: readonly Word[],
  pack: (kept: readonly Word[]) => Buffer,
): readonly Word[] {
  const dictionary = new JapaneseDictionary(pack(words));
  const lattice = new Lattice(dictionary);
  const said = new PointBuffer();
  return words.filter(({ surface, pronunciation, paradigm, isNoun, isMet }) => {
    const isRareNoun = isNoun === true && isMet === false;
    if (surface.length < (isRareNoun ? 2 : 3) || paradigm !== '') return true;
    const points = Array.from(surface, (character) => character.charCodeAt(0));
    said.clear();
    lattice.solve(points, 0, points.length, false, surface.length - 1);
    lattice.eachWord(({ from, to, entryAt, tailLength }) => {
      if (entryAt === 0) return;
      const { ranks } = lattice;
      dictionary.read(
        { points, at: from, length: to - from, tailLength, entryAt, ranks, ranksAt: from },
        said,
      );
    });
    return String.fromCharCode(...said.view()) !== pronunciation;
  });
}
