/**
 * Glyphs for letters that a character ROM lacks: a base drawn as in the ROM, and a mark above or below. Under a mark,
 * capitals have six rows instead of seven and reach one lower, as in ROM A02.
 */
import { frozen } from '../shared/frozen.js';
import type { Glyph } from '../shared/frame.js';

const BASES: Readonly<Record<string, readonly number[]>> = frozen({
  a: [0b01110, 0b00001, 0b01111, 0b10001, 0b01111],
  c: [0b01110, 0b10000, 0b10000, 0b10001, 0b01110],
  e: [0b01110, 0b10001, 0b11111, 0b10000, 0b01110],
  g: [0b01111, 0b10001, 0b01111, 0b00001, 0b01110],
  i: [0b01100, 0b00100, 0b00100, 0b00100, 0b01110],
  n: [0b10110, 0b11001, 0b10001, 0b10001, 0b10001],
  o: [0b01110, 0b10001, 0b10001, 0b10001, 0b01110],
  r: [0b10110, 0b11001, 0b10000, 0b10000, 0b10000],
  s: [0b01111, 0b10000, 0b01110, 0b00001, 0b11110],
  t: [0b01000, 0b11100, 0b01000, 0b01001, 0b00110],
  u: [0b10001, 0b10001, 0b10001, 0b10011, 0b01101],
  y: [0b10001, 0b10001, 0b01111, 0b00001, 0b01110],
  z: [0b11111, 0b00010, 0b00100, 0b01000, 0b11111],
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001],
  C: [0b01110, 0b10001, 0b10000, 0b10000, 0b10001, 0b01110],
  D: [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
  E: [0b11111, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  G: [0b01110, 0b10001, 0b10000, 0b10011, 0b10001, 0b01111],
  I: [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  N: [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001],
  O: [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  R: [0b11110, 0b10001, 0b10001, 0b11110, 0b10010, 0b10001],
  S: [0b01111, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
  T: [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
  U: [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  Y: [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100],
  Z: [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111],
});

const CAPITAL_ROWS = 6;

interface Rows {
  /** Rows 0 and 1, above the base. */
  readonly above: readonly [number, number];
  /** Row 7, below it. */
  readonly below: number;
}

interface Mark extends Rows {
  /** Unicode's combining mark; 0 if the letter has no such decomposition. */
  readonly sign: number;
  readonly letters: string;
  /** The base of each letter, by index. */
  readonly bases: string;
}

const above = (one: number, two: number): Rows => ({
  above: [one, two],
  below: 0,
});
const below = (dots: number): Rows => ({ above: [0, 0], below: dots });

const MARKS: readonly Mark[] = frozen([
  {
    ...above(0b00010, 0b00100),
    sign: 0x301,
    letters: 'áéíóúýćńŕśźÁÉÍÓÚÝĆŃŔŚŹ',
    bases: 'aeiouycnrszAEIOUYCNRSZ',
  },
  { ...above(0b01000, 0b00100), sign: 0x300, letters: 'àèìòùÀÈÌÒÙ', bases: 'aeiouAEIOU' },
  {
    ...above(0b00100, 0b01010),
    sign: 0x302,
    letters: 'âêîôûŷĉĝŝÂÊÎÔÛŶĈĜŜ',
    bases: 'aeiouycgsAEIOUYCGS',
  },
  { ...above(0b01101, 0b10010), sign: 0x303, letters: 'ãñõĩũÃÑÕĨŨ', bases: 'anoiuANOIU' },
  { ...above(0b01010, 0b00000), sign: 0x308, letters: 'äëïöüÿÄËÏÖÜŸ', bases: 'aeiouyAEIOUY' },
  // The top of the letter closes the ring.
  { ...above(0b01110, 0b01010), sign: 0x30a, letters: 'åůÅŮ', bases: 'auAU' },
  { ...above(0b01110, 0b00000), sign: 0x304, letters: 'āēīōūĀĒĪŌŪ', bases: 'aeiouAEIOU' },
  { ...above(0b10001, 0b01110), sign: 0x306, letters: 'ăĕğŏŭĂĔĞŎŬ', bases: 'aegouAEGOU' },
  { ...above(0b01010, 0b00100), sign: 0x30c, letters: 'ǎčěňřšžČĎĚŇŘŠŤŽ', bases: 'acenrszCDENRSTZ' },
  { ...above(0b00100, 0b00000), sign: 0x307, letters: 'ċėġżĊĖĠİŻ', bases: 'cegzCEGIZ' },
  { ...above(0b01001, 0b10010), sign: 0x30b, letters: 'őűŐŰ', bases: 'ouOU' },
  { ...below(0b00110), sign: 0x327, letters: 'çşţÇŞŢ', bases: 'cstCST' },
  { ...below(0b00100), sign: 0x326, letters: 'șțņȘȚŅ', bases: 'stnSTN' },
  { ...below(0b00011), sign: 0x328, letters: 'ąęįųĄĘĮŲ', bases: 'aeiuAEIU' },
  { ...below(0), sign: 0, letters: 'ı', bases: 'i' },
]);

/** Letters that are not a base with a mark. */
const WHOLE: Readonly<Record<string, Glyph>> = frozen({
  ø: [0b00000, 0b00001, 0b01110, 0b10011, 0b10101, 0b11001, 0b01110, 0b10000],
  Ø: [0b01111, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b11110, 0b00000],
  ł: [0b01100, 0b00100, 0b00101, 0b00110, 0b01100, 0b00100, 0b01110, 0b00000],
  Ł: [0b10000, 0b10000, 0b10100, 0b11000, 0b10000, 0b10000, 0b11111, 0b00000],
  đ: [0b00010, 0b00111, 0b00010, 0b01110, 0b10010, 0b10010, 0b01110, 0b00000],
  Đ: [0b01110, 0b01001, 0b01001, 0b11101, 0b01001, 0b01001, 0b01110, 0b00000],
  Ð: [0b01110, 0b01001, 0b01001, 0b11101, 0b01001, 0b01001, 0b01110, 0b00000],
  ð: [0b01010, 0b00100, 0b01010, 0b00001, 0b01111, 0b10001, 0b01110, 0b00000],
  þ: [0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000],
  Þ: [0b10000, 0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b00000],
  ß: [0b01100, 0b10010, 0b10010, 0b10110, 0b10001, 0b10001, 0b10110, 0b10000],
  æ: [0b00000, 0b00000, 0b11010, 0b00101, 0b01111, 0b10100, 0b01111, 0b00000],
  Æ: [0b01111, 0b10100, 0b10100, 0b11111, 0b10100, 0b10100, 0b10111, 0b00000],
  œ: [0b00000, 0b00000, 0b01010, 0b10101, 0b10111, 0b10100, 0b01111, 0b00000],
  Œ: [0b01111, 0b10100, 0b10100, 0b10111, 0b10100, 0b10100, 0b01111, 0b00000],
  '¿': [0b00100, 0b00000, 0b00100, 0b01000, 0b10000, 0b10001, 0b01110, 0b00000],
  '¡': [0b00100, 0b00000, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00000],
});

/** All letters that have a glyph. */
export const GLYPH_LETTERS: string =
  MARKS.map(({ letters }) => letters).join('') + Object.keys(WHOLE).join('');

/** Undefined if the letter has no glyph. */
export function letterGlyph(letter: string): Glyph | undefined {
  const whole = WHOLE[letter];
  if (whole) return whole;
  for (const { letters, bases, ...mark } of MARKS) {
    const at = letter === '' ? -1 : letters.indexOf(letter);
    const base = at < 0 ? undefined : BASES[bases.charAt(at)];
    if (!base) continue;
    return eightRows(base, mark);
  }
  return undefined;
}

const SIGN_FIRST = 0x300;
const SIGN_LAST = 0x36f;
const CEDILLA = 0x327;
const COMMA_BELOW = 0x326;

/**
 * Composes base and combining mark into one letter if that has a glyph. A single mark on a plain letter that does not
 * compose is dropped, as transliteration would: otherwise the whole word would lose its own letters.
 */
export function composeLetters(text: string): string {
  let composed = '';
  let copiedTo = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (!isSign(text.charCodeAt(at))) continue;
    const base = text.charAt(at - 1);
    const letter = letterOf(base, text.charCodeAt(at));
    const isLoose = at + 1 < text.length && isSign(text.charCodeAt(at + 1));
    if (letter === '' && (isLoose || !isLetter(base))) continue;
    composed += text.slice(copiedTo, at - 1) + (letter === '' ? base : letter);
    copiedTo = at + 1;
  }
  return copiedTo === 0 ? text : composed + text.slice(copiedTo);
}

function isSign(charCode: number): boolean {
  return charCode >= SIGN_FIRST && charCode <= SIGN_LAST;
}

function isLetter(character: string): boolean {
  return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

function letterOf(base: string, sign: number): string {
  for (const mark of MARKS) {
    const at = mark.sign === sign ? mark.bases.indexOf(base) : -1;
    if (at >= 0) return mark.letters.charAt(at);
  }
  // Unicode composes the Latvian ņ with a cedilla, although it is drawn as a comma.
  return sign === CEDILLA ? letterOf(base, COMMA_BELOW) : '';
}

function eightRows(base: readonly number[], { above: [first, second], below: last }: Rows): Glyph {
  const [one = 0, two = 0, three = 0, four = 0, five = 0, six = 0] = base;
  if (base.length < CAPITAL_ROWS) return [first, second, one, two, three, four, five, last];
  return last === 0
    ? [first, second, one, two, three, four, five, six]
    : [0, one, two, three, four, five, six, last];
}
