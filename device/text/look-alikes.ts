/** Greek and Cyrillic capitals that stand for Latin ones by their looks, as in a band's name set in capitals. */
const GREEK_FIRST = 0x391;
/** U+0391 to U+03A9 in order. */
const GREEK = 'ABFAEZHOIKAMNEONP ETYOXYO';
const CYRILLIC_FIRST = 0x410;
/** U+0410 to U+042F in order. */
const CYRILLIC = 'ABBRAEXENNKAMHONPCTYOXUYWWBBBEOR';

/** The Latin capital, or nothing where the code point looks like none. */
export function lookAlike(codePoint: number): string {
  if (codePoint >= GREEK_FIRST && codePoint <= 0x3a9)
    return GREEK.charAt(codePoint - GREEK_FIRST).trim();
  if (codePoint >= CYRILLIC_FIRST && codePoint <= 0x42f)
    return CYRILLIC.charAt(codePoint - CYRILLIC_FIRST);
  return codePoint === 0x401 ? 'E' : '';
}
