/** Wi-Fi that does what a test says. */
import type { Network, NetworkState } from '../../device/shared/ports.js';

export class ScriptedNetwork implements Network {
  readonly #watchers: (() => void)[] = [];
  #state: NetworkState;

  constructor(state: NetworkState = { kind: 'online' }) {
    this.#state = state;
  }

  get state(): NetworkState {
    return this.#state;
  }

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
  }

  forgetWatchers(): void {
    this.#watchers.length = 0;
  }

  become(state: NetworkState): void {
    this.#state = state;
    for (const onChange of this.#watchers) onChange();
  }
}
