/** The fake Spotify's controls: what plays, and what goes wrong. */
import { byId, make, setText } from './elements.js';
import type { LiveFakeSpotify } from './live-state.js';

export class Controls {
  readonly #section = byId('fake-spotify', HTMLElement);
  readonly #title = byId('now-title', HTMLElement);
  readonly #label = byId('now-label', HTMLElement);
  readonly #toggle = byId('toggle', HTMLButtonElement);
  readonly #items = byId('items', HTMLDivElement);
  readonly #fault = byId('fault', HTMLSelectElement);
  readonly #times = byId('times', HTMLInputElement);
  readonly #mend = byId('clear-faults', HTMLButtonElement);
  readonly #asked = byId('asked', HTMLParagraphElement);
  readonly #problem = byId('problem', HTMLParagraphElement);

  constructor() {
    this.#section.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const { action, item } = button?.dataset ?? {};
      if (action !== undefined) void this.#send(item === undefined ? { action } : { action, item });
    });
    byId('break', HTMLButtonElement).addEventListener('click', () => {
      const times = String(this.#times.valueAsNumber || 1);
      void this.#send({ action: 'fault', fault: this.#fault.value, times });
    });
  }

  show(fakeSpotify: LiveFakeSpotify | undefined): void {
    this.#section.hidden = fakeSpotify === undefined;
    if (!fakeSpotify) return;
    const { now, items, faults, faultsLeft, calls, refreshes } = fakeSpotify;
    setText(this.#title, now?.title ?? 'Nothing');
    setText(this.#label, now && now.label !== now.title ? now.label.toLowerCase() : '');
    const isPlaying = now?.isPlaying ?? false;
    this.#toggle.dataset['action'] = isPlaying ? 'pause' : 'play';
    this.#toggle.setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
    if (this.#items.childElementCount !== items.length) this.#makeItems(items);
    for (const button of this.#items.querySelectorAll('button'))
      button.setAttribute('aria-pressed', String(button.textContent === now?.label));
    if (this.#fault.options.length !== faults.length)
      this.#fault.replaceChildren(...faults.map(({ name, label }) => new Option(label, name)));
    this.#mend.disabled = faultsLeft === 0;
    setText(
      this.#mend,
      faultsLeft === 0 ? 'Mend it' : `Mend it (${faultsLeft} broken answers left)`,
    );
    setText(
      this.#asked,
      `The device has asked ${calls} times; ${refreshes} tokens were refreshed.`,
    );
  }

  #makeItems(items: LiveFakeSpotify['items']): void {
    this.#items.replaceChildren(
      ...items.map(({ key, label }) => {
        const button = make('button', label);
        button.type = 'button';
        button.dataset['action'] = 'item';
        button.dataset['item'] = key;
        return button;
      }),
    );
  }

  async #send(fields: Record<string, string>): Promise<void> {
    let problem = '';
    try {
      const body = new URLSearchParams(fields);
      const response = await fetch('/simulator/control', { method: 'POST', body });
      if (!response.ok) problem = `The fake Spotify would not: ${await response.text()}`;
    } catch {
      // Any failure to reach it is one and the same to whoever pressed the button.
      problem = 'The simulator does not answer. Is it still running?';
    }
    setText(this.#problem, problem);
  }
}
