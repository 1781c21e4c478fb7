/**
 * Words that the rules of a script would get wrong, or that tell where words begin. A section of tables.bin: u8 count of
 * first letters, u16 offset of the words of each first letter behind these offsets and one more for the end, then the words:
 * a byte (4 bits: letters after the first; 4 bits: length of the spelling), those letters, the spelling. A letter is its code
 * point minus the first one of its list.
 */
import type { SectionName, SpellingTable } from './tables.js';

export const ARABIC_FIRST = 0x620;
export const HEBREW_FIRST = 0x5d0;
export const THAI_FIRST = 0xe01;

export class WordList {
  readonly #bytes: Uint8Array;
  readonly #at: number;
  readonly #first: number;

  constructor(table: SpellingTable, section: SectionName, first: number) {
    this.#bytes = table.bytes;
    this.#at = table.sectionAt(section);
    this.#first = first;
  }

  /** The spelling of the word from `from` to `to`; empty if it is not listed. */
  find(letters: ArrayLike<number>, from = 0, to = letters.length): string {
    const bytes = this.#bytes;
    const end = this.wordsAt(letters[from] ?? 0, 1);
    for (let at = this.wordsAt(letters[from] ?? 0, 0); at < end;) {
      const head = bytes[at] ?? 0;
      const more = head >> 4;
      if (more === to - from - 1 && this.matches(at, letters, from)) {
        let spelling = '';
        for (let index = at + 1 + more; index < at + 1 + more + (head & 15); index += 1)
          spelling += String.fromCharCode(bytes[index] ?? 0);
        return spelling;
      }
      at += 1 + more + (head & 15);
    }
    return '';
  }

  /** Hands the length of every listed word that begins at `from` and ends at `to` or before to `take`. */
  lengths(
    letters: ArrayLike<number>,
    from: number,
    to: number,
    take: (length: number) => void,
  ): void {
    const bytes = this.#bytes;
    const end = this.wordsAt(letters[from] ?? 0, 1);
    for (let at = this.wordsAt(letters[from] ?? 0, 0); at < end;) {
      const head = bytes[at] ?? 0;
      if (from + (head >> 4) < to && this.matches(at, letters, from)) take(1 + (head >> 4));
      at += 1 + (head >> 4) + (head & 15);
    }
  }

  private matches(at: number, letters: ArrayLike<number>, from: number): boolean {
    const bytes = this.#bytes;
    for (let more = (bytes[at] ?? 0) >> 4; more > 0; more -= 1)
      if ((letters[from + more] ?? 0) - this.#first !== bytes[at + more]) return false;
    return true;
  }

  /** Where the words of a first letter begin; with `next` 1, where they end. */
  private wordsAt(letter: number, next: number): number {
    const count = this.#bytes[this.#at] ?? 0;
    const index = letter - this.#first;
    const offsets = this.#at + 1;
    if (index < 0 || index >= count) return offsets;
    const at = offsets + (index + next) * 2;
    return offsets + (count + 1) * 2 + ((this.#bytes[at] ?? 0) | ((this.#bytes[at + 1] ?? 0) << 8));
  }
}
