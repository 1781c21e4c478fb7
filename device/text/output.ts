/** Plain letters as they are put together: which pieces a blank keeps apart, and never two blanks in a row. */
import { isDigit, isLetter } from './signs.js';

const BLANK = 0x20;
/** Kept for the next text, so that most allocate nothing but their result. */
const KEPT = 256;
/** Letters that become a string at once; each is an argument of a call, and a small chip's stack is short. */
const AT_ONCE = 32;

export class Output {
  readonly #kept = new Uint8Array(KEPT);
  #letters = this.#kept;
  #length = 0;
  /** The last character so far; 0 at the beginning. */
  #last = 0;
  #isBlankDue = false;
  /** The last piece was a word that letters behind it do not continue. */
  #isWordClosed = false;

  clear(): void {
    this.#letters = this.#kept;
    this.#length = 0;
    this.#last = 0;
    this.#isBlankDue = false;
    this.#isWordClosed = false;
  }

  /** How many pieces came so far that said anything, if only a blank. */
  pieceCount = 0;

  /** A blank, unless nothing follows it. */
  blank(): void {
    this.#isBlankDue = this.#last !== 0;
  }

  /** Plain text, set right behind what stands there. */
  add(piece: string): void {
    let to = piece.length;
    if (to === 0) return;
    this.pieceCount += 1;
    let from = 0;
    while (from < to && piece.charCodeAt(from) === BLANK) from += 1;
    if (from === to) {
      this.blank();
      return;
    }
    while (piece.charCodeAt(to - 1) === BLANK) to -= 1;
    const first = piece.charCodeAt(from);
    if (from > 0 || (this.#isWordClosed && (isLetter(first) || isDigit(first)))) this.blank();
    this.#isWordClosed = false;
    if (this.#isBlankDue) this.#putBlank();
    this.#isBlankDue = false;
    const end = this.#length + to - from;
    if (end > this.#letters.length) this.#grow(end);
    const letters = this.#letters;
    for (let at = this.#length; at < end; at += 1, from += 1) letters[at] = piece.charCodeAt(from);
    this.#length = end;
    this.#last = piece.charCodeAt(to - 1);
    if (to < piece.length) this.blank();
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

  /** Letters so far, a blank that is still due not among them. */
  get length(): number {
    return this.#length;
  }

  text(): string {
    if (this.#length <= AT_ONCE) return this.#slice(0);
    const pieces: string[] = [];
    for (let at = 0; at < this.#length; at += AT_ONCE) pieces.push(this.#slice(at));
    return pieces.join('');
  }

  #slice(at: number): string {
    return String.fromCharCode(...this.#letters.subarray(at, Math.min(at + AT_ONCE, this.#length)));
  }

  #putBlank(): void {
    if (this.#length === this.#letters.length) this.#grow(this.#length + 1);
    this.#letters[this.#length] = BLANK;
    this.#length += 1;
  }

  #grow(least: number): void {
    const longer = new Uint8Array(Math.max(least, this.#letters.length * 2));
    longer.set(this.#letters);
    this.#letters = longer;
  }
}
