/** Greek and Cyrillic capitals used for the Latin ones they look like, as in stylised band names. */
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
