/** Modern Hebrew. Niqqud is read where the text has it; otherwise vowels are guessed where a word needs them. */
import { capitalise, spellings } from './signs.js';
import type { Sound, Sounds } from './sounds.js';
import { endOfPiece } from './sounds.js';
import type { WordList } from './word-list.js';

/** Alef to tav in order; alef and ayin carry a vowel and have no sound of their own. */
const LETTERS = spellings('- v g d h v z ch t y kh kh l m m n n s - f f tz tz k r sh t');
const ALEF = 0x5d0;
const BET = 0x5d1;
const DALET = 0x5d3;
const HE = 0x5d4;
const VAV = 0x5d5;
const HET = 0x5d7;
const YOD = 0x5d9;
const FINAL_KAF = 0x5da;
const KAF = 0x5db;
const LAMED = 0x5dc;
const FINAL_MEM = 0x5dd;
const MEM = 0x5de;
const AYIN = 0x5e2;
const FINAL_PE = 0x5e3;
const PE = 0x5e4;
const QOF = 0x5e7;
const SHIN = 0x5e9;
const TAV = 0x5ea;
const GERESH = 0x5f3;
const GERSHAYIM = 0x5f4;
const ACCENT_FIRST = 0x591;
const SHEVA = 0x5b0;
const HATAF_SEGOL = 0x5b1;
const HOLAM = 0x5b9;
const QUBUTS = 0x5bb;
const DAGESH = 0x5bc;
const SIN_DOT = 0x5c2;
const QAMATS_QATAN = 0x5c7;
/** Sheva, its compounds, then the vowels, in the order of Unicode. */
const MARKS = spellings('- e a o i e e a a o o u');
export function isHebrew(codePoint: number): boolean {
  return (
    (codePoint >= ACCENT_FIRST && codePoint <= QAMATS_QATAN) ||
    (codePoint >= ALEF && codePoint <= GERSHAYIM)
  );
}

/** Prefixes and forms that are said with e before two consonants. */
const SAID_WITH_E: readonly number[] = Object.freeze([BET, YOD, LAMED, MEM, KAF]);

/** Gutturals have a before a consonant: ahava. */
const GUTTURALS: readonly number[] = Object.freeze([ALEF, HE, HET, AYIN]);

/**
 * One word with a capital, handed to `take` in pieces: only a very long word has more than one.
 */
export function spellHebrew(
  points: ArrayLike<number>,
  from: number,
  to: number,
  sounds: Sounds,
  words: WordList,
  take: (piece: string) => void,
): void {
  let hasMarks = false;
  for (let at = from; at < to && !hasMarks; at += 1) hasMarks = isVowelMark(points[at] ?? 0);
  const listed = hasMarks || to - from > LISTED_MAX ? '' : listedWord(points, from, to, words);
  if (listed !== '') {
    take(capitalise(listed));
    return;
  }
  for (let at = from; at < to;) {
    const end = endOfPiece(points, at, to, isMark);
    findSounds(sounds, points, at, end, hasMarks);
    if (!hasMarks) addVowels(sounds);
    take(at === from ? capitalise(sounds.text()) : sounds.text());
    at = end;
  }
}

/** A longer one would not be listed. */
const LISTED_MAX = 16;
/** He, vav, bet, lamed, mem, shin and kaf as the article, "and", "in", "to", "from", "that" and "like". */
const PREFIXES: Readonly<Record<number, string>> = Object.freeze({
  [HE]: 'ha',
  [VAV]: 've',
  [BET]: 'ba',
  [LAMED]: 'la',
  [MEM]: 'me',
  [SHIN]: 'she',
  [KAF]: 'ke',
});
/** Shorter words are too often the end of another. */
const PREFIXED_MIN = 3;

