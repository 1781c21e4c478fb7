/**
 * Thai by RTGS and Lao by the same steps: its letters are Thai's, minus 0x80. Vowels written before their consonant are
 * said after it; what is not written is o inside a syllable and a at its open end. Words are not told apart.
 */
import type { PointBuffer } from './points.js';

const FIRST = 0xe01;
const INITIALS = Object.freeze(
  'k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r rue l lue w s s s h l - h'.split(
    ' ',
  ),
);
const FINALS = Object.freeze(
  'k k k k k k ng t t t t t n t t t t t n t t t t t n p p p p p p p m i n - n - o t t t - n - -'.split(
    ' ',
  ),
);
const H = 0xe2b;
const O_ANG = 0xe2d;
const RO = 0xe23;
const LO = 0xe25;
const WO = 0xe27;
const YO = 0xe22;
const SILENCER = 0xe4c;
const REPEAT = 0xe46;
/** Consonants that a leading h or o only lifts in tone. */
const LED = Object.freeze([0xe07, 0xe0d, 0xe19, 0xe21, YO, RO, LO, WO]);
/** First consonants of true clusters with r, l and w (RTGS, as in prueksa, phleng, khwam). */
const BEFORE_RO = Object.freeze([0xe01, 0xe02, 0xe04, 0xe15, 0xe1b, 0xe1e]);
const BEFORE_LO = Object.freeze([0xe01, 0xe02, 0xe04, 0xe1b, 0xe1c, 0xe1e]);
const BEFORE_WO = Object.freeze([0xe01, 0xe02, 0xe04]);
/** Before r these are said alone: sang, sao. */
const SOLE_S = Object.freeze([0xe2a, 0xe28, 0xe0b]);
const THO_THAHAN = 0xe17;
const TO_TAO = 0xe15;
const CHO_CHAN = 0xe08;

export function isThaiOrLao(codePoint: number): boolean {
  return (
    codePoint >= 0xe01 &&
    codePoint <= 0xedf &&
    codePoint !== 0xe3f &&
    !(codePoint >= 0xe50 && codePoint <= 0xe59) &&
    !(codePoint >= 0xed0 && codePoint <= 0xed9)
  );
}

function isConsonant(point: number): boolean {
  return point >= FIRST && point <= 0xe2e;
}

function isLeading(point: number): boolean {
  return point >= 0xe40 && point <= 0xe44;
}

function isFollowing(point: number): boolean {
  return point >= 0xe30 && point <= 0xe39;
}

/** Drops tone marks and silenced letters, and brings Lao to Thai's places. */
function readable(
  points: ArrayLike<number>,
  from: number,
  to: number,
  read: PointBuffer,
): Uint32Array {
  read.clear();
  for (let at = from; at < to; at += 1) {
    let point = points[at] ?? 0;
    if (point >= 0xe80) point = laoAsThai(point);
    if (point >= 0xe47 && point <= 0xe4b && point !== 0xe47) continue;
    if (point === 0xe4d || point === 0xe4e || point === 0xe3a) continue;
    if (point === SILENCER) {
      // The mark may stand on a vowel sign of the letter that it silences.
      while (read.last !== 0 && !isConsonant(read.last)) read.pop();
      read.pop();
      // Of a final cluster in tr both are silent: chan, sat.
      const { last } = read;
      if ((last === THO_THAHAN || last === TO_TAO) && isConsonant(read.at(read.length - 2)))
        read.pop();
      continue;
    }
    read.push(point);
  }
  return read.view();
}

function laoAsThai(point: number): number {
  if (point === 0xebd) return YO;
  // Mai kon is the short o.
  if (point === 0xebb) return 0xe47;
  if (point === 0xedc) return 0xe19;
  if (point === 0xedd) return 0xe21;
  if (point === 0xebc) return RO;
  return point - 0x80;
}

/**
 * A run without blanks. Small letters: the caller sets the capital.
 * @param letters holds the run while it is read
 */
