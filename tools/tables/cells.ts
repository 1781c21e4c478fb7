/**
 * What the table says of each code point that no rule of the device spells: first our typography, then what Unicode's own
 * compatibility forms say, then the name of an emoji (CLDR's, npm `unicode-emoji-json`, MIT), then the npm packages
 * `transliteration` (MIT) and, where that one knows nothing or its letters are weaker, `any-ascii` (ISC).
 */
import anyAscii from 'any-ascii';
import { transliterate } from 'transliteration';
import emoji from 'unicode-emoji-json/data-by-emoji.json' with { type: 'json' };
import { isUnseen } from '../../device/text/signs.js';
import { isNamedLetter } from '../../device/text/small-scripts.js';
import { scriptOf } from '../../device/text/scripts.js';
import { PICTURES, SIGNS, SILENT } from './signs.js';

export type Cell =
  | { readonly kind: 'none' }
  | { readonly kind: 'spelling'; readonly text: string }
  | { readonly kind: 'picture'; readonly name: string }
  | { readonly kind: 'fold'; readonly codePoints: readonly number[] };

const NONE: Cell = { kind: 'none' };
const ASCII = /^[\x20-\x7e]+$/;
/** A to Z that have no compatibility form: white on a disc, white on a square, of a country's flag. */
const NEGATIVE_LETTERS = [0x1f150, 0x1f170, 0x1f1e6];
/** Longer names are cut at a word: a display has 16 columns. */
const NAME_LENGTH_MAX = 20;

const EMOJI_NAMES: ReadonlyMap<number, string> = emojiNames();

function emojiNames(): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [sequence, { name }] of Object.entries(emoji)) {
    const points = Array.from(sequence.replace(/\ufe0f/g, ''));
    const point = points[0]?.codePointAt(0) ?? 0;
    if (points.length === 1 && point > 0x7f) names.set(point, shorten(name));
  }
  return names;
}

function shorten(name: string): string {
  const plain = name.normalize('NFD').replace(/[^\x20-\x7e]/g, '');
  let short = '';
  for (const word of plain.split(' ')) {
    if (short !== '' && short.length + 1 + word.length > NAME_LENGTH_MAX) break;
    short += short === '' ? word : ` ${word}`;
  }
  return short;
}

export function cellOf(codePoint: number): Cell {
  if (codePoint < 0x80 || isUnseen(codePoint) || isPrivate(codePoint) || isFullWidth(codePoint))
    return NONE;
  const character = String.fromCodePoint(codePoint);
  if (SILENT.has(character)) return { kind: 'fold', codePoints: [] };
  const sign = SIGNS.get(codePoint);
  if (sign !== undefined) return spelled(sign);
  if (isByRule(codePoint)) return NONE;
  const picture = PICTURES.get(codePoint);
  if (picture !== undefined) return { kind: 'picture', name: picture };
  for (const first of NEGATIVE_LETTERS)
    if (codePoint >= first && codePoint < first + 26)
      return spelled(String.fromCharCode(0x41 + codePoint - first));
  const compatible = compatibleForm(character);
  if (compatible !== undefined) return compatible;
  const name = EMOJI_NAMES.get(codePoint);
  if (name !== undefined) return { kind: 'picture', name };
  return packageSpelling(codePoint, character);
}

function spelled(text: string): Cell {
  return text === '' ? NONE : { kind: 'spelling', text };
}

/** Full-width letters and digits, which the device folds by arithmetic. */
function isFullWidth(codePoint: number): boolean {
  return (
    codePoint >= 0xff10 &&
    codePoint <= 0xff5a &&
    /[\p{L}\p{N}]/u.test(String.fromCodePoint(codePoint))
  );
}

function isPrivate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xf8ff;
}

function isByRule(codePoint: number): boolean {
  const script = scriptOf(codePoint);
  if (script === 'other' || script === 'latin') return false;
  if (script === 'small') return isNamedLetter(codePoint);
  // Cyrillic beyond the letters of the languages that have rules, and Han beyond the first block, are the packages' matter.
  if (script === 'cyrillic') return codePoint < 0x460;
  return script !== 'han' || (codePoint >= 0x4e00 && codePoint <= 0x9fff);
}

/** Unicode's compatibility decomposition: as letters where it ends in ASCII, as other code points where rules await them. */
function compatibleForm(character: string): Cell | undefined {
  const form = withoutAccents(character.normalize('NFKC'));
  if (form === character) return undefined;
  const plain = form.replace(/\u2044/g, '/').trim();
  if (ASCII.test(plain)) return spelled(/^\d+\/\d+$/.test(plain) ? ` ${plain}` : plain);
  const codePoints = Array.from(form).map((letter) => letter.codePointAt(0) ?? 0);
  if (codePoints.length <= 8 && codePoints.some((point) => isByRule(point) || isVoicing(point)))
    return { kind: 'fold', codePoints };
  return undefined;
}

/** The marks that voice a kana, which has its own rule. */
function isVoicing(codePoint: number): boolean {
  return codePoint === 0x3099 || codePoint === 0x309a;
}

/** Old Greek with its breathings and circumflexes becomes modern Greek with one accent. */
function withoutAccents(text: string): string {
  if (!/[\u1f00-\u1fff]/.test(text)) return text;
  const marks = text
    .normalize('NFD')
    .replace(/[\u0300\u0342]/g, '\u0301')
    .replace(/[\u0304\u0306\u0313\u0314\u0345]/g, '');
  return marks.normalize('NFC');
}

function packageSpelling(codePoint: number, character: string): Cell {
  const isLatin = scriptOf(codePoint) === 'latin' || codePoint < 0x370;
  const second = anyAscii(character);
  const isName = /^:.+:$/.test(second);
  // Beyond the first plane there are mostly scripts of scholars: not worth 30 KB.
  if (codePoint > 0xffff && !isName) return NONE;
  if (isName) return { kind: 'picture', name: shorten(second.slice(1, -1).replace(/_/g, ' ')) };
  const first = transliterate(character);
  // any-ascii is the better of the two outside Latin and the syllabics of Canada and of the Cherokee (docs/text.md has both scores by script).
  const [preferred, other] =
    isLatin || isNorthAmerican(codePoint) ? [first, second] : [second, first];
  if (isFit(preferred)) return spelled(preferred);
  if (isFit(other)) return spelled(other);
  // A mark without a spelling is dropped; a letter without one is shown as `*`.
  return /\p{M}/u.test(character) ? { kind: 'fold', codePoints: [] } : NONE;
}

/** A question mark, braille dots or a stray sign instead of a letter would only confuse. */
function isFit(spelling: string): boolean {
  return ASCII.test(spelling) && !/[?{@]/.test(spelling);
}

function isNorthAmerican(codePoint: number): boolean {
  return (
    (codePoint >= 0x13a0 && codePoint <= 0x13ff) || (codePoint >= 0x1400 && codePoint <= 0x167f)
  );
}
