/**
 * Words that the rules would get wrong. A section of tables.bin: u16 count, u16 offset of each word, then for each word its
 * letter count, its letters minus the first of their block, the length of its spelling, and the spelling. Words are sorted.
 */
import type { SectionName, SpellingTable } from './tables.js';

export class WordList {
  readonly #bytes: Uint8Array;
  readonly #at: number;
  readonly #blockFirst: number;

  constructor(table: SpellingTable, section: SectionName, blockFirst: number) {
    this.#bytes = table.bytes;
    this.#at = table.sectionAt(section);
    this.#blockFirst = blockFirst;
  }

  /** Empty if the word is not listed. */
  find(letters: ArrayLike<number>): string {
    const count = this.word(this.#at);
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.#at + 2 + count * 2 + this.word(this.#at + 2 + middle * 2);
      const order = this.compare(letters, at);
      if (order === 0) return this.text(at + 1 + (this.#bytes[at] ?? 0));
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return '';
  }

  private compare(letters: ArrayLike<number>, at: number): number {
    const length = this.#bytes[at] ?? 0;
    for (let index = 0; index < length && index < letters.length; index += 1) {
      const order = (letters[index] ?? 0) - this.#blockFirst - (this.#bytes[at + 1 + index] ?? 0);
      if (order !== 0) return order;
    }
    return letters.length - length;
  }

  private text(at: number): string {
    let text = '';
    for (let index = this.#bytes[at] ?? 0, next = at + 1; index > 0; index -= 1, next += 1)
      text += String.fromCharCode(this.#bytes[next] ?? 0);
    return text;
  }

  private word(at: number): number {
    return (this.#bytes[at] ?? 0) | ((this.#bytes[at + 1] ?? 0) << 8);
  }
}
