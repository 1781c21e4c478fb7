/** Greek and Cyrillic capitals used for the Latin ones they look like, as in stylised band names. */
import { isLetter } from './signs.js';

const CAPITAL_ALPHA = 0x391;
const CAPITAL_OMEGA = 0x3a9;
/** U+0391 to U+03A9 in order. */
const GREEK = 'ABFAEZHOIKAMNEONP ETYOXYO';
const CYRILLIC_CAPITAL_IO = 0x401;
const CYRILLIC_CAPITAL_A = 0x410;
const CYRILLIC_CAPITAL_YA = 0x42f;
/** U+0410 to U+042F in order. */
const CYRILLIC = 'ABBRAEXENNKAMHONPCTYOXUYWWBBBEOR';

/** The Latin capital it looks like; empty if there is none. */
export function lookAlike(codePoint: number): string {
  if (codePoint >= CAPITAL_ALPHA && codePoint <= CAPITAL_OMEGA)
    return GREEK.charAt(codePoint - CAPITAL_ALPHA).trim();
  if (codePoint >= CYRILLIC_CAPITAL_A && codePoint <= CYRILLIC_CAPITAL_YA)
    return CYRILLIC.charAt(codePoint - CYRILLIC_CAPITAL_A);
  return codePoint === CYRILLIC_CAPITAL_IO ? 'E' : '';
}

/** Canadian syllabics and Cherokee letters that draw Latin capitals. */
const SYLLABICS = 'ᗩᗷᑕᗪᗴᖴᕼᒍᒪᗰᑎᗝᑭᑫᖇᔕᑌᐯᗯ᙭ᘔ';
const DRAWN_BY_SYLLABICS = 'ABCDEFHJLMNOPQRSUVWXZ';
/** Those that no language writes often. */
const STYLISED = 'ᗩᗷᗪᗴᖴᕼᗰᗝᖇᔕᗯ᙭ᘔ';
const CHEROKEE = 'ᎪᏴᏟᎠᎬᎰᏀᎻᏆᎫᏦᏞᎷᏁᎾᏢᎡᏚᎢᏌᏙᏔᎩᏃ';
const DRAWN_BY_CHEROKEE = 'ABCDEFGHIJKLMNOPRSTUVWYZ';
const CHEROKEE_FIRST = 0x13a0;
const SYLLABICS_LAST = 0x167f;
/** Shorter words of Cherokee letters may be Cherokee. */
const DRAWN_MIN = 3;

export function mayDrawLatin(codePoint: number): boolean {
  return codePoint >= CHEROKEE_FIRST && codePoint <= SYLLABICS_LAST;
}

/** The Latin capital that a letter draws; 0 if none. */
function drawnBy(codePoint: number): number {
  const letter = String.fromCodePoint(codePoint);
  const index = SYLLABICS.indexOf(letter);
  if (index >= 0) return DRAWN_BY_SYLLABICS.charCodeAt(index);
  const cherokee = CHEROKEE.indexOf(letter);
  return cherokee >= 0 ? DRAWN_BY_CHEROKEE.charCodeAt(cherokee) : 0;
}

/** Replaces the letters of words that only draw Latin ones: next to Latin letters, or with a letter that only styles. */
export function drawLatin(points: Uint32Array): void {
  for (let from = 0; from < points.length;) {
    let to = from;
    let isDrawn = false;
    for (; to < points.length; to += 1) {
      const point = points[to] ?? 0;
      if (isLetter(point) || STYLISED.includes(String.fromCodePoint(point))) isDrawn = true;
      else if (drawnBy(point) === 0) break;
    }
    const isWhole = to === points.length || !mayDrawLatin(points[to] ?? 0);
    const isCherokee = to - from >= DRAWN_MIN && (points[from] ?? 0) < SYLLABICS_FIRST;
    if (isWhole && (isDrawn || isCherokee))
      for (let at = from; at < to; at += 1)
        points[at] = drawnBy(points[at] ?? 0) || (points[at] ?? 0);
    from = Math.max(to, from + 1);
    while (!isWhole && mayDrawLatin(points[from] ?? 0)) from += 1;
  }
}

const SYLLABICS_FIRST = 0x1400;
