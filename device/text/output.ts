/** Plain letters as they are put together: which pieces a blank keeps apart, and never two blanks in a row. */
import { isDigit, isLetter } from './signs.js';

export class Output {
  readonly #pieces: string[] = [];
  /** The last character so far; 0 at the beginning and after a blank that is still due. */
  #last = 0;
  #isBlankDue = false;
  /** The last piece was a word that letters behind it do not continue. */
  #isWordClosed = false;

  /** A blank, unless nothing follows it. */
  blank(): void {
    this.#isBlankDue = this.#last !== 0;
  }

  /** Plain text, set right behind what stands there. */
  add(piece: string): void {
    if (piece === '') return;
    const trimmed = piece.trim();
    if (trimmed === '') {
      this.blank();
      return;
    }
    const first = trimmed.charCodeAt(0);
    if (piece.startsWith(' ') || (this.#isWordClosed && (isLetter(first) || isDigit(first))))
      this.blank();
    this.#isWordClosed = false;
    if (this.#isBlankDue) this.#pieces.push(' ');
    this.#isBlankDue = false;
    this.#pieces.push(trimmed);
    this.#last = trimmed.charCodeAt(trimmed.length - 1);
    if (piece.endsWith(' ')) this.blank();
  }

  /** A word of a script that writes none apart: a blank keeps it from the word before. */
  addWord(piece: string): void {
    if (piece === '') return;
    if (this.endsInWord()) this.blank();
    this.add(piece);
    this.#isWordClosed = true;
  }

  endsInWord(): boolean {
    return !this.#isBlankDue && (isLetter(this.#last) || isDigit(this.#last));
  }

  endsInDigit(): boolean {
    return !this.#isBlankDue && isDigit(this.#last);
  }

  /** Grows with every piece that was not empty. */
  pieceCount(): number {
    return this.#pieces.length;
  }

  isEmpty(): boolean {
    return this.#last === 0;
  }

  text(): string {
    return this.#pieces.join('');
  }
}
