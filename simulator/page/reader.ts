/**
 * The display for screen readers: announced once its text has stayed for a moment, so that neither a counting clock nor
 * a scrolling title is read out without end.
 */
import { setText } from './elements.js';
import type { LiveDevice, LiveLcd } from './live-state.js';
import { displayInWords, newsInWords } from './words.js';

/** Shorter than the rest of a scrolling title at its start, longer than a step of it. */
const STEADY_MS = 1200;
/** Both ends of a scrolling notice and a fault between them: each is announced once. */
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

  show(lcd: LiveLcd, playing: LiveDevice['playing']): void {
    this.#canvas.setAttribute('aria-label', displayInWords(lcd, playing));
    const lasting = newsInWords(lcd, playing);
    if (lasting === this.#steady) return;
    this.#steady = lasting;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(lasting, !playing), STEADY_MS);
  }

  /** @param isOnce a notice that scrolls comes back again and again */
  #say(text: string, isOnce: boolean): void {
    if (text === '' || (isOnce && this.#said.includes(text))) return;
    this.#said.push(text);
    if (this.#said.length > REMEMBERED_MAX) this.#said.shift();
    setText(this.#region, text);
  }
}
