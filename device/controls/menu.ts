/**
 * The menu for a display that is blank or wired wrongly: a short press steps, and leaves after the last entry; a hold
 * chooses. Unless a press follows, the first entry opens by itself after the release, so that it works on a blank display.
 */
import type { MenuEntry, Notice } from '../screen/notices.js';
import type { Cancel, Timer } from '../shared/ports.js';
import type { Gesture } from './gestures.js';

export interface MenuActions {
  /** Restarts into set-up without a key, if that can be stored. */
  openSetUp(): void;
  /** Drives only this line of the display high. @returns false if there is no line of that number */
  raiseLine(index: number): boolean;
  /** Shows the display's contents again. */
  endWiringTest(): void;
}

export interface MenuOptions {
  readonly timer: Timer;
  readonly actions: MenuActions;
  /** Undefined once the menu is left. */
  readonly onNotice: (notice: Notice | undefined) => void;
}

const ENTRIES: readonly MenuEntry[] = Object.freeze(['set-up', 'panel-test', 'wiring-test']);
/** Time to read the entry and to press. */
const OPENS_IN_MS = 8_000;
const LEFT_AFTER_MS = 300_000;

export class Menu {
  readonly #options: MenuOptions;
  #index = 0;
  /** The press that opened it is over. */
  #isReleased = false;
  #test: MenuEntry | undefined;
  #line = 0;
  #cancel: Cancel;

  constructor(options: MenuOptions) {
    this.#options = options;
    this.#cancel = this.leaveLater();
    options.onNotice({ kind: 'menu', entry: 'set-up', isHeld: true });
  }

  gesture(gesture: Gesture): void {
    switch (gesture) {
      case 'press':
      case 'double press':
        return this.press();
      case 'hold':
        return this.#test === undefined ? this.choose() : this.show();
      // After so long a hold the release is not reported.
      case 'longest hold':
      case 'let go':
        if (!this.#isReleased) this.release();
        return;
      case 'long hold':
    }
  }

  stop(): void {
    this.#cancel();
  }

  private release(): void {
    this.#isReleased = true;
    this.#cancel();
    this.#cancel = this.#options.timer.set(() => this.choose(), OPENS_IN_MS);
    this.#options.onNotice({ kind: 'menu', entry: 'set-up', retryInMs: OPENS_IN_MS });
  }

  private press(): void {
    if (this.#test === 'wiring-test' && this.raiseNext()) return;
    if (this.#test === undefined) this.#index += 1;
    this.show();
  }

  private show(): void {
    if (this.#test === 'wiring-test') this.#options.actions.endWiringTest();
    this.#test = undefined;
    this.#cancel();
    this.#cancel = this.leaveLater();
    const entry = ENTRIES[this.#index];
    this.#options.onNotice(entry && { kind: 'menu', entry });
  }

  private choose(): void {
    const { actions, onNotice } = this.#options;
    const entry = ENTRIES[this.#index];
    if (entry === 'set-up') {
      actions.openSetUp();
      // Still here: the request could not be stored.
      return this.press();
    }
    this.#test = entry;
    this.#cancel();
    this.#cancel = this.leaveLater();
    onNotice({ kind: entry === 'panel-test' ? 'test-pattern' : 'wiring-test' });
    this.#line = 0;
    if (entry === 'wiring-test') this.raiseNext();
  }

  private raiseNext(): boolean {
    this.#line += 1;
    return this.#options.actions.raiseLine(this.#line - 1);
  }

  private leaveLater(): Cancel {
    return this.#options.timer.set(() => {
      this.#index = ENTRIES.length;
      this.show();
    }, LEFT_AFTER_MS);
  }
}
