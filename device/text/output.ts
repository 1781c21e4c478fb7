/** Joins spelled pieces: where a blank goes between them, and never two in a row. */
import { isDigit, isLetter } from './signs.js';

const BLANK = 0x20;
const OPENING = '([{<"';
const CLOSING = '.,!?;:)]}>"~';
/** Behind these a word of a script without blanks gets one: feat. Miku. */
const BEFORE_WORD = '.,!?;:)]';
/** Letters collected before they become a string; most texts have no more. */
const WAITING_MAX = 256;
/** Letters turned into a string in one call; each is an argument, and the stack of a small chip is short. */
const AT_ONCE = 32;

export class Output {
  readonly #waiting = new Uint8Array(WAITING_MAX);
  #waitingCount = 0;
  /** Strings of earlier letters, for long texts. */
  readonly #parts: string[] = [];
  #length = 0;
  /** The last character so far; 0 at the beginning. */
  #last = 0;
  #isBlankDue = false;
  /** The blank that is due comes with a sign, and not before closing punctuation. */
  #isBlankSoft = false;
  /** The last piece was a whole word: letters behind it need a blank. */
  #isWordClosed = false;

  clear(): void {
    this.#waitingCount = 0;
    this.#parts.length = 0;
    this.#length = 0;
    this.#last = 0;
    this.#isBlankDue = false;
    this.#isWordClosed = false;
  }

  /** How many pieces so far were not empty. */
  pieceCount = 0;

  /** A blank, if anything follows. */
  blank(): void {
    this.#isBlankDue = this.#last !== 0;
    this.#isBlankSoft = false;
  }

  /** Plain text, right behind what stands there. */
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
    const isApart = this.#isWordClosed && (isLetter(first) || isDigit(first));
    // Two opening signs stand together.
    if (isApart || (from > 0 && !OPENING.includes(String.fromCharCode(this.#last)))) this.blank();
    this.#isWordClosed = false;
    if (this.#isBlankSoft && CLOSING.includes(piece.charAt(from))) this.#isBlankDue = false;
    if (this.#isBlankDue) this.putBlank();
    this.#isBlankDue = false;
    this.#length += to - from;
    const waiting = this.#waiting;
    let at = this.#waitingCount;
    for (; from < to; from += 1, at += 1) {
      if (at === WAITING_MAX) {
        this.#parts.push(this.part(at));
        at = 0;
      }
      waiting[at] = piece.charCodeAt(from);
    }
    this.#waitingCount = at;
    this.#last = piece.charCodeAt(to - 1);
    if (to < piece.length) {
      this.blank();
      this.#isBlankSoft = true;
    }
  }

  /** A word of a script without blanks: a blank separates it from a word before. */
  addWord(piece: string): void {
    if (piece === '') return;
    if (
      this.endsInWord() ||
      (!this.#isBlankDue && BEFORE_WORD.includes(String.fromCharCode(this.#last)))
    )
      this.blank();
    this.add(piece);
    this.#isWordClosed = true;
  }

  /** More of the word that was added last. */
  addToWord(piece: string): void {
    this.#isWordClosed = false;
    this.add(piece);
    this.#isWordClosed = true;
  }

  endsInWord(): boolean {
    return !this.#isBlankDue && (isLetter(this.#last) || isDigit(this.#last));
  }

  endsInDigit(): boolean {
    return !this.#isBlankDue && isDigit(this.#last);
  }

  /** Letters so far, without a blank that is still due. */
  get length(): number {
    return this.#length;
  }

  text(): string {
    const rest = this.part(this.#waitingCount);
    if (this.#parts.length === 0) return rest;
    this.#parts.push(rest);
    this.#waitingCount = 0;
    return this.#parts.join('');
  }

  /** The first letters collected. */
  private part(count: number): string {
    let text = '';
    for (let at = 0; at < count; at += AT_ONCE)
      text += String.fromCharCode(...this.#waiting.subarray(at, Math.min(at + AT_ONCE, count)));
    return text;
  }

  private putBlank(): void {
    if (this.#waitingCount === WAITING_MAX) {
      this.#parts.push(this.part(WAITING_MAX));
      this.#waitingCount = 0;
    }
    this.#waiting[this.#waitingCount] = BLANK;
    this.#waitingCount += 1;
    this.#length += 1;
  }
}
