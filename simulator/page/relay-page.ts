/** The script of the relay's pages: each works without it, except for the display. */
import { setText } from './elements.js';
import { LcdCanvas } from './lcd-canvas.js';
import { rememberedLook } from './panel-look.js';

/** As `relay/playing/pictures.ts` makes them. */
interface Pictures {
  readonly columns: number;
  readonly rows: number;
  readonly words: string;
  readonly dots: readonly string[];
  readonly frames: readonly (readonly [atMs: number, cells: readonly number[]])[];
}

const NEXT_MS = 10_000;
/** Ten minutes: a page that was left open must not poll Spotify all night. */
const RESPONSES_MAX = 60;
const TYPING_MS = 250;
const COPIED_MS = 2000;

function all<T extends Element>(selector: string, type: new () => T): T[] {
  return [...document.querySelectorAll(selector)].filter(
    (found): found is T => found instanceof type,
  );
}

class Display {
  readonly #lcd: LcdCanvas;
  readonly #canvas: HTMLCanvasElement;
  readonly #reader: Element | null;
  readonly #address: string;
  #timers: number[] = [];
  #leftCount = RESPONSES_MAX;

  constructor(box: HTMLElement, canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#lcd = new LcdCanvas(canvas, rememberedLook());
    this.#address = box.dataset['lcd'] ?? '';
    this.#reader = box.nextElementSibling;
    document.addEventListener('visibilitychange', () => this.show());
    this.show();
  }

  /** @param settings that are being tried */
  show(settings = ''): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    if (document.visibilityState !== 'visible' || this.#leftCount === 0) return;
    this.#leftCount -= 1;
    void this.#fetch(settings);
    this.#timers.push(window.setTimeout(() => this.show(settings), NEXT_MS));
  }

  async #fetch(settings: string): Promise<void> {
    const response = await fetch(this.#address + settings).catch(() => undefined);
    if (!response?.ok) return;
    const { columns, rows, words, dots, frames } = (await response.json()) as Pictures;
    this.#canvas.setAttribute('aria-label', `The display. ${words}`);
    if (this.#reader instanceof HTMLElement) setText(this.#reader, words);
    for (const [atMs, cells] of frames) {
      const lcd = { columns, rows, isOn: true, backlight: true, readableRows: [] };
      const frame = { ...lcd, dots: cells.map((cell) => dots[cell] ?? '').join('') };
      this.#timers.push(window.setTimeout(() => this.#lcd.show(frame), atMs));
    }
  }
}

function showTimesHere(): void {
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
  const minute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  for (const time of all('time', HTMLTimeElement))
    time.textContent = ('day' in time.dataset ? day : minute).format(new Date(time.dateTime));
}

function offerCopies(): void {
  for (const button of all('button[data-copy]', HTMLButtonElement)) {
    button.hidden = false;
    button.addEventListener('click', () => {
      void copy(button.dataset['copy'] ?? '').then(() => {
        button.textContent = 'Copied';
        setTimeout(() => (button.textContent = 'Copy'), COPIED_MS);
      });
    });
  }
}

/** A page over plain http has no clipboard, but for a text that is selected. */
async function copy(text: string): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is nothing else over plain http
  document.execCommand('copy');
  area.remove();
}

/** The settings as they stand in the form, drawn on the canvas above it. */
function previewSettings(form: HTMLFormElement, display: Display): void {
  let timer = 0;
  const fields = (): string => {
    const pairs = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [`&${name}=${encodeURIComponent(value)}`] : [],
    );
    return pairs.join('');
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => display.show(fields()), TYPING_MS);
  });
}

/** The browser knows its time zone; it is stored when the person saves. */
function suggestTimeZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of all('select[name=time_zone]', HTMLSelectElement))
    if (select.value === '' && [...select.options].some(({ value }) => value === zone))
      select.value = zone;
}

/** Fills the form from a file that the page exported; nothing is stored before the person saves. */
function importSettings(input: HTMLInputElement, form: HTMLFormElement): void {
  input.addEventListener('change', () => {
    void input.files?.[0]?.text().then((text) => {
      const said = document.querySelector('#import-said');
      const settings = objectIn(text);
      if (settings)
        for (const field of form.elements)
          if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
            field.value = textOf(settings[field.name]);
      if (said)
        said.textContent = settings
          ? 'The form is filled in. Save to keep it.'
          : 'This file holds no settings.';
      form.dispatchEvent(new Event('input'));
    });
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Not JSON: the page says so.
    return undefined;
  }
}

showTimesHere();
offerCopies();
suggestTimeZone();
const displays = all('[data-lcd]', HTMLElement).flatMap((box) => {
  const canvas = box.querySelector('canvas');
  return canvas ? [new Display(box, canvas)] : [];
});
const [form] = all('form[data-settings]', HTMLFormElement);
const [display] = displays;
if (form && display) previewSettings(form, display);
for (const input of all('#import', HTMLInputElement)) if (form) importSettings(input, form);
