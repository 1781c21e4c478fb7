/** Keeps the display up to date: what to show comes from the app, when to redraw from the picture itself. */
import { LcdController } from './lcd/controller.js';
import type { Cancel, Clock, Log, OpenBank, Timer } from './ports.js';
import type { Card } from './screen/card.js';
import { cardOf } from './screen/card.js';
import type { PlayingMark } from './screen/compose.js';
import { composePlaying } from './screen/compose.js';
import { blankFrame } from './screen/draw.js';
import type { Frame } from './screen/frame.js';
import type { Notice } from './screen/notices.js';
import { composeNotice } from './screen/notices.js';
import type { DeviceSettings } from './settings.js';
import type { Playback } from './spotify/playback.js';
import { positionMs } from './spotify/playback.js';
import type { Transliterator } from './text/transliterate.js';

export interface PainterOptions {
  readonly openBank: OpenBank;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  readonly settings: DeviceSettings;
  readonly transliterator?: Transliterator;
}

type Item = Exclude<Playback, { kind: 'nothing' }>;

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
    };

/** A smaller step back is drift between two clocks, not a person seeking: the display holds still instead. */
const BACKWARD_DRIFT_MS = 1500;
/** A redraw is never asked for sooner: nobody sees more, and a device has other things to do. */
const REDRAW_MIN_MS = 40;

export class Painter {
  readonly #options: PainterOptions;
  readonly #lcd: LcdController;
  readonly #frame: Frame;
  #settings: DeviceSettings;
  #picture: Picture | undefined;
  #shownPositionMs = 0;
  #cancelRedraw: Cancel = () => undefined;

  constructor(options: PainterOptions) {
    const { settings } = options;
    this.#options = options;
    this.#settings = settings;
    const geometry = { columns: settings.columns, rows: settings.rows };
    this.#frame = blankFrame(geometry);
    this.#lcd = new LcdController({ ...options, ...settings, geometry });
  }

  set settings(settings: DeviceSettings) {
    this.#settings = settings;
  }

  start(notice: Notice): void {
    this.#lcd.initialise();
    this.notice(notice);
  }

  /** Whoever shows a notice again does not restart its marquee. */
  notice(notice: Notice): void {
    const before = this.#picture;
    const isSame = before?.kind === 'notice' && isSameNotice(before.notice, notice);
    const nowMs = this.#nowMs();
    const sinceMs = isSame ? before.sinceMs : nowMs;
    this.#picture = { kind: 'notice', notice, sinceMs, givenAtMs: nowMs };
    this.#redraw();
  }

  /** @param answeredAtMs when its `progressMs` was true: it may have been off the display since */
  playback(playback: Playback, answeredAtMs: number): void {
    if (playback.kind === 'nothing') return this.notice({ kind: 'nothing' });
    const before = this.#picture;
    const isSame = before?.kind === 'playing' && isSameItem(before.item, playback);
    if (isSame && before.item === playback) return;
    const { transliterator } = this.#options;
    if (!transliterator) return;
    const card = isSame ? before.card : cardOf(playback, transliterator);
    const sinceMs = isSame ? before.sinceMs : this.#nowMs();
    if (!isSame) this.#shownPositionMs = 0;
    this.#picture = { kind: 'playing', item: playback, card, sinceMs, answeredAtMs };
    this.#redraw();
  }

  stop(): void {
    this.#cancelRedraw();
  }

  #nowMs(): number {
    return this.#options.clock.nowUs() / 1000;
  }

  #redraw(): void {
    this.#cancelRedraw();
    const picture = this.#picture;
    if (!picture) return;
    const nowMs = this.#nowMs();
    const nextMs =
      picture.kind === 'notice'
        ? this.#drawNotice(picture, nowMs)
        : this.#drawPlaying(picture, nowMs);
    this.#lcd.show(this.#frame);
    if (nextMs === undefined) return;
    const delayMs = Math.max(REDRAW_MIN_MS, Math.ceil(nextMs));
    this.#cancelRedraw = this.#options.timer.set(() => this.#redraw(), delayMs);
  }

  #drawNotice(
    { notice, sinceMs, givenAtMs }: Extract<Picture, { kind: 'notice' }>,
    nowMs: number,
  ): number | undefined {
    const shownForMs = nowMs - sinceMs;
    if (notice.kind !== 'fault' || notice.retryInMs === undefined)
      return composeNotice(this.#frame, notice, shownForMs);
    const retryInMs = Math.max(0, notice.retryInMs - (nowMs - givenAtMs));
    return composeNotice(this.#frame, { ...notice, retryInMs }, shownForMs);
  }

  #drawPlaying(
    { item, card, sinceMs, answeredAtMs }: Extract<Picture, { kind: 'playing' }>,
    nowMs: number,
  ): number | undefined {
    const position = positionMs(item, nowMs - answeredAtMs);
    const stepBackMs = this.#shownPositionMs - position;
    const isDrift = stepBackMs > 0 && stepBackMs < BACKWARD_DRIFT_MS;
    this.#shownPositionMs = isDrift ? this.#shownPositionMs : position;
    return composePlaying(this.#frame, {
      card,
      mark: markOf(item),
      durationMs: item.durationMs,
      positionMs: this.#shownPositionMs,
      shownForMs: nowMs - sinceMs,
      layout: this.#settings.layout,
    });
  }
}

function markOf(item: Item): PlayingMark {
  if (!item.isPlaying) return 'pause';
  return item.kind === 'episode' ? 'podcast' : 'play';
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
  return JSON.stringify(notice.kind === 'fault' ? { ...notice, retryInMs: undefined } : notice);
}
