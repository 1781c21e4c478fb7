/**
 * The Brahmic scripts of India. Each block lays its letters out like the others (ISCII), so one set of rules serves all. A
 * consonant carries a vowel unless a sign or a virama follows; northern languages drop it at a word's end (Hunterian).
 */
import { capitalise } from './signs.js';
import type { Sound, Sounds } from './sounds.js';

const FIRST_BLOCK = 0x900;
const LAST_BLOCK = 0xdff;
/** Vowels by themselves, and the signs that say the same behind a consonant. */
const VOWELS = Object.freeze('a a i i u u ri li e e e ai o o o au'.split(' '));
const SIGNS = Object.freeze('a i i u u ri ri e e e ai o o o au'.split(' '));
const CONSONANTS = Object.freeze(
  'k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l zh v sh sh s h'.split(
    ' ',
  ),
);
/** Letters with a dot. */
const DOTTED = Object.freeze('q kh gh z r rh f y'.split(' '));
/** Places in each block. */
const CANDRABINDU = 0x01;
const ANUSVARA = 0x02;
const VISARGA = 0x03;
const LETTER_A = 0x05;
const LETTER_AU = 0x14;
const LETTER_KA = 0x15;
const LETTER_THA = 0x24;
const LETTER_DA = 0x25;
const LETTER_DHA = 0x26;
const LETTER_YA = 0x2f;
const LETTER_VA = 0x35;
const LETTER_HA = 0x39;
const NUKTA = 0x3c;
const SIGN_AA = 0x3e;
const SIGN_AU = 0x4c;
const VIRAMA = 0x4d;
const BENGALI_KHANDA_TA = 0x4e;
const OM = 0x50;
const LETTER_QA = 0x58;
const LETTER_RRA = 0x5c;
const LETTER_YYA = 0x5f;
const DANDA = 0x64;
const DIGIT_NINE = 0x6f;
const GURMUKHI_TIPPI = 0x70;
const GURMUKHI_ADDAK = 0x71;
const MALAYALAM_CHILLU = 0x7a;

const SCRIPT = Object.freeze({
  devanagari: 0,
  bengali: 1,
  gurmukhi: 2,
  gujarati: 3,
  oriya: 4,
  tamil: 5,
  telugu: 6,
  kannada: 7,
  malayalam: 8,
  sinhala: 9,
});

export function isBrahmic(codePoint: number): boolean {
  return codePoint >= FIRST_BLOCK && codePoint <= LAST_BLOCK && !isDigitOrSign(codePoint & 0x7f);
}

/** Sinhala, U+0D80 to U+0DDF, as places of the other scripts; 0 where it has none, and letters of its own below. */
const SINHALA = Object.freeze([
  0, 0, 0x02, 0x03, 0, 0x05, 0x06, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0b, 0x0c, 0x0c, 0x0e,
  0x0f, 0x10, 0x12, 0x13, 0x14, 0, 0, 0, 0x15, 0x16, 0x17, 0x18, 0x19, 0x17, 0x1a, 0x1b, 0x1c, 0x1d,
  0x1e, 0x1c, 0x1c, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x21, 0x24, 0x25, 0x26, 0x27, 0x28, 0, 0x26, 0x2a,
  0x2b, 0x2c, 0x2d, 0x2e, 0x2c, 0x2f, 0x30, 0, 0x32, 0, 0, 0x35, 0x36, 0x37, 0x38, 0x39, 0x33, 0x5e,
  0, 0, 0, 0x4d, 0, 0, 0, 0, 0x3e, 0x3e, 0x3e, 0x3f, 0x40, 0x41, 0, 0x42, 0, 0x43, 0x46, 0x47, 0x48,
  0x4a, 0x4b, 0x4c, 0,
]);
/** With the nasal that is part of the letter. */
const SINHALA_OWN: Readonly<Record<number, string>> = Object.freeze({
  0x1f: 'ng',
  0x25: 'gn',
  0x26: 'nj',
  0x2c: 'nd',
  0x33: 'nd',
  0x39: 'mb',
});

/** Dandas and digits end a word. */
function isDigitOrSign(place: number): boolean {
  return place >= DANDA && place <= DIGIT_NINE;
}

/**
 * One word with a capital, handed to `take` in pieces: only a very long word has more than one.
 */
