/**
 * The display for those who listen: says what stands on it once that has stood for a moment, so that neither a
 * counting clock nor a scrolling title talks without end.
 */
import { setText } from './elements.js';
import type { LiveLcd } from './live-state.js';

/** Less than the rest of a scrolling title at its start, more than a step of it. */
const STANDS_MS = 1200;
/** Both ends of a scrolling title and a fault between: said once, not in turns. */
const REMEMBERED = 4;

export class Reader {
  readonly #canvas: HTMLElement;
  readonly #region: HTMLElement;
  readonly #said: string[] = [];
  #standing = '';
  #timer = 0;

  constructor(canvas: HTMLElement, region: HTMLElement) {
    this.#canvas = canvas;
    this.#region = region;
  }

  show({ readableRows, isOn }: LiveLcd): void {
    const rows = readableRows.map((row) => row.replace(/\s+/g, ' ').trim());
    const all = isOn ? rows.filter((row) => row !== '').join('. ') : 'The display is off';
    this.#canvas.setAttribute('aria-label', all === '' ? 'An empty display' : all);
    // Without the clock and the bar.
    const lasting = all
      .replace(/\d+(:\d\d)+/g, '')
      .replace(/[▎▍▋▊█]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (lasting === this.#standing) return;
    this.#standing = lasting;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(lasting), STANDS_MS);
  }

  #say(text: string): void {
    if (text === '' || this.#said.includes(text)) return;
    this.#said.push(text);
    if (this.#said.length > REMEMBERED) this.#said.shift();
    setText(this.#region, text);
  }
}
