/** Keeps the display up to date: what to show comes from the app, when to redraw from the picture itself. */
import { FAULT_CLASS } from '../shared/faults.js';
import { LcdController } from '../lcd/controller.js';
import { Healer } from '../lcd/healer.js';
import type { Cancel, Clock, Log, OpenBank, Timer } from '../shared/ports.js';
import type { Card } from '../screen/card.js';
import { cardOf } from '../screen/card.js';
import type { PlayingMark } from '../screen/compose.js';
import { composePlaying, hasDetail, slotUseOf } from '../screen/compose.js';
import type { Sheet } from '../screen/draw.js';
import { blankFrame, drawAt } from '../screen/draw.js';
import type { Motion } from '../screen/marquee.js';
import { composeNotice } from '../screen/notice-screen.js';
import type { Notice } from '../screen/notices.js';
import type { DeviceSettings } from '../shared/settings.js';
import type { Item, Playback } from '../spotify/playback.js';
import { positionMs } from '../spotify/playback.js';
import type { Transliterator } from '../text/transliterate.js';

export interface PainterOptions {
  readonly openBank: OpenBank;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly settings: DeviceSettings;
  readonly transliterator?: Transliterator;
}

type Picture =
  | {
      readonly kind: 'notice';
      readonly notice: Notice;
      readonly sinceMs: number;
      /** When the notice was given last: a countdown runs from there. */
      readonly givenAtMs: number;
    }
  | {
      readonly kind: 'playing';
      readonly item: Item;
      readonly card: Card;
      readonly sinceMs: number;
      /** When the item's `progressMs` was true. */
      readonly answeredAtMs: number;
      /** It may be over: nobody answers any more. */
      readonly isStale: boolean;
    };

/** A smaller step back is drift between two clocks, not a person seeking: the display holds still instead. */
const BACKWARD_DRIFT_MS = 1500;
/** A redraw is never asked for sooner: nobody sees more, and a device has other things to do. */
const REDRAW_MIN_MS = 40;
const HEAL_SOON_MS = 1000;
/** No timer of a device that is well is this late. */
const REDRAW_LATE_MS = 5000;
/** In the upper right corner, over whatever stands there: in no layout is a cell spare. */
const STALE_MARK = '!';

export class Painter {
  readonly #options: PainterOptions;
  readonly #lcd: LcdController;
  readonly #healer: Healer;
  #sheet: Sheet;
  #settings: DeviceSettings;
  #picture: Picture | undefined;
  /** Since when there has been no music; undefined while there is, and while something must be said. */
  #idleSinceMs: number | undefined;
  #isLit: boolean | undefined;
  #isOff = false;
  #shownPositionMs = 0;
  #redrawAtMs = Infinity;
  #cancelRedraw: Cancel = () => undefined;
  #cancelHeal: Cancel = () => undefined;