export function spellBrahmic(
  points: ArrayLike<number>,
  from: number,
  to: number,
  sounds: Sounds,
  take: (piece: string) => void,
): void {
  const script = ((points[from] ?? FIRST_BLOCK) - FIRST_BLOCK) >> 7;
  for (let at = from; at < to;) {
    const end = findSounds(sounds, points, at, to, script);
    if (script <= SCRIPT.gujarati) dropSchwas(sounds, script);
    const piece = script === SCRIPT.tamil ? joinTamil(sounds) : joinSounds(sounds, script);
    take(at === from ? capitalise(piece) : piece);
    at = end;
  }
}

/** Reads syllables until the word ends or `sounds` is full; returns where the next begins. */
function findSounds(
  sounds: Sounds,
  points: ArrayLike<number>,
  from: number,
  to: number,
  script: number,
): number {
  sounds.clear();
  const inherent = script === SCRIPT.oriya ? 'o' : 'a';
  for (let at = from; at < to; at += 1) {
    const own = (points[at] ?? 0) & 0x7f;
    const place = script === SCRIPT.sinhala ? (SINHALA[own] ?? 0) : own;
    const { last } = sounds;
    if (sounds.isFull && isLetter(place, script)) return at;
    if (place >= LETTER_A && place <= LETTER_AU) sounds.add('', VOWELS[place - LETTER_A], true);
    else if (
      (place >= LETTER_KA && place <= LETTER_HA) ||
      (place >= LETTER_QA && place <= LETTER_YYA)
    ) {
      const nasal = script === SCRIPT.sinhala ? SINHALA_OWN[own] : undefined;
      const onset = nasal ?? consonantOf(place, script, last !== undefined && last.vowel === '');
      sounds.add(onset, inherent);
    } else if (place === OM) sounds.add('', 'om', true);
    else if (last === undefined) continue;
    else if (place >= SIGN_AA && place <= SIGN_AU) {
      last.vowel = SIGNS[place - SIGN_AA] ?? '';
      last.isFixed = true;
    } else if (place === VIRAMA) {
      last.vowel = '';
      last.isFixed = true;
    } else if (place === NUKTA) last.consonant = withNukta(last.consonant, script);
    else if (place === ANUSVARA || place === CANDRABINDU || place === GURMUKHI_TIPPI)
      last.coda = script === SCRIPT.bengali && place === ANUSVARA ? 'ng' : 'n';
    else if (place === VISARGA) last.coda = 'h';
    else if (place === BENGALI_KHANDA_TA && script === SCRIPT.bengali) sounds.add('t', '', true);
    else if (place === GURMUKHI_ADDAK && script === SCRIPT.gurmukhi) last.coda = '+';
    else if (place >= MALAYALAM_CHILLU && script === SCRIPT.malayalam)
      sounds.add(CHILLUS[place - MALAYALAM_CHILLU] ?? '', '', true);
  }
  return to;
}

/** Malayalam's consonants that never carry a vowel. */
const CHILLUS = Object.freeze('n n r l l k'.split(' '));

/** Begins a syllable. */
function isLetter(place: number, script: number): boolean {
  return (
    (place >= LETTER_A && place <= LETTER_HA) ||
    (place >= BENGALI_KHANDA_TA && place <= LETTER_YYA) ||
    (place >= MALAYALAM_CHILLU && script === SCRIPT.malayalam)
  );
}

function consonantOf(place: number, script: number, isAfterVirama: boolean): string {
  if (place >= LETTER_QA)
    return script === SCRIPT.gurmukhi && place === LETTER_RRA
      ? 'r'
      : (DOTTED[place - LETTER_QA] ?? '');
  const plain = CONSONANTS[place - LETTER_KA] ?? '';
  if (script === SCRIPT.bengali) {
    if (place === LETTER_YYA) return 'y';
    if (place === LETTER_YA) return isAfterVirama ? 'y' : 'j';
    if (place === LETTER_VA) return 'b';
  }
  // Both Dravidian r and the letters that the north lacks.
  if (script >= SCRIPT.tamil) {
    if (place === LETTER_THA || place === LETTER_DA) return 'th';
    if (place === LETTER_DHA) return 'd';
  }
  return plain;
}