/** A listed word, alone or behind a prefix. */
function listedWord(points: ArrayLike<number>, from: number, to: number, words: WordList): string {
  const whole = words.find(points, from, to);
  const prefix = PREFIXES[points[from] ?? 0];
  if (whole !== '' || prefix === undefined || to - from <= PREFIXED_MIN) return whole;
  const rest = words.find(points, from + 1, to);
  return rest === '' ? '' : prefix + rest;
}

function isVowelMark(point: number): boolean {
  return point >= HATAF_SEGOL && point <= QUBUTS;
}

function isMark(point: number): boolean {
  return point < ALEF || point > TAV;
}

function findSounds(
  sounds: Sounds,
  letters: ArrayLike<number>,
  from: number,
  to: number,
  hasMarks: boolean,
): void {
  sounds.clear();
  const last = lastLetter(letters, from, to);
  for (let at = from; at < to; at += 1) {
    const letter = letters[at] ?? 0;
    const next = at + 1 < to ? (letters[at + 1] ?? 0) : 0;
    const before = sounds.last;
    if (letter === GERESH) soften(before);
    else if (isMark(letter)) applyMark(before, letter, sounds.length === 1);
    else if (letter === VAV) {
      if (next === VAV) {
        add(sounds, VAV, 'v');
        at += 1;
      } else if (hasMarks && next === DAGESH && before?.vowel === '') setVowel(before, 'u');
      else if (hasMarks && next === HOLAM) {
        if (before !== undefined) setVowel(before, 'o');
        at += 1;
      } else if (before === undefined || hasMarks || before.isFixed) add(sounds, VAV, 'v');
      else setVowel(before, 'o');
    } else if (letter === YOD) {
      if (next === YOD && before !== undefined) {
        // The dual, and heaven: -ayim.
        setVowel(before, letters[at + 2] === FINAL_MEM && at + 2 === last ? 'ayi' : 'ay');
        at += 1;
      } else if (hasMarks && before?.vowel === 'i') continue;
      else if (before === undefined || before.isFixed || next === HE || next === VAV)
        add(sounds, YOD, at === last && before?.vowel === 'i' ? '' : 'y');
      else setVowel(before, hasMarks ? before.vowel : 'i');
    } else if (letter === HE && at === last && before !== undefined) {
      if (!before.isFixed) setVowel(before, 'a');
    } else if (letter === ALEF && at === last && before !== undefined) {
      if (!before.isFixed) setVowel(before, 'a');
    } else add(sounds, letter, consonantOf(letter, at === from, next));
  }
  if (!hasMarks) endWord(sounds);
}

/** Het at the end is said with an a before it: ruach. A final yod and vav are said av: stav. */
function endWord(sounds: Sounds): void {
  const ending = sounds.last;
  const before = sounds.at(sounds.length - 2);
  if (ending === undefined || before === undefined) return;
  const isAfterVowel = before.vowel === 'u' || before.vowel === 'o' || before.vowel === 'i';
  if (ending.letter === HET && isAfterVowel) ending.consonant = 'ach';
  else if (ending.letter === YOD && ending.vowel === 'o' && before.vowel === '') {
    setVowel(before, 'a');
    ending.consonant = 'v';
    ending.vowel = '';
  }
}

function add(sounds: Sounds, letter: number, consonant: string): void {
  sounds.add(consonant);
  const { last } = sounds;
  if (last !== undefined) last.letter = letter;
}

/** Index of the last letter that is not a mark. */
function lastLetter(letters: ArrayLike<number>, from: number, to: number): number {
  let last = to - 1;
  while (last > from && isMark(letters[last] ?? 0)) last -= 1;
  return last;
}

function setVowel(sound: Sound, vowel: string): void {
  sound.vowel = vowel;
  sound.isFixed = true;
}

function consonantOf(letter: number, isFirst: boolean, next: number): string {
  const isHard = isFirst || next === DAGESH;
  if (letter === BET && isHard) return 'b';
  if ((letter === KAF || (letter === FINAL_KAF && next === DAGESH)) && isHard) return 'k';
  if ((letter === PE || (letter === FINAL_PE && next === DAGESH)) && isHard) return 'p';
  return LETTERS[letter - ALEF] ?? '';
}

