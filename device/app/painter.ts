/** Keeps the display up to date: the machine decides what to show, the screen when to redraw it. */
import { FAULT_CLASS } from '../shared/faults.js';
import { backpackLines } from '../lcd/backpack.js';
import { LcdController } from '../lcd/controller.js';
import { Healer } from '../lcd/healer.js';
import type { LcdOptions } from '../lcd/options.js';
import { nothing } from '../shared/nothing.js';
import type { Cancel, Clock, Log, OpenBank, OpenI2c, Timer } from '../shared/ports.js';
import { composeClock } from '../screen/clock-screen.js';
import type { Card } from '../screen/card.js';
import { cardOf } from '../screen/card.js';
import type { Screen } from '../machine/screen.js';
import { composePlaying, detailsOf, markOf, slotUseOf } from '../screen/compose.js';
import type { Sheet } from '../screen/draw.js';
import { blankFrame, drawAt } from '../screen/draw.js';
import type { Motion } from '../screen/marquee.js';
import { composeNotice } from '../screen/notice-screen.js';
import type { Notice } from '../screen/notices.js';
import { isOnDevice } from '../screen/only-device.js';
import { messageOf } from '../resilience/guarded-ports.js';
import type { DeviceSettings, Wiring } from '../shared/settings.js';
import { isBacklightSwitched } from '../shared/wiring.js';
import type { Item, Playback } from '../spotify/playback.js';
import { positionMs } from '../spotify/playback.js';
import type { Transliterator } from '../text/transliterate.js';

export interface PainterOptions {
  readonly openBank: OpenBank;
  readonly openI2c: OpenI2c;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly settings: DeviceSettings;
  readonly transliterator?: Transliterator;
}

type NoticeScreen = Extract<Screen, { kind: 'notice' }>;
type PlayingScreen = Extract<Screen, { kind: 'playing' }>;

/** A smaller step back is clock drift, not a seek: keep the position instead. */
const BACKWARD_DRIFT_MS = 1500;
/** The least time between redraws: faster ones are not visible and cost time. */
const REDRAW_MIN_MS = 40;
const HEAL_SOON_MS = 1000;
/** A backpack that is plugged in again is found within this time. */
const HEAL_LATE_MS = 30_000;
/** No timer of a healthy device is this late. */
const REDRAW_LATE_MS = 5000;
/** Drawn over the upper right corner: no layout has a spare cell. */
const STALE_MARK = '!';

export class Painter {
  readonly #options: PainterOptions;
  readonly #lcd: LcdController;
  readonly #healer: Healer;
  #sheet: Sheet;
  #settings: DeviceSettings;
  #screen: Screen | undefined;
  /** The card of the current item. */
  #card: Card | undefined;
  /** When its text appeared: the marquee's start. */
  #sinceMs = 0;
  /** When the screen was set: countdowns start there. */
  #givenAtMs = 0;
  /** When the music stopped; undefined while it plays, and while a notice needs a person. */
  #idleSinceMs: number | undefined;
  #isLit: boolean | undefined;
  #isOff = false;
  /** The wiring test drives the lines: nothing is drawn. */
  #isTested = false;
  #shownPositionMs = 0;
  #redrawAtMs = Infinity;
  #cancelRedraw: Cancel = nothing;
  /** Of a heal that is due because of a lost write. */
  #cancelHeal: Cancel | undefined;
  #healInMs = HEAL_SOON_MS;
  #lostCount = 0;