const NUKTA_PAIRS: Readonly<Record<string, string>> = Object.freeze({
  k: 'q',
  j: 'z',
  ph: 'f',
  d: 'r',
  dh: 'rh',
  g: 'gh',
});
function withNukta(onset: string, script: number): string {
  if (script === SCRIPT.bengali && onset === 'j') return 'y';
  if (script === SCRIPT.oriya) return onset;
  return NUKTA_PAIRS[onset] ?? onset;
}

/** The unwritten vowel is not said at a word's end, nor between two syllables that are. */
function dropSchwas(sounds: Sounds, script: number): void {
  const last = sounds.length - 1;
  const ending = sounds.at(last);
  if (ending === undefined) return;
  const before = sounds.at(last - 1);
  const isAfterCluster = before !== undefined && before.vowel === '';
  if (
    !ending.isFixed &&
    ending.coda === '' &&
    last > 0 &&
    !(isAfterCluster && (script === SCRIPT.bengali || isHardToEnd(before, ending)))
  )
    ending.vowel = '';
  if (script === SCRIPT.bengali) {
    // Where it is the word's only vowel it is said, and written, as o: mon, jol.
    const first = sounds.at(0);
    if (last === 1 && first?.isFixed === false && ending.vowel === '') first.vowel = 'o';
    return;
  }
  for (let at = last - 1; at > 0; at -= 1) {
    const here = sounds.at(at);
    const left = sounds.at(at - 1);
    const right = sounds.at(at + 1);
    if (here === undefined || left === undefined || right === undefined) continue;
    if (
      !here.isFixed &&
      here.coda === '' &&
      left.vowel !== '' &&
      left.coda === '' &&
      right.vowel !== '' &&
      right.consonant !== ''
    )
      here.vowel = '';
  }
}

/** A stop with a liquid or a nasal after it cannot end a word without a vowel: mitra, janma. */
function isHardToEnd(before: Sound, ending: Sound): boolean {
  return 'ryvlmn'.includes(ending.consonant) && !'rn'.includes(before.consonant);
}

function joinSounds(sounds: Sounds, script: number): string {
  let text = '';
  for (let at = 0; at < sounds.length; at += 1) {
    const sound = sounds.at(at);
    if (sound === undefined) continue;
    const next = sounds.at(at + 1)?.consonant ?? '';
    const coda =
      sound.coda === '+'
        ? next.slice(0, 1)
        : sound.coda === 'n' && next === 'h' && script <= SCRIPT.gujarati
          ? 'ng'
          : sound.coda === 'n' &&
              (isLabial(next) ||
                (next === '' && at + 1 === sounds.length && script >= SCRIPT.telugu))
            ? 'm'
            : sound.coda;
    text += sound.consonant + sound.vowel + coda;
  }
  return text.replace(/chchh?/g, 'cch').replace(/shsh/g, 'ssh');
}

function isLabial(onset: string): boolean {
  const first = onset.slice(0, 1);
  return first === 'p' || first === 'b' || first === 'm';
}

/** Tamil writes one letter for voiced and voiceless stops: voiced after a nasal and between vowels. */
const VOICED: Readonly<Record<string, string>> = Object.freeze({
  k: 'g',
  ch: 's',
  t: 'd',
  th: 'dh',
  p: 'b',
});

function joinTamil(sounds: Sounds): string {
  let text = '';
  for (let at = 0; at < sounds.length; at += 1) {
    const sound = sounds.at(at);
    if (sound === undefined) continue;
    const before = sounds.at(at - 1);
    const next = sounds.at(at + 1);
    let onset = sound.consonant;
    const isDoubled = before?.vowel === '' && before.consonant === onset;
    const isAfterNasal =
      before?.vowel === '' && (before.consonant === 'n' || before.consonant === 'm');
    const isBetween = before !== undefined && before.vowel !== '' && sound.vowel !== '';
    if (isAfterNasal && onset === 'ch') onset = 'j';
    else if (isAfterNasal || isBetween) onset = VOICED[onset] ?? onset;
    else if (at === 0 && onset === 'ch') onset = 's';
    if (isDoubled && onset === 'th') text = text.slice(0, -2);
    else if (isDoubled && onset === 'ch') text = `${text.slice(0, -2)}c`;
    if (onset === '' && next === undefined && sound.vowel === '') continue;
    text += onset + sound.vowel + sound.coda;
  }
  return text;
}
