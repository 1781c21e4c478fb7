/** What is wrong on a display, checked every few seconds of virtual time. */
import type { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import type { PlaybackNow } from '../../simulator/spotify/playback-model.js';
import { readableRows } from '../../simulator/lcd-view.js';
import { seenState } from '../../simulator/seen-state.js';
import { noticeTexts } from '../../device/screen/lcd-text.js';
import type { LocalTime } from './place.js';

const HEARTBEAT_MS = 30_000;
/** A change is seen within a heartbeat; then a response and a check follow. */
const SEEN_WITHIN_MS = 45_000;
/** In the first hour without music the device polls every 45 s, and after it every two minutes. */
const START_SEEN_WITHIN_MS = 60_000;
const IDLE_SEEN_WITHIN_MS = 150_000;
const IDLE_FROM_MS = 3_600_000;
/** The last item stays for a minute after the first failed poll, which may come a heartbeat later. */
const TOLD_WITHIN_MS = 120_000;
/** The same where nothing played: then the first failed poll may come two minutes later. */
const IDLE_TOLD_WITHIN_MS = 210_000;
/** This long after its end an item that stands still counts as over. */
const OVER_WITHIN_MS = 180_000;
/** A start and a press light the display for five minutes, then a check of the hours follows. */
const DARK_WITHIN_MS = 330_000;
/** The clock is drawn at the end of a minute. */
const DRAWN_WITHIN_MS = 5_000;

/** A response is late by its way, and the position is shown in whole seconds. */
const POSITION_OFF_MS = 3_000;

const [NOTHING] = noticeTexts({ kind: 'nothing' }, 16);

/** What it reads of a device. */
export interface Watched {
  readonly lcd: Pick<Hd44780Emulator, 'text' | 'violations' | 'cgram'>;
}

/** What row one shows while an item plays, by its label. */
export type Readings = ReadonlyMap<string, string>;

/**
 * What may be shown while a fault lasts. `blind`: nobody can know what plays, and the display must say so after a while.
 * `stale`: what it showed goes on. `late`: the right item, but not its position. `served`: nothing is wrong until the
 * device needs the relay.
 */
export type Meanwhile = 'blind' | 'stale' | 'late' | 'served';

/** Of one device. */
export class Watch {
  readonly #readings: Readings;
  readonly #foreign: readonly string[];
  readonly #localTime: LocalTime | undefined;
  /** Until then it may show something else. */
  #excusedUntilMs = 0;
  /** Until then rules of the display may be broken. */
  #garbledUntilMs = 0;
  /** The fault under way; `shown` is row one when it began, where it was certain. */
  #fault:
    | {
        readonly meanwhile: Meanwhile | 'excused';
        readonly sinceMs: number;
        readonly shown: string | undefined;
      }
    | undefined;
  /** From a fault until it shows again what plays. */
  #isRecovering = false;
  #truth = '';
  /** A start after a long idle time may be seen late, and so may changes soon after it. */
  #seenAtMs = 0;
  #idleSinceMs: number | undefined;

  #isDark = false;
  /** Since when it is dark, or no longer. */
  #turnedAtMs = 0;

  /** @param foreign what row one shows while items of another account play */
  constructor(readings: Readings, foreign: readonly string[] = [], localTime?: LocalTime) {
    this.#readings = readings;
    this.#foreign = foreign;
    this.#localTime = localTime;
  }

  /** Something plays, it shows that, asks on, and no fault is under way. */
  isSteady(nowMs: number): boolean {
    const isOver = this.#fault === undefined && !this.#isRecovering;
    return (
      isOver &&
      this.#idleSinceMs === undefined &&
      nowMs > this.#seenAtMs &&
      !this.#localTime?.isDark(nowMs + HEARTBEAT_MS)
    );
  }

  excuse(untilMs: number): void {
    this.#excusedUntilMs = Math.max(this.#excusedUntilMs, untilMs);
    this.#isRecovering = true;
  }

  /** Faults of its wires may break any rule of the display. */
  ignoreViolations(untilMs: number): void {
    this.#garbledUntilMs = Math.max(this.#garbledUntilMs, untilMs);
  }

  begin(meanwhile: Meanwhile, truth: PlaybackNow | undefined, nowMs: number): void {
    this.follow(truth, nowMs);
    const isShown = truth?.isPlaying && this.isSteady(nowMs);
    const shown = isShown ? this.#readings.get(truth.label) : undefined;
    this.#fault = { meanwhile, sinceMs: nowMs, shown };
  }

  end(): void {
    this.#fault = undefined;
  }

  /** The device sends a request to the relay. */
  asksRelay(): void {
    if (this.#fault?.meanwhile === 'served') this.#fault = { ...this.#fault, meanwhile: 'excused' };
  }

  /** What plays has changed. */
  follow(truth: PlaybackNow | undefined, nowMs: number): void {
    const state = truth ? `${truth.label} ${truth.isPlaying} ${truth.changedAtMs}` : 'nothing';
    if (state === this.#truth) return;
    this.#truth = state;
    const idleMs = nowMs - (this.#idleSinceMs ?? nowMs);
    const withinMs =
      idleMs >= IDLE_FROM_MS
        ? IDLE_SEEN_WITHIN_MS
        : idleMs > 0
          ? START_SEEN_WITHIN_MS
          : SEEN_WITHIN_MS;
    this.#seenAtMs = Math.max(this.#seenAtMs, nowMs + withinMs);
    this.#idleSinceMs = truth?.isPlaying ? undefined : (this.#idleSinceMs ?? nowMs);
  }

  /** @returns what is wrong */
  look({ lcd }: Watched, truth: PlaybackNow | undefined, nowMs: number): string[] {
    this.follow(truth, nowMs);
    this.#turn(nowMs);
    const rows = lcd.text();
    const what = this.#isForeign(rows)
      ? 'shows a title of another account'
      : this.#wrong(lcd, truth, nowMs);
    const violations = lcd.violations
      .splice(0)
      .map(({ kind, detail }) => `display: ${kind}, ${detail}`);
    return [
      ...(what === undefined ? [] : [`${what}: ${rows.join(' | ')}`]),
      ...(nowMs < this.#garbledUntilMs ? [] : violations),
    ];
  }

  /** No fault excuses it. */
  #isForeign(rows: readonly string[]): boolean {
    return this.#foreign.some((reads) => rows.some((row) => row.includes(reads)));
  }

  /** In the dark hours it asks nothing, so that at their end it begins again. */
  #turn(nowMs: number): void {
    const isDark = this.#localTime?.isDark(nowMs) ?? false;
    if (isDark === this.#isDark) return;
    this.#isDark = isDark;
    this.#turnedAtMs = nowMs;
    this.#seenAtMs = Math.max(this.#seenAtMs, nowMs + SEEN_WITHIN_MS);
    if (this.#fault) this.#fault = { ...this.#fault, sinceMs: nowMs, shown: undefined };
  }

  #wrong(lcd: Watched['lcd'], truth: PlaybackNow | undefined, nowMs: number): string | undefined {
    const rows = lcd.text();
    const { state } = seenState(rows);
    const disturbedMs = Math.max(this.#turnedAtMs, this.#excusedUntilMs);
    if (this.#isDark) {
      const mayBeLit = this.#fault !== undefined || nowMs - disturbedMs <= DARK_WITHIN_MS;
      return mayBeLit || state === 'off' ? undefined : 'is lit in the dark hours';
    }
    const { meanwhile, sinceMs = 0, shown } = this.#fault ?? {};
    if (meanwhile === 'blind') return this.#wrongWhileBlind(rows, nowMs);
    if (meanwhile === 'stale') {
      const goesOn = state === 'playing' && rows[0]?.trim() === shown;
      return shown === undefined || goesOn || nowMs - sinceMs > OVER_WITHIN_MS
        ? undefined
        : `does not go on with ${shown}`;
    }
    if (meanwhile === 'excused' || nowMs < this.#excusedUntilMs || nowMs <= this.#seenAtMs)
      return undefined;
    if (state === 'linking') return 'shows a user code';
    if (truth) {
      const reads = this.#readings.get(truth.label);
      if (state !== 'playing' || rows[0]?.trim() !== reads)
        return `${this.#isRecovering ? 'has not recovered in time: ' : ''}not ${reads}`;
      this.#isRecovering = false;
      if (meanwhile === 'late') return undefined;
      if (readableRows(lcd)[1]?.startsWith('‖') === truth.isPlaying)
        return truth.isPlaying ? 'shows a pause' : 'shows no pause';
      const offMs = Math.abs(positionOf(rows) - truth.positionMs);
      return offMs <= POSITION_OFF_MS
        ? undefined
        : `${Math.round(offMs / 1000)} s off the position`;
    }
    this.#isRecovering = false;
    if (nowMs - disturbedMs <= IDLE_SEEN_WITHIN_MS || this.#isNothing(rows, nowMs))
      return undefined;
    return `not ${this.#localTime?.at(nowMs) ?? NOTHING}`;
  }

  /** The last item for a while, then a notice of the fault. */
  #wrongWhileBlind(rows: readonly string[], nowMs: number): string | undefined {
    const { sinceMs = 0, shown } = this.#fault ?? {};
    const forMs = nowMs - sinceMs;
    const { state } = seenState(rows);
    if (state === 'linking') return 'shows a user code';
    if (state === 'off') return nowMs - this.#turnedAtMs > SEEN_WITHIN_MS ? 'is blank' : undefined;
    if (this.#isNothing(rows, nowMs)) {
      const mayBeSo = shown === undefined && forMs <= IDLE_TOLD_WITHIN_MS;
      return mayBeSo ? undefined : 'shows that nothing plays';
    }
    if (state === 'playing') {
      if (forMs > TOLD_WITHIN_MS) return 'shows no fault';
      // With the mark of failed polls it may scroll.
      const goesOn = rows[0]?.trim() === shown || rows[0]?.endsWith('!');
      return shown === undefined || goesOn ? undefined : `not ${shown}`;
    }
    return undefined;
  }

  /** The notice, or the clock. */
  #isNothing([first = '']: readonly string[], nowMs: number): boolean {
    const { at } = this.#localTime ?? {};
    const texts = at ? [at(nowMs), at(nowMs - DRAWN_WITHIN_MS)] : [NOTHING];
    return texts.includes(first.trim());
  }
}

/** What row two says, in ms; NaN where it says nothing. */
function positionOf(rows: readonly string[]): number {
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec(rows[1] ?? '') ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}