  constructor(options: PainterOptions) {
    const { settings } = options;
    this.#options = options;
    this.#settings = settings;
    const { columns, rows, addressing } = settings;
    const geometry = { columns, rows, addressing };
    this.#sheet = blankFrame(geometry, settings.rom);
    this.#lcd = new LcdController({
      ...{ ...options, geometry, foscKhz: settings.foscKhz },
      ...this.linesOf(settings.wiring),
    });
    this.#healer = new Healer({
      lcd: this.#lcd,
      timer: options.timer,
      everyMs: settings.healS * 1000,
      onHealed: () => {
        if (!this.#cancelHeal) this.#healInMs = HEAL_SOON_MS;
        if (!this.#isOff) this.#lcd.show(this.#sheet);
      },
    });
  }

  private linesOf(wiring: Wiring): Pick<LcdOptions, 'openBank' | 'clock' | 'pins'> {
    const { openBank, openI2c, clock, log } = this.#options;
    if (wiring.bus === 'gpio') return { openBank, clock, ...wiring };
    const onLost = (error: unknown): void => this.lost(error);
    return backpackLines({ wiring, i2c: openI2c(wiring), clock, log, onLost });
  }

  /** Takes effect at once. */
  set settings(settings: DeviceSettings) {
    const { layout, rom, han } = this.#settings;
    this.#settings = settings;
    const isOtherRom = settings.rom !== rom;
    if (isOtherRom) {
      this.#sheet = blankFrame(this.#sheet.geometry, settings.rom);
      // Blank first: all glyphs change, and that must not be visible.
      this.#lcd.turnOff();
    }
    const isSameText = !isOtherRom && settings.layout === layout && settings.han === han;
    if (this.#screen?.kind === 'playing' && !isSameText)
      this.#card = this.cardOf(this.#screen.item);
    this.redraw();
  }

  /** What plays, and its line in the display's letters; undefined while a notice is shown. */
  get shown(): { readonly item: Item; readonly line: string } | undefined {
    if (this.#screen?.kind !== 'playing' || !this.#card) return undefined;
    return { item: this.#screen.item, line: this.#card.line };
  }

  start(notice: Notice): void {
    this.#lcd.initialise();
    this.show({ kind: 'notice', notice });
    this.#healer.start();
  }

  /** A person uses the device: light up and heal the display. */
  touch(): void {
    if (this.#idleSinceMs !== undefined) this.#idleSinceMs = this.nowMs();
    this.#healer.now();
    this.redraw();
  }

  /**
   * A write was lost, so the display's contents are unknown. Not healed at once, since the next write may be lost as well:
   * then it waits twice as long.
   */
  lost(error: unknown): void {
    const { log, timer } = this.#options;
    log.write('warn', `display: ${messageOf(error)}`);
    this.#lostCount += 1;
    this.#cancelHeal?.();
    this.#cancelHeal = timer.set(() => {
      this.#cancelHeal = undefined;
      this.#healInMs = Math.min(2 * this.#healInMs, HEAL_LATE_MS);
      this.#healer.now();
    }, this.#healInMs);
  }

  /** Writes to the display that failed. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /** Called every few seconds: does what a lost timer should have done. */
  catchUp(): void {
    if (this.#isTested) return;
    const nowMs = this.nowMs();
    this.#healer.catchUp(nowMs);
    if (nowMs > this.#redrawAtMs + REDRAW_LATE_MS) this.redraw();
  }

  show(screen: Screen): void {
    switch (screen.kind) {
      case 'off':
        return this.off();
      case 'notice':
        return this.notice(screen);
      case 'playing':
        return this.isElsewhere(screen.item)
          ? this.notice({ kind: 'notice', notice: { kind: 'nothing' } })
          : this.playing(screen);
    }
  }

  /** Whether something plays, but not on the one speaker that is shown. */
  isElsewhere(playback: Playback): boolean {
    const { transliterator } = this.#options;
    if (!transliterator || playback.kind === 'nothing') return false;
    return !isOnDevice(playback, this.#settings.onlyDevice, transliterator);
  }

  /** Nothing is drawn from now on. @returns false if there is no line of that number */
  raiseLine(index: number): boolean {
    this.stop();
    this.#isTested = true;
    return this.#lcd.raiseLine(index);
  }

  /** Stops, and releases the lines. @returns one for other hardware, to be started */
  replacedBy(settings: DeviceSettings): Painter {
    this.stop();
    this.#lcd.close();
    return new Painter({ ...this.#options, settings });
  }

  stop(): void {
    this.#cancelRedraw();
    this.#cancelHeal?.();
    this.#healer.stop();
  }

  /** Dark and blank, until there is something to show. */
  private off(): void {
    this.#cancelRedraw();
    this.#isOff = true;
    this.#redrawAtMs = Infinity;
    this.#screen = undefined;
    this.#lcd.turnOff();
    this.#lcd.setBacklight(false);
    this.#isLit = false;
  }

  /** Showing the same text again does not restart its marquee. */
  private notice(screen: NoticeScreen): void {
    const before = this.#screen;
    const { notice } = screen;
    this.#screen = screen;
    this.#givenAtMs = this.nowMs();
    if (before?.kind !== 'notice' || !isSameNotice(before.notice, notice))
      this.#sinceMs = this.#givenAtMs;
    // Faults that pass by themselves do not turn on the light.
    if (this.#idleSinceMs === undefined || !isPassing(notice))
      this.setIdle(notice.kind === 'nothing');
    this.redraw();
  }

  private playing(screen: PlayingScreen): void {
    const { item } = screen;
    const before = this.#screen?.kind === 'playing' ? this.#screen : undefined;
    if (before?.item === item && before.isStale === screen.isStale) return;
    const isSame = before !== undefined && isSameItem(before.item, item);
    const line = isSame ? this.#card?.line : undefined;
    // The same item may have changed: its name is filled in, or it plays on another device.
    if (!isSame || textOf(before.item) !== textOf(item)) this.#card = this.cardOf(item);
    if (!this.#card) return;
    if (this.#card.line !== line) this.#sinceMs = this.nowMs();
    if (!isSame) this.#shownPositionMs = 0;
    this.#screen = screen;
    this.setIdle(!item.isPlaying);
    this.redraw();
    // People are looking now, and most cells are written anyway.
    if (!isSame && this.#settings.healS > 0) this.#healer.now();
  }

  private cardOf(item: Item): Card | undefined {
    const { transliterator } = this.#options;
    if (!transliterator) return undefined;
    const { geometry, alphabet, cells } = this.#sheet;
    const mark = item.kind === 'episode' ? 'podcast' : 'play';
    const use = slotUseOf(geometry, this.#settings.layout, item.durationMs, mark);
    return cardOf(item, transliterator, alphabet, {
      use,
      han: this.#settings.han,
      details: detailsOf(geometry, this.#settings.layout),
      shown: cells,
    });
  }

  private setIdle(isIdle: boolean): void {
    if (isIdle) this.#idleSinceMs ??= this.nowMs();
    else this.#idleSinceMs = undefined;
  }

  private nowMs(): number {
    return this.#options.clock.nowUs() / 1000;
  }

  private redraw(): void {
    this.#cancelRedraw();
    const screen = this.#screen;
    if (!screen || screen.kind === 'off' || this.#isTested) return;
    const nowMs = this.nowMs();
    const nextMs =
      screen.kind === 'notice' ? this.drawNotice(screen, nowMs) : this.drawPlaying(screen, nowMs);
    const darkInMs = this.darkInMs(nowMs);
    const isDark = darkInMs <= 0;
    this.#isOff = isDark && this.#settings.idle === 'off';
    if (this.#isOff) this.#lcd.turnOff();
    else this.#lcd.show(this.#sheet);
    this.light(!isDark);
    const changesInMs = (this.#isOff ? undefined : nextMs) ?? Infinity;
    const soonestMs = Math.min(changesInMs, isDark ? Infinity : darkInMs);
    this.#redrawAtMs = Infinity;
    if (soonestMs === Infinity) return;
    const delayMs = Math.max(REDRAW_MIN_MS, Math.ceil(soonestMs));
    this.#redrawAtMs = nowMs + delayMs;
    this.#cancelRedraw = this.#options.timer.set(() => this.redraw(), delayMs);
  }

  /** Time until it goes dark by itself after a long time without music, in ms; not above 0 once it is. */
  private darkInMs(nowMs: number): number {
    const { wiring, backlightOffS, idle } = this.#settings;
    const isDarkened = backlightOffS > 0 && (idle === 'off' || isBacklightSwitched(wiring));
    if (!isDarkened || this.#idleSinceMs === undefined) return Infinity;
    return backlightOffS * 1000 - (nowMs - this.#idleSinceMs);
  }

  private light(isLit: boolean): void {
    // A person is about to read it.
    if (isLit && this.#isLit === false) this.#healer.now();
    this.#lcd.setBacklight(isLit);
    this.#isLit = isLit;
  }

  private get motion(): Motion {
    return { scroll: this.#settings.scroll, stepMs: this.#settings.scrollMs };
  }

  private drawNotice({ notice }: NoticeScreen, nowMs: number): number | undefined {
    const epochMs = this.#options.clock.epochMs();
    const { idle, onlyDevice } = this.#settings;
    if (notice.kind === 'nothing' && idle === 'clock' && epochMs !== undefined)
      return composeClock(this.#sheet, this.#settings, epochMs);
    let drawn = notice;
    // A network's name may be in any script.
    const { transliterator } = this.#options;
    if ('network' in drawn && transliterator)
      drawn = { ...drawn, network: transliterator.transliterate(drawn.network) };
    if (drawn.kind === 'nothing' && onlyDevice !== '' && transliterator)
      drawn = { ...drawn, device: transliterator.transliterate(onlyDevice) };
    if ('retryInMs' in drawn && drawn.retryInMs !== undefined)
      drawn = { ...drawn, retryInMs: Math.max(0, drawn.retryInMs - (nowMs - this.#givenAtMs)) };
    return composeNotice(this.#sheet, drawn, nowMs - this.#sinceMs, this.motion);
  }

  private drawPlaying(
    { item, respondedAtMs, rate, isStale }: PlayingScreen,
    nowMs: number,
  ): number | undefined {
    if (!this.#card) return undefined;
    const position = positionMs(item, rate * (nowMs - respondedAtMs));
    const stepBackMs = this.#shownPositionMs - position;
    const isDrift = stepBackMs > 0 && stepBackMs < BACKWARD_DRIFT_MS;
    this.#shownPositionMs = isDrift ? this.#shownPositionMs : position;
    const nextMs = composePlaying(this.#sheet, {
      card: this.#card,
      mark: markOf(item),
      durationMs: item.durationMs,
      positionMs: this.#shownPositionMs,
      rate,
      hasPosition: item.progressMs !== undefined,
      shownForMs: nowMs - this.#sinceMs,
      layout: this.#settings.layout,
      motion: this.motion,
    });
    if (isStale) drawAt(this.#sheet, this.#sheet.geometry.columns - 1, STALE_MARK);
    return nextMs;
  }
}

/** Notices that no person needs to act on. */
function isPassing(notice: Notice): boolean {
  switch (notice.kind) {
    case 'joining':
    case 'no-network':
    case 'getting-token':
      return true;
    case 'setting-clock':
      return notice.isLate !== true;
    case 'fault':
      return FAULT_CLASS[notice.fault.kind] === 'transient';
    default:
      return false;
  }
}

function isSameItem(one: Item, other: Item): boolean {
  return (
    one.kind === other.kind &&
    one.itemKey === other.itemKey &&
    one.durationMs === other.durationMs &&
    one.isPrivate === other.isPrivate
  );
}

/** The texts of an item that are transliterated. */
function textOf(item: Item): string {
  return JSON.stringify({ ...item, isPlaying: false, progressMs: 0 });
}

/** The same text, apart from its countdown. */
function isSameNotice(one: Notice, other: Notice): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(notice: Notice): string {
  return JSON.stringify({ ...notice, retryInMs: undefined });
}
