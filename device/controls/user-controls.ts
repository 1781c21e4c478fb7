/**
 * The button and the dark hours. A short press polls and lights the display; two turn it off; held for 1.5 s it shows the
 * status pages; held for 8 s, with a countdown from 3 s on, it unlinks the device. Just after power-on, held for 3 s it
 * opens the menu.
 */
import type { Machine } from '../machine/machine.js';
import { nothing } from '../shared/nothing.js';
import type { Button, Cancel, Clock, Timer } from '../shared/ports.js';
import type { Notice } from '../screen/notices.js';
import type { DeviceSettings } from '../shared/settings.js';
import { Debounced } from './debounced.js';
import type { Gesture } from './gestures.js';
import { Gestures, LONG_HOLD_MS, LONGEST_HOLD_MS } from './gestures.js';
import { isDarkTime } from './dark-hours.js';
import { Menu, type MenuActions } from './menu.js';
import type { DeviceFigures } from './status-pages.js';
import { PAGE_MS, statusPages } from './status-pages.js';

export interface UserControlsOptions {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly machine: Machine;
  readonly settings: () => DeviceSettings;
  readonly figures: () => Pick<DeviceFigures, 'startedBy' | 'signalDbm' | 'displayErrors'>;
  readonly menuActions: MenuActions;
  /** A person uses the device. */
  readonly onTouch: () => void;
  /** `notice` has changed. */
  readonly onChange: () => void;
}

/** In the dark hours it stays lit for this long after a start or a press. */
const LIT_FOR_MS = 300_000;
/** Two presses to wake it must not turn it off again. */
const WOKEN_FOR_MS = 1000;
/** BOOT held during the reset itself starts the ROM's loader, so the press must begin afterwards. */
const MENU_WITHIN_MS = 5000;

export class UserControls {
  readonly #options: UserControlsOptions;
  /** Of all buttons. */
  readonly #lines: Debounced[] = [];
  #isStopped = false;
  #notice: Notice | undefined;
  #cancelPage: Cancel = nothing;
  #touchedAtMs: number;
  #wokenAtMs = -Infinity;
  /** It is off because of the dark hours, not because of the button. */
  #isNight = false;
  #menuUntilMs = -Infinity;
  #menu: Menu | undefined;

  constructor(options: UserControlsOptions) {
    this.#options = options;
    this.#touchedAtMs = options.clock.nowUs() / 1000;
  }

  /** Shown instead of the machine's screen. */
  get notice(): Notice | undefined {
    return this.#notice;
  }

  /** A button that does what is described above. Each is debounced on its own: a noisy line must not silence another. */
  watch(button: Button): void {
    const { clock, timer } = this.#options;
    const onGesture = (gesture: Gesture): void => this.gesture(gesture);
    this.watchLine(button, new Gestures({ clock, timer, onGesture }));
  }

  stop(): void {
    this.#isStopped = true;
    for (const line of this.#lines) line.stop();
    this.#cancelPage();
    this.#menu?.stop();
  }

  /** After power-on, once there is text: a press that begins soon may open the menu. */
  offerMenu(): void {
    this.#menuUntilMs = this.nowMs() + MENU_WITHIN_MS;
  }

  /** For a person who tests the panel from elsewhere. */
  showPattern(forMs: number): void {
    this.show({ kind: 'test-pattern' });
    this.#cancelPage = this.#options.timer.set(() => this.show(undefined), forMs);
  }

  /** A button that controls playback. The press that turns the display on does no more. */
  watchPlayer(button: Button, onPress: () => void): void {
    const { timer, onTouch } = this.#options;
    const line = new PlayerLine(timer, () => {
      if (this.#menu) return;
      const isDark = this.wake();
      onTouch();
      if (!isDark) onPress();
    });
    this.watchLine(button, line);
  }

  private watchLine(button: Button, line: Debounced): void {
    this.#lines.push(line);
    button.watch((isDown) => {
      if (!this.#isStopped) line.changed(isDown);
    });
  }

  gesture(gesture: Gesture): void {
    if (this.#menu) return this.#menu.gesture(gesture);
    const { machine, onTouch } = this.#options;
    const isDark = this.wake();
    const nowMs = this.nowMs();
    if (gesture === 'press' || gesture === 'hold') onTouch();
    switch (gesture) {
      case 'press':
        this.show(undefined);
        if (!isDark) machine.pollNow();
        return;
      case 'double press':
        if (isDark || nowMs - this.#wokenAtMs < WOKEN_FOR_MS) return;
        this.#isNight = false;
        this.show(undefined);
        return machine.turnOff();
      case 'hold':
        return this.showPages(this.pages());
      case 'long hold':
        if (nowMs - LONG_HOLD_MS <= this.#menuUntilMs) return this.openMenu();
        if (!machine.isLinked) return;
        return this.show({ kind: 'unlinking', retryInMs: LONGEST_HOLD_MS - LONG_HOLD_MS });
      case 'longest hold':
        this.show(undefined);
        return machine.unlink();
      case 'let go':
        if (this.#notice?.kind === 'unlinking') this.show(undefined);
    }
  }

  /** Every few seconds: the dark hours. */
  tick(): void {
    const { machine, settings, clock } = this.#options;
    const isNight = isDarkTime(settings(), clock.epochMs());
    const { state } = machine;
    if (state === 'off') {
      if (this.#isNight && !isNight) machine.turnOn();
      return;
    }
    // While it waits to be linked, the code must stay visible.
    const mayGoDark = state === 'playing' || state === 'getting token';
    if (!isNight || !mayGoDark || this.nowMs() - this.#touchedAtMs < LIT_FOR_MS) return;
    this.#isNight = true;
    machine.turnOff();
  }

  /** A person uses the device. @returns whether that turned the display on */
  private wake(): boolean {
    const { machine } = this.#options;
    const isDark = machine.state === 'off';
    this.#touchedAtMs = this.nowMs();
    if (!isDark) return false;
    this.#wokenAtMs = this.#touchedAtMs;
    machine.turnOn();
    return true;
  }

  private openMenu(): void {
    const { timer, menuActions } = this.#options;
    this.#menu = new Menu({
      timer,
      actions: menuActions,
      onNotice: (notice) => {
        if (!notice) this.#menu = undefined;
        this.show(notice);
      },
    });
  }

  private nowMs(): number {
    return this.#options.clock.nowUs() / 1000;
  }

  private pages(): readonly Notice[] {
    const { machine, settings, figures } = this.#options;
    const { relayUrl, offHours, utcOffsetMin } = settings();
    return statusPages({
      ...figures(),
      uid: machine.session.link?.uid,
      relayUrl,
      isDarkInUtc: offHours !== undefined && utcOffsetMin === undefined,
      requests: machine.keeper.schedule.calls(this.nowMs()),
    });
  }

  /** One after the other, then the machine's screen again. */
  private showPages([first, ...rest]: readonly Notice[]): void {
    this.show(first);
    if (first) this.#cancelPage = this.#options.timer.set(() => this.showPages(rest), PAGE_MS);
  }

  private show(notice: Notice | undefined): void {
    this.#cancelPage();
    this.#cancelPage = nothing;
    if (notice === this.#notice) return;
    this.#notice = notice;
    this.#options.onChange();
  }
}

/** One of the buttons that control: a press counts as soon as it is debounced. */
class PlayerLine extends Debounced {
  readonly #onPress: () => void;

  constructor(timer: Timer, onPress: () => void) {
    super(timer);
    this.#onPress = onPress;
  }

  protected override settled(): void {
    if (this.isDown) this.#onPress();
  }
}
