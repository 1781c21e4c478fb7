/** Which code points are never seen, which are blanks, which sound like letters: ranges of the Unicode Standard 16. */

/**
 * First and last of each range, ascending: controls, format characters, fillers, variation selectors and loose marks.
 * One flat list, because every sign is looked up in it, and a pair of numbers would be an object made for each look.
 */
const UNSEEN: readonly number[] = Object.freeze([
  0x00, 0x1f, 0x7f, 0x9f, 0xad, 0xad, 0x300, 0x36f, 0x483, 0x489, 0x61c, 0x61c, 0x115f, 0x1160,
  0x135d, 0x135f, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x1ab0, 0x1aff, 0x1dc0, 0x1dff, 0x200b, 0x200f,
  0x202a, 0x202e, 0x2060, 0x206f, 0x20d0, 0x20ff, 0x302a, 0x302f, 0x3164, 0x3164, 0xd800, 0xdfff,
  0xfe00, 0xfe0f, 0xfe20, 0xfe2f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfffb, 0x1f3fb, 0x1f3ff,
  0xe0000, 0xe0fff,
]);

export function isUnseen(codePoint: number): boolean {
  let low = 0;
  let high = UNSEEN.length >> 1;
  // The last range that begins at or below it, if any.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((UNSEEN[middle * 2] ?? 0) <= codePoint) low = middle + 1;
    else high = middle;
  }
  return low > 0 && codePoint <= (UNSEEN[low * 2 - 1] ?? 0);
}

/** Spaces of every width, and the breaks that a title may carry. */
export function isSpace(codePoint: number): boolean {
  return (
    codePoint === 0x20 ||
    (codePoint >= 0x09 && codePoint <= 0x0d) ||
    codePoint === 0x85 ||
    codePoint === 0xa0 ||
    codePoint === 0x1680 ||
    (codePoint >= 0x2000 && codePoint <= 0x200a) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x202f ||
    codePoint === 0x205f ||
    codePoint === 0x3000
  );
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

export function isLetter(code: number): boolean {
  return isCapital(code) || (code >= 0x61 && code <= 0x7a);
}

export function isHan(codePoint: number): boolean {
  return (
    (codePoint >= 0x4e00 && codePoint <= 0x9fff) ||
    (codePoint >= 0x3400 && codePoint <= 0x4dbf) ||
    codePoint === 0x3005 ||
    codePoint === 0x3007 ||
    (codePoint >= 0x20000 && codePoint <= 0x3ffff)
  );
}

/** Letters of hiragana and katakana, their long bar and their repeat marks. */
export function isKana(codePoint: number): boolean {
  return (
    (codePoint >= 0x3041 && codePoint <= 0x3096) ||
    codePoint === 0x309d ||
    codePoint === 0x309e ||
    (codePoint >= 0x30a1 && codePoint <= 0x30fa) ||
    (codePoint >= 0x30fc && codePoint <= 0x30fe)
  );
}

/** ASCII in, ASCII out. */
export function capitalise(spelling: string): string {
  return spelling.slice(0, 1).toUpperCase() + spelling.slice(1);
}
