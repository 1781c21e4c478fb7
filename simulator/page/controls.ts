/** The fake Spotify's controls: what plays, and faults. */
import { byId, make, setText } from './elements.js';
import { counted } from './words.js';
import type { FakeSpotifyState } from '../spotify/state.js';
import type { Commands } from './live-state.js';

export class Controls {
  readonly #commands: Pick<Commands, 'control'>;
  readonly #section = byId('fake-spotify', HTMLElement);
  readonly #title = byId('now-title', HTMLElement);
  readonly #label = byId('now-label', HTMLElement);
  readonly #toggle = byId('toggle', HTMLButtonElement);
  readonly #items = byId('items', HTMLDivElement);
  readonly #fault = byId('fault', HTMLSelectElement);
  readonly #times = byId('times', HTMLInputElement);
  readonly #clear = byId('clear-faults', HTMLButtonElement);
  readonly #counts = byId('counts', HTMLParagraphElement);
  readonly #problem = byId('problem', HTMLParagraphElement);

  constructor(commands: Pick<Commands, 'control'>) {
    this.#commands = commands;
    this.#section.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const { action, item } = button?.dataset ?? {};
      if (action !== undefined) void this.#send(item === undefined ? { action } : { action, item });
    });
    this.#times.addEventListener('input', () => {
      const unit = this.#times.valueAsNumber === 1 ? 'request' : 'requests';
      setText(byId('times-unit', HTMLElement), unit);
    });
    byId('start-fault', HTMLButtonElement).addEventListener('click', () => {
      const times = String(this.#times.valueAsNumber || 1);
      void this.#send({ action: 'fault', fault: this.#fault.value, times });
    });
  }

  show(fakeSpotify: FakeSpotifyState | undefined): void {
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
    this.#clear.disabled = faultsLeft === 0;
    setText(this.#clear, faultsLeft === 0 ? 'Clear fault' : `Clear fault (${faultsLeft} left)`);
    const counts = [counted(calls, 'request to the player', 'requests to the player')];
    counts.push(counted(refreshes, 'token refresh', 'token refreshes'));
    setText(this.#counts, counts.join(', '));
  }

  #makeItems(items: FakeSpotifyState['items']): void {
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
    setText(this.#problem, await this.#commands.control(fields));
  }
}