  constructor(options: PainterOptions) {
    const { settings } = options;
    this.#options = options;
    this.#settings = settings;
    const { columns, rows, addressing } = settings;
    const geometry = { columns, rows, addressing };
    this.#sheet = blankFrame(geometry, settings.rom);
    this.#lcd = new LcdController({ ...options, ...settings, geometry });
    this.#healer = new Healer({
      lcd: this.#lcd,
      timer: options.timer,
      everyMs: settings.healS * 1000,
      onHealed: () => {
        if (!this.#isOff) this.#lcd.show(this.#sheet);
      },
    });
  }

  /** Takes effect at once, and how texts move with their next step. */
  set settings(settings: DeviceSettings) {
    const { layout, rom, han } = this.#settings;
    this.#settings = settings;
    const isOtherRom = settings.rom !== rom;
    if (isOtherRom) {
      this.#sheet = blankFrame(this.#sheet.geometry, settings.rom);
      // All glyphs change: nobody shall see how.
      this.#lcd.turnOff();
    }
    const picture = this.#picture;
    if (!picture || (!isOtherRom && settings.layout === layout && settings.han === han)) return;
    if (picture.kind === 'playing')
      this.#picture = { ...picture, card: this.cardOf(picture.item) ?? picture.card };
    this.redraw();
  }

  start(notice: Notice): void {
    this.#lcd.initialise();
    this.notice(notice);
    this.#healer.start();
  }

  /** Somebody stands in front of it: light, and a display that is right whatever has happened to it. */
  touch(): void {
    if (this.#idleSinceMs !== undefined) this.#idleSinceMs = this.nowMs();
    this.#healer.now();
    this.redraw();
  }

  /** A write was lost on the way: what stands there is unknown. Not at once, for the next would be lost, too. */
  healSoon(): void {
    this.#cancelHeal();
    this.#cancelHeal = this.#options.timer.set(() => this.#healer.now(), HEAL_SOON_MS);
  }

  /** Now and then: what a timer has forgotten is done. */
  catchUp(): void {
    const nowMs = this.nowMs();
    this.#healer.catchUp(nowMs);
    if (nowMs > this.#redrawAtMs + REDRAW_LATE_MS) this.redraw();
  }

  /** Dark and blank, until there is something to show again. */
  off(): void {
    this.#cancelRedraw();
    this.#isOff = true;
    this.#redrawAtMs = Infinity;
    this.#picture = undefined;
    this.#lcd.turnOff();
    this.#lcd.setBacklight(false);
    this.#isLit = false;
  }

  /** Whoever shows a notice again does not restart its marquee. */
  notice(notice: Notice): void {
    const before = this.#picture;
    const isSame = before?.kind === 'notice' && isSameNotice(before.notice, notice);
    const nowMs = this.nowMs();
    const sinceMs = isSame ? before.sinceMs : nowMs;
    this.#picture = { kind: 'notice', notice, sinceMs, givenAtMs: nowMs };
    // What passes by itself wakes nobody who sleeps.
    if (this.#idleSinceMs === undefined || !isPassing(notice))
      this.setIdle(notice.kind === 'nothing');
    this.redraw();
  }

  /**
   * @param answeredAtMs when its `progressMs` was true: it may have been off the display since
   * @param isStale marks it as what was known last
   */
  playback(playback: Playback, answeredAtMs: number, isStale = false): void {
    if (playback.kind === 'nothing') return this.notice({ kind: 'nothing' });
    const before = this.#picture;
    const isSame = before?.kind === 'playing' && isSameItem(before.item, playback);
    if (isSame && before.item === playback && before.isStale === isStale) return;
    const card = isSame ? before.card : this.cardOf(playback);
    if (!card) return;
    const sinceMs = isSame ? before.sinceMs : this.nowMs();
    if (!isSame) this.#shownPositionMs = 0;
    this.#picture = { kind: 'playing', item: playback, card, sinceMs, answeredAtMs, isStale };
    this.setIdle(!playback.isPlaying);
    this.redraw();
    // Where somebody looks, and most of it is written anew in any case.
    if (!isSame && this.#settings.healS > 0) this.#healer.now();
  }

  stop(): void {
    this.#cancelRedraw();
    this.#cancelHeal();
    this.#healer.stop();
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
      hasDetail: hasDetail(geometry),
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
    const picture = this.#picture;
    if (!picture) return;
    this.#isOff = false;
    const nowMs = this.nowMs();
    const nextMs =
      picture.kind === 'notice'
        ? this.drawNotice(picture, nowMs)
        : this.drawPlaying(picture, nowMs);
    this.#lcd.show(this.#sheet);
    const darkInMs = this.light(nowMs);
    const soonestMs = Math.min(nextMs ?? Infinity, darkInMs ?? Infinity);
    this.#redrawAtMs = Infinity;
    if (soonestMs === Infinity) return;
    const delayMs = Math.max(REDRAW_MIN_MS, Math.ceil(soonestMs));
    this.#redrawAtMs = nowMs + delayMs;
    this.#cancelRedraw = this.#options.timer.set(() => this.redraw(), delayMs);
  }

  /**
   * Lights the display, or leaves it dark where there was no music for long.
   * @returns time until it goes dark by itself, in ms
   */
  private light(nowMs: number): number | undefined {
    const { backlightPin, backlightOffS } = this.#settings;
    const offMs = backlightPin === undefined ? 0 : backlightOffS * 1000;
    const idleMs = this.#idleSinceMs === undefined ? 0 : nowMs - this.#idleSinceMs;
    const isLit = offMs === 0 || idleMs < offMs;
    // Whoever comes back wants to see it right.
    if (isLit && this.#isLit === false) this.#healer.now();
    this.#lcd.setBacklight(isLit);
    this.#isLit = isLit;
    return isLit && offMs > 0 && this.#idleSinceMs !== undefined ? offMs - idleMs : undefined;
  }

  private get motion(): Motion {
    return { scroll: this.#settings.scroll, stepMs: this.#settings.scrollMs };
  }

  private drawNotice(
    { notice, sinceMs, givenAtMs }: Extract<Picture, { kind: 'notice' }>,
    nowMs: number,
  ): number | undefined {
    const shownForMs = nowMs - sinceMs;
    if (!('retryInMs' in notice) || notice.retryInMs === undefined)
      return composeNotice(this.#sheet, notice, shownForMs, this.motion);
    const retryInMs = Math.max(0, notice.retryInMs - (nowMs - givenAtMs));
    return composeNotice(this.#sheet, { ...notice, retryInMs }, shownForMs, this.motion);
  }

  private drawPlaying(
    { item, card, sinceMs, answeredAtMs, isStale }: Extract<Picture, { kind: 'playing' }>,
    nowMs: number,
  ): number | undefined {
    const position = positionMs(item, nowMs - answeredAtMs);
    const stepBackMs = this.#shownPositionMs - position;
    const isDrift = stepBackMs > 0 && stepBackMs < BACKWARD_DRIFT_MS;
    this.#shownPositionMs = isDrift ? this.#shownPositionMs : position;
    const nextMs = composePlaying(this.#sheet, {
      card,
      mark: markOf(item),
      durationMs: item.durationMs,
      positionMs: this.#shownPositionMs,
      hasPosition: item.progressMs !== undefined,
      shownForMs: nowMs - sinceMs,
      layout: this.#settings.layout,
      motion: this.motion,
    });
    if (isStale) drawAt(this.#sheet, this.#sheet.geometry.columns - 1, STALE_MARK);
    return nextMs;
  }
}

function markOf(item: Item): PlayingMark {
  if (!item.isPlaying) return 'pause';
  return item.kind === 'episode' ? 'podcast' : 'play';
}

/** Says nothing that a person could do anything about. */
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

/** The same words, whatever their countdown says. */
function isSameNotice(one: Notice, other: Notice): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(notice: Notice): string {
  return JSON.stringify({ ...notice, retryInMs: undefined });
}