export function spellThai(
  points: ArrayLike<number>,
  from: number,
  to: number,
  letters: PointBuffer,
): string {
  const read = readable(points, from, to, letters);
  const isLao = (points[from] ?? 0) >= 0xe80;
  let text = '';
  let last = '';
  for (let at = 0; at < read.length;) {
    if (read[at] === REPEAT) {
      text += last;
      at += 1;
      continue;
    }
    const [syllable, next] = spellSyllable(read, at);
    last = isLao && syllable.startsWith('w') ? `v${syllable.slice(1)}` : syllable;
    text += last;
    at = next;
  }
  return text;
}

function initialOf(point: number): string {
  const spelling = INITIALS[point - FIRST] ?? '';
  return spelling === '-' ? '' : spelling;
}

function finalOf(point: number): string {
  const spelling = FINALS[point - FIRST] ?? '';
  return spelling === '-' ? '' : spelling;
}

/** One syllable and where the next begins; always moves on. */
function spellSyllable(read: ArrayLike<number>, start: number): readonly [string, number] {
  let at = start;
  const leading = isLeading(read[at] ?? 0) ? (read[at] ?? 0) : 0;
  if (leading !== 0) at += 1;
  const first = read[at] ?? 0;
  if (!isConsonant(first))
    return [vowelSignAlone(first, leading), Math.max(at + (first === 0 ? 0 : 1), start + 1)];
  at += 1;
  let onset = initialOf(first);
  const second = read[at] ?? 0;
  const third = read[at + 1] ?? 0;
  const hasVowelAfterSecond =
    isFollowing(third) || third === 0xe47 || (isConsonant(third) && !hasOwnVowel(read, at + 1));
  if (
    (first === H || first === O_ANG) &&
    LED.includes(second) &&
    (leading !== 0 || hasVowelAfterSecond) &&
    (first === H || second === YO)
  ) {
    onset = initialOf(second);
    at += 1;
  } else if (leading === 0 && first === THO_THAHAN && second === RO && hasVowelAfterSecond) {
    onset = 's';
    at += 1;
  } else if (second === RO && isFollowing(third) && isSaidAlone(first, third)) at += 1;
  else if (isLentA(read, start, at)) return [`${onset}a`, at];
  else if (isCluster(read, at, leading)) {
    onset += initialOf(second);
    at += 1;
  }
  const inherentAt = at;
  const [vowel, afterVowel, isOpen] = spellVowel(read, at, leading);
  at = afterVowel;
  const next = read[at] ?? 0;
  if (!isOpen && isConsonant(next) && next !== O_ANG && next !== H && !hasOwnVowel(read, at))
    return [onset + vowel + finalOf(next), at + 1];
  if (afterVowel === inherentAt && leading === 0 && !isOpen) return [`${onset}a`, at];
  return [onset + vowel, at];
}

/** Sr is s before a vowel sign, and ching is the one word in chr. */
function isSaidAlone(first: number, vowel: number): boolean {
  return SOLE_S.includes(first) || (first === CHO_CHAN && vowel === 0xe34);
}

/** Low-class consonants lend no a to the one after them: khon, fon, but khanom. */
const LENDING = Object.freeze([
  0xe01, 0xe02, 0xe08, 0xe09, 0xe14, 0xe15, 0xe16, 0xe1a, 0xe1b, 0xe1c, 0xe1d, 0xe28, 0xe2a,
]);

/** Three consonants alone, the second a sonorant: the first is said with a (khanom, thanon, talok). */
function isLentA(read: ArrayLike<number>, start: number, at: number): boolean {
  if (start + 3 !== read.length || at !== start + 1) return false;
  const [first, second, third] = [read[start] ?? 0, read[at] ?? 0, read[at + 1] ?? 0];
  return (
    isConsonant(third) &&
    LED.includes(second) &&
    second !== RO &&
    second !== WO &&
    !(second === LO && BEFORE_LO.includes(first)) &&
    LENDING.includes(first)
  );
}

