/** The display in a terminal: a box redrawn in place, or into a pipe or a file a line per change. */
import type { Timer } from '../device/shared/ports.js';
import { coalesce, type Coalesced } from './coalesce.js';
import { RealTimer } from './real-time.js';

export interface TerminalView {
  /** As a person reads them, each as many characters as the display has columns. */
  readonly rows: readonly string[];
  readonly backlight: boolean;
  /** One line below the box: the address of the page. */
  readonly status: string;
}

export interface TerminalOptions {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
  /** Colours like the panel's. */
  readonly hasColour: boolean;
  /** Width to cut the status to. */
  readonly columns?: () => number;
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
    cut(`  ${view.status}`, columns - 1),
  ];
}

/** `16x2 | row one | row two |` */
export function logLine({ rows }: TerminalView): string {
  const width = Array.from(rows[0] ?? '').length;
  return `${width}x${rows.length} | ${rows.join(' | ')} |`;
}

/** Characters two columns wide would break the box: ROM A00 has three kanji. */
function narrow(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isWide = code >= 0x3000 && code < 0xe000;
  return isWide ? '□' : character;
}

function cut(text: string, columns: number): string {
  const characters = Array.from(text);
  return characters.length <= columns
    ? text
    : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}

export class TerminalDisplay {
  readonly #write: (text: string) => void;
  readonly #isTty: boolean;
  readonly #hasColour: boolean;
  readonly #columns: () => number;
  readonly #redraw: Coalesced;
  #view: TerminalView | undefined;
  /** Lines of the box above the cursor. */
  #drawnLines = 0;
  #lastLine = '';
  #isClosed = false;

  constructor({
    write,
    isTty,
    hasColour,
    columns = () => 80,
    nowMs = () => performance.now(),
    timer = new RealTimer(),
  }: TerminalOptions) {
    this.#write = write;
    this.#isTty = isTty;
    this.#hasColour = hasColour;
    this.#columns = columns;
    const intervalMs = isTty ? REDRAW_MS : LINE_MS;
    this.#redraw = coalesce({ nowMs, timer, intervalMs }, () => this.#draw());
  }

  /** Shows the view soon; of many in a row, the last. */
  show(view: TerminalView): void {
    if (this.#isClosed) return;
    this.#view = view;
    // The same line again must not delay the next one.
    if (!this.#isTty && logLine(view) === this.#lastLine) this.#redraw.cancel();
    else this.#redraw.request();
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
    this.#drawnLines = 0;
  }

  #draw(): void {
    if (!this.#view) return;
    if (!this.#isTty) {
      const line = logLine(this.#view);
      if (line !== this.#lastLine) this.#write(`${line}\n`);
      this.#lastLine = line;
      return;
    }
    const lines = boxLines(this.#view, this.#hasColour, this.#columns());
    // Line by line over the old ones: clearing the box first would make it flicker.
    const up = this.#drawnLines > 0 ? `\x1b[${this.#drawnLines}A\r` : HIDE_CURSOR;
    this.#write(up + lines.map((line) => `${line}${CLEAR_LINE}\n`).join(''));
    this.#drawnLines = lines.length;
  }

  #wipe(): string {
    if (this.#drawnLines === 0) return '';
    const wiped = `\x1b[${this.#drawnLines}A\r${CLEAR_DOWN}`;
    this.#drawnLines = 0;
    return wiped;
  }
}