/** A geresh writes the foreign sounds j, zh and ch. */
function soften(before: Sound | undefined): void {
  if (before?.consonant === 'g') before.consonant = 'j';
  else if (before?.consonant === 'z') before.consonant = 'zh';
  else if (before?.consonant === 'tz') before.consonant = 'ch';
}

function applyMark(before: Sound | undefined, mark: number, isFirst: boolean): void {
  if (before === undefined) return;
  if (mark === SIN_DOT && before.letter === SHIN) before.consonant = 's';
  if (mark === QAMATS_QATAN) setVowel(before, 'o');
  if (mark < SHEVA || mark > QUBUTS) return;
  // Sheva is said under a word's first letter only.
  const vowel = mark === SHEVA ? (isFirst ? 'e' : '') : (MARKS[mark - SHEVA] ?? '');
  setVowel(before, vowel);
}

function addVowels(sounds: Sounds): void {
  const last = sounds.length - 1;
  const isPairAlone = sounds.length === 2 && sounds.at(1)?.vowel === '';
  const isRootAlone = sounds.length === 3 && hasNoVowel(sounds);
  const isPlural = isPluralOfRoot(sounds);
  for (let at = 0; at < last; at += 1) {
    const here = sounds.at(at);
    const next = sounds.at(at + 1);
    if (here === undefined || next === undefined || here.vowel !== '') continue;
    const before = sounds.at(at - 1);
    const isCrowded = before !== undefined && before.vowel === '';
    const isLastPair = at + 1 === last && next.vowel === '';
    if (isPlural) here.vowel = at === 0 ? 'e' : 'a';
    else if (isRootAlone)
      here.vowel =
        here.letter === AYIN || here.letter === ALEF || next.letter === AYIN || next.letter === HET
          ? 'a'
          : 'e';
    else if (isPairAlone) here.vowel = isThroat(here) || endsInA(next) ? 'a' : 'e';
    else if (at === 0 && here.letter === YOD && next.vowel === '' && next.letter !== HE)
      here.vowel = 'i';
    else if (here.letter === ALEF && at + 1 === last && next.letter === LAMED) here.vowel = 'e';
    else if (at === 0)
      here.vowel =
        sounds.length > 2 && next.vowel !== '' && SAID_WITH_E.includes(here.letter)
          ? 'e'
          : here.letter === AYIN && sounds.length > 2
            ? 'i'
            : 'a';
    else if (GUTTURALS.includes(here.letter)) here.vowel = 'a';
    else if (isLastPair) here.vowel = 'e';
    else if (isCrowded || here.consonant === '') here.vowel = 'a';
  }
}

/** Three consonants and -im or -ot: yeladim, levanot. */
function isPluralOfRoot(sounds: Sounds): boolean {
  const ending = sounds.at(3);
  const third = sounds.at(2);
  const isOpen = sounds.at(0)?.vowel === '' && sounds.at(1)?.vowel === '';
  if (sounds.length !== 4 || !isOpen || ending?.vowel !== '') return false;
  return (
    (third?.vowel === 'i' && ending.letter === FINAL_MEM) ||
    (third?.vowel === 'o' && ending.letter === TAV)
  );
}

function hasNoVowel(sounds: Sounds): boolean {
  for (let at = 0; at < sounds.length; at += 1) if (sounds.at(at)?.vowel !== '') return false;
  return true;
}

function isThroat({ letter }: Sound): boolean {
  return GUTTURALS.includes(letter);
}

/** Words of two letters have e (lev, tel, shel, ben), but a before these: yam, dam, yad, rak. */
const SAID_WITH_A: readonly number[] = Object.freeze([FINAL_MEM, DALET, QOF]);
function endsInA({ letter }: Sound): boolean {
  return SAID_WITH_A.includes(letter);
}