/** True where r, l or w at `at` is said with the consonant before it: a vowel sign or a final follows. */
function isCluster(read: ArrayLike<number>, at: number, leading: number): boolean {
  const first = read[at - 1] ?? 0;
  const second = read[at] ?? 0;
  const third = read[at + 1] ?? 0;
  const firsts =
    second === RO ? BEFORE_RO : second === LO ? BEFORE_LO : second === WO ? BEFORE_WO : [];
  if (!firsts.includes(first)) return false;
  if (isFollowing(third)) return true;
  // Ae and ai take no l or r for their final: plae, klai, khrai.
  if (leading >= 0xe43 || (leading === 0xe41 && !isConsonant(third))) return true;
  if (!isConsonant(third)) return false;
  return leading !== 0 || (second !== WO && !hasOwnVowel(read, at + 1));
}

/** True where the consonant begins a syllable of its own: a sign after it, or another consonant that carries none. */
function hasOwnVowel(read: ArrayLike<number>, at: number): boolean {
  const next = read[at + 1] ?? 0;
  if (isFollowing(next) || next === 0xe47) return true;
  const third = read[at + 2] ?? 0;
  return next === O_ANG && isConsonant(third) && third !== O_ANG;
}

function vowelSignAlone(point: number, leading: number): string {
  if (leading !== 0) return leadingVowel(leading);
  return signVowel(point);
}

function leadingVowel(leading: number): string {
  return leading === 0xe40 ? 'e' : leading === 0xe41 ? 'ae' : leading === 0xe42 ? 'o' : 'ai';
}

function signVowel(point: number): string {
  if (point === 0xe30 || point === 0xe31 || point === 0xe32 || point === 0xe45) return 'a';
  if (point === 0xe33) return 'am';
  if (point === 0xe34 || point === 0xe35) return 'i';
  if (point === 0xe36 || point === 0xe37) return 'ue';
  return point === 0xe38 || point === 0xe39 ? 'u' : '';
}

/** The vowel after an onset, where reading goes on, and whether the syllable can take no final. */
function spellVowel(
  read: ArrayLike<number>,
  start: number,
  leading: number,
): readonly [string, number, boolean] {
  let at = start;
  const sign = read[at] ?? 0;
  const next = read[at + 1] ?? 0;
  if (leading === 0xe40) {
    if (sign === 0xe32) return next === 0xe30 ? ['o', at + 2, true] : ['ao', at + 1, true];
    if (sign === 0xe35 && next === YO) return ['ia', at + 2, false];
    if (sign === 0xe37 && next === O_ANG) return ['uea', at + 2, false];
    if (sign === 0xe34) return ['oe', at + 1, false];
    if (sign === O_ANG) return ['oe', at + 1, next === 0xe30];
    if (sign === YO && !hasOwnVowel(read, at)) return ['oei', at + 1, true];
    if (sign === 0xe47) return ['e', at + 1, false];
    return sign === 0xe30 ? ['e', at + 1, true] : ['e', at, false];
  }
  if (leading !== 0) {
    const isAi = leading >= 0xe43;
    if (sign === 0xe47 || sign === 0xe30) at += 1;
    if (isAi && sign === YO) at += 1;
    return [leadingVowel(leading), at, isAi || sign === 0xe30];
  }
  if (sign === 0xe31) {
    if (next === WO) return ['ua', at + 2, (read[at + 2] ?? 0) === 0xe30];
    return ['a', at + 1, false];
  }
  if (sign === 0xe37 && next === O_ANG) return ['ue', at + 2, false];
  if (sign === 0xe30 || sign === 0xe33) return [signVowel(sign), at + 1, true];
  if (isFollowing(sign) || sign === 0xe45) return [signVowel(sign), at + 1, false];
  if (sign === 0xe47) return ['o', at + 1, false];
  // Double r is an; w and ang between consonants are vowels; else the unwritten o.
  if (sign === RO && next === RO)
    return isConsonant(read[at + 2] ?? 0) && !hasOwnVowel(read, at + 2)
      ? ['a', at + 2, false]
      : ['an', at + 2, true];
  if (sign === WO && isConsonant(next) && !hasOwnVowel(read, at + 1)) return ['ua', at + 1, false];
  if (sign === O_ANG) return ['o', at + 1, !isConsonant(next) || hasOwnVowel(read, at + 1)];
  return ['o', at, false];
}
