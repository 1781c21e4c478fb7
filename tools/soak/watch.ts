/** What is wrong on a display, checked every few seconds of virtual time. */
import type { Hd44780Emulator } from '../../simulator/hd44780/emulator.js';
import type { PlaybackNow } from '../../simulator/spotify/playback-model.js';
import { seenState } from '../../simulator/seen-state.js';

/** A change is seen within a heartbeat of 30 s; then a response and a check follow. */
const SEEN_WITHIN_MS = 45_000;
/** After an hour of nothing the device polls every two minutes. */
const IDLE_SEEN_WITHIN_MS = 150_000;
/** The last item stays for a minute after the first failed poll, which may come a heartbeat later. */
const TOLD_WITHIN_MS = 120_000;

/** A response is late by its way, and the position is shown in whole seconds. */
const POSITION_OFF_MS = 3_000;

export interface Complaint {
  readonly atMs: number;
  readonly seat: number;
  readonly what: string;
}

/** What it reads of a device. */
export interface Watched {
  readonly lcd: Pick<Hd44780Emulator, 'text' | 'violations'>;
}

/** What row one shows while an item plays, by its label. */
export type Readings = ReadonlyMap<string, string>;

export class Watch {
  readonly #readings: Readings;
  readonly complaints: Complaint[] = [];
  lookCount = 0;
  /** By seat: until then it may show something else. */
  readonly #excusedUntilMs: number[] = [];
  /** By seat: until then rules of the display may be broken. */
  readonly #garbledUntilMs: number[] = [];
  /** By seat: since when it cannot know what plays. */
  readonly #blindSinceMs: (number | undefined)[] = [];
  #truth = '';
  #truthSinceMs = 0;
  /** A start after a long idle time may be seen late, and so may changes soon after it. */
  #seenAtMs = 0;
  #idleSinceMs: number | undefined;

  constructor(readings: Readings) {
    this.#readings = readings;
  }

  excuse(seat: number, untilMs: number): void {
    this.#excusedUntilMs[seat] = Math.max(this.#excusedUntilMs[seat] ?? 0, untilMs);
  }

  /** Faults of its wires may break any rule of the display. */
  ignoreViolations(seat: number, untilMs: number): void {
    this.#garbledUntilMs[seat] = Math.max(this.#garbledUntilMs[seat] ?? 0, untilMs);
  }

  /** @param sinceMs when this seat lost Spotify; undefined when it is back */
  blind(seat: number, sinceMs: number | undefined): void {
    this.#blindSinceMs[seat] = sinceMs;
  }

  look(seats: readonly Watched[], truth: PlaybackNow | undefined, nowMs: number): void {
    this.lookCount += 1;
    this.#follow(truth, nowMs);
    for (const [index, seat] of seats.entries()) {
      const rows = seat.lcd.text();
      const what = this.#wrong(index, rows, truth, nowMs);
      if (what !== undefined)
        this.complaints.push({ atMs: nowMs, seat: index, what: `${what}: ${rows.join(' | ')}` });
      const violations = seat.lcd.violations.splice(0);
      if (nowMs < (this.#garbledUntilMs[index] ?? 0)) continue;
      for (const { kind, detail } of violations)
        this.complaints.push({ atMs: nowMs, seat: index, what: `display: ${kind}, ${detail}` });
    }
  }

  #follow(truth: PlaybackNow | undefined, nowMs: number): void {
    const state = truth ? `${truth.label} ${truth.isPlaying} ${truth.changedAtMs}` : 'nothing';
    if (state === this.#truth) return;
    this.#truth = state;
    this.#truthSinceMs = nowMs;
    const withinMs = this.#idleSinceMs === undefined ? SEEN_WITHIN_MS : IDLE_SEEN_WITHIN_MS;
    this.#seenAtMs = Math.max(this.#seenAtMs, nowMs + withinMs);
    this.#idleSinceMs = truth?.isPlaying ? undefined : (this.#idleSinceMs ?? nowMs);
  }

  #wrong(
    seat: number,
    rows: readonly string[],
    truth: PlaybackNow | undefined,
    nowMs: number,
  ): string | undefined {
    const { state } = seenState(rows);
    const blindSinceMs = this.#blindSinceMs[seat];
    if (blindSinceMs !== undefined)
      return nowMs - blindSinceMs > TOLD_WITHIN_MS && state === 'playing' && truth?.isPlaying
        ? 'shows no fault'
        : undefined;
    if (nowMs < (this.#excusedUntilMs[seat] ?? 0)) return undefined;
    if (truth?.isPlaying) {
      if (nowMs <= this.#seenAtMs) return undefined;
      const reads = this.#readings.get(truth.label);
      if (state !== 'playing' || rows[0]?.trim() !== reads) return `not ${reads}`;
      const offMs = Math.abs(positionOf(rows) - truth.positionMs);
      return offMs <= POSITION_OFF_MS
        ? undefined
        : `${Math.round(offMs / 1000)} s off the position`;
    }
    if (nowMs - this.#truthSinceMs <= IDLE_SEEN_WITHIN_MS) return undefined;
    return state === 'linking' ? 'shows a user code' : undefined;
  }
}

/** What row two says, in ms; NaN where it says nothing. */
function positionOf(rows: readonly string[]): number {
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec(rows[1] ?? '') ?? [];
  return (Number(minutes) * 60 + Number(seconds)) * 1000;
}
