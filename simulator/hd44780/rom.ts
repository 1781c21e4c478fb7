/** A character ROM as a table: 256 codes with their dots and characters. */

export interface CharacterRom {
  /** Eight rows of five dots for each code, top first, bit 4 the leftmost. */
  readonly dots: Uint8Array;
  /** A character for each code; a space where the cell is blank. */
  readonly characters: readonly string[];
}

const CODES = 256;
const ROWS = 8;

/** Parses `code char codepoints rows5x8 …`, tab separated, as rom/a00.tsv and rom/a02.tsv have it. */
export function parseRom(tsv: string): CharacterRom {
  const dots = new Uint8Array(CODES * ROWS);
  const characters = new Array<string>(CODES).fill(' ');
  for (const line of tsv.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [codeText = '', character = '', , rows = '-'] = line.split('\t');
    const code = parseInt(codeText, 16);
    if (!(code >= 0 && code < CODES)) throw new Error(`character ROM: no code in "${line}"`);
    // One cell is one character, even where the table has two code points.
    if (character !== 'none' && character !== '')
      characters[code] = String.fromCodePoint(character.codePointAt(0) ?? 0x20);
    if (rows === '-') continue;
    rows.split(' ').forEach((row, index) => {
      dots[code * ROWS + index] = parseInt(row, 16);
    });
  }
  return { dots, characters };
}
