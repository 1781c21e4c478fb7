/**
 * The display for screen readers: announced once its text has stayed for a moment, so that neither a counting clock nor
 * a scrolling title is read out without end.
 */
import { setText } from './elements.js';
import type { LiveLcd } from './live-state.js';

/** Shorter than the rest of a scrolling title at its start, longer than a step of it. */
const STEADY_MS = 1200;
/** Both ends of a scrolling title and a fault between them: each is announced once. */
const REMEMBERED_MAX = 4;

export class Reader {
  readonly #canvas: HTMLElement;
  readonly #region: HTMLElement;
  readonly #said: string[] = [];
  #steady = '';
  #timer = 0;

  constructor(canvas: HTMLElement, region: HTMLElement) {
    this.#canvas = canvas;
    this.#region = region;
  }

  show({ readableRows, isOn }: LiveLcd): void {
    const rows = readableRows.map((row) => row.replace(/\s+/g, ' ').trim());
    const all = isOn ? rows.filter((row) => row !== '').join('. ') : 'The display is off';
    this.#canvas.setAttribute('aria-label', all === '' ? 'The display is blank' : all);
    // Without the clock and the bar.
    const lasting = all
      .replace(/\d+(:\d\d)+/g, '')
      .replace(/[▎▍▋▊█]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (lasting === this.#steady) return;
    this.#steady = lasting;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(lasting), STEADY_MS);
  }

  #say(text: string): void {
    if (text === '' || this.#said.includes(text)) return;
    this.#said.push(text);
    if (this.#said.length > REMEMBERED_MAX) this.#said.shift();
    setText(this.#region, text);
  }
}
