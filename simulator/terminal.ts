/** The display in a terminal: a box redrawn in place, or into a pipe or a file a line per change. */
import { stripVTControlCharacters } from 'node:util';
import type { Timer } from '../device/shared/ports.js';
import { coalesce, type Coalesced } from './coalesce.js';
import { RealTimer } from './real-time.js';

export interface TerminalView {
  /** As a person reads them, each as many characters as the display has columns. */
  readonly rows: readonly string[];
  readonly backlight: boolean;
  /** What plays, as Spotify has it; empty if nothing does. */
  readonly title: string;
  /** One line below the box: the address of the page. */
  readonly status: string;
}

export interface TerminalOptions {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
  /** Colours like the panel's. */
  readonly hasColour: boolean;
  readonly size?: () => { readonly columns: number; readonly rows: number };
  readonly nowMs?: () => number;
  readonly timer?: Timer;
}

/** Faster than the eye, slower than the bytes of one frame. */
const REDRAW_MS = 50;
/** A scrolling title changes three times a second: too much for a log. */
const LINE_MS = 1000;

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_DOWN = '\x1b[J';
const CLEAR_LINE = '\x1b[K';
const RESET = '\x1b[0m';
/** Dark letters on the yellow-green of a lit panel, and on the same glass unlit. */
const LIT = '\x1b[38;5;22m\x1b[48;5;149m';
const UNLIT = '\x1b[38;5;236m\x1b[48;5;65m';

/** The box, a line an element, without any cursor movement. */
export function boxLines(view: TerminalView, hasColour: boolean, columns = 80): string[] {
  const rows = view.rows.map((row) => Array.from(row).map(narrow).join(''));
  const width = Math.max(...rows.map((row) => Array.from(row).length), 0);
  const glass = hasColour ? (view.backlight ? LIT : UNLIT) : '';
  const end = hasColour ? RESET : '';
  return [
    `╭${'─'.repeat(width + 2)}╮`,
    ...rows.map((row) => `│${glass} ${row} ${end}│`),
    `╰${'─'.repeat(width + 2)}╯`,
    cut(`  ${view.title}`, columns - 1),
    cut(`  ${view.status}`, columns - 1),
  ];
}

/** `16x2 | row one | row two |` */
export function logLine({ rows }: TerminalView): string {
  const width = Array.from(rows[0] ?? '').length;
  return `${width}x${rows.length} | ${rows.join(' | ')} |`;
}

/** Wide in a terminal (Unicode's UAX #11), by block: a few that are narrow there count as wide, too, which does no harm. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\u{1f000}-\u{3ffff}]/u;

/** Columns that a line takes. */
function widthOf(line: string): number {
  return Array.from(stripVTControlCharacters(line)).reduce(
    (sum, one) => sum + (WIDE.test(one) ? 2 : 1),
    0,
  );
}

/** Characters two columns wide would break the box: ROM A00 has three kanji, ROM A02 a bell. */
function narrow(character: string): string {
  return WIDE.test(character) ? '□' : character;
}

/** Without control characters: a title comes from outside, and must not steer the terminal. */
function cut(text: string, columns: number): string {
  const characters = Array.from(text.replace(/\p{C}/gu, ''));
  if (widthOf(characters.join('')) <= columns) return characters.join('');
  while (characters.length > 0 && widthOf(characters.join('')) >= columns) characters.pop();
  return `${characters.join('')}…`;
}

export class TerminalDisplay {
  readonly #write: (text: string) => void;
  readonly #isTty: boolean;
  readonly #hasColour: boolean;
  readonly #size: () => { readonly columns: number; readonly rows: number };
  readonly #redraw: Coalesced;
  #view: TerminalView | undefined;
  /** Widths of the lines above the cursor. */
  #drawn: readonly number[] = [];
  #lastLine = '';
  #isClosed = false;

  constructor({
    write,
    isTty,
    hasColour,
    size = () => ({ columns: 80, rows: 24 }),
    nowMs = () => performance.now(),
    timer = new RealTimer(),
  }: TerminalOptions) {
    this.#write = write;
    this.#isTty = isTty;
    this.#hasColour = hasColour;
    this.#size = size;
    const intervalMs = isTty ? REDRAW_MS : LINE_MS;
    this.#redraw = coalesce({ nowMs, timer, intervalMs }, () => this.#draw());
  }

  /** Shows the view soon; of many in a row, the last. */
  show(view: TerminalView): void {
    if (this.#isClosed) return;
    const isNewTitle = view.title !== (this.#view?.title ?? '');
    this.#view = view;
    // A log, too, shows a new title at once: only what moves is slowed down.
    if (!this.#isTty && isNewTitle) {
      this.#redraw.cancel();
      this.#draw();
      return;
    }
    // The same line again must not delay the next one.
    if (!this.#isTty && logLine(view) === this.#lastLine) this.#redraw.cancel();
    else this.#redraw.request();
  }

  /** After the terminal's size changed, or something else was printed. */
  redraw(): void {
    if (this.#isTty && !this.#isClosed) this.#draw();
  }

  /** Prints a line that stays, above the box. */
  log(line: string): void {
    this.#write(`${this.#wipe()}${line}\n`);
    if (this.#isTty && !this.#isClosed) this.#draw();
  }

  /** Leaves the last view on the screen and the cursor as it was; may be called twice. */
  close(): void {
    if (this.#isClosed) return;
    this.#redraw.cancel();
    if (this.#view) this.#draw();
    this.#isClosed = true;
    if (this.#isTty) this.#write(SHOW_CURSOR);
    this.#drawn = [];
  }

  #draw(): void {
    if (!this.#view) return;
    if (!this.#isTty) {
      const line = logLine(this.#view);
      if (line !== this.#lastLine) this.#write(`${line}\n`);
      this.#lastLine = line;
      return;
    }
    const { columns, rows } = this.#size();
    // A line that wraps, or one more than fits, could not be drawn over.
    const lines = boxLines(this.#view, this.#hasColour, columns)
      .filter((line) => widthOf(line) < columns)
      .slice(0, Math.max(1, rows - 1));
    // Line by line over the old ones: clearing the box first would make it flicker.
    const up = this.#drawn.length === 0 ? HIDE_CURSOR : this.#toTop();
    this.#write(up + lines.map((line) => `${line}${CLEAR_LINE}\n`).join('') + CLEAR_DOWN);
    this.#drawn = lines.map(widthOf);
  }

  #wipe(): string {
    if (this.#drawn.length === 0) return '';
    const wiped = `${this.#toTop()}${CLEAR_DOWN}`;
    this.#drawn = [];
    return wiped;
  }

  /** A terminal that became narrower has wrapped what was drawn. */
  #toTop(): string {
    const { columns, rows } = this.#size();
    const height = this.#drawn.reduce(
      (sum, width) => sum + Math.max(1, Math.ceil(width / columns)),
      0,
    );
    return `\x1b[${Math.min(height, Math.max(1, rows - 1))}A\r`;
  }
}
