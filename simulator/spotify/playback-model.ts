/**
 * One listener's player: a playlist that advances on the given clock, and what the listener does to it. Nothing runs
 * between calls; each call first settles what has happened since the last one.
 */
import type { PlaylistItem, PlaylistStep } from './playlist.js';

interface PlayerDevice {
  readonly id: string | null;
  readonly name: string;
  readonly type: string;
  readonly volumePercent: number | null;
}

export interface PlaybackNow {
  readonly item: PlaylistItem;
  readonly label: string;
  readonly isPlaying: boolean;
  readonly positionMs: number;
  /** When the state last changed (start, pause, resume, seek): this is Spotify's `timestamp`, not the present. */
  readonly changedAtMs: number;
  readonly device: PlayerDevice;
  readonly isPrivate: boolean;
}

export interface PlaybackModelOptions {
  /** Wall clock in ms since 1970. */
  readonly now: () => number;
  readonly playlist: readonly PlaylistStep[];
  /** Starts again at the end; otherwise the first item is paused at 0 then, as Spotify does. */
  readonly loops?: boolean;
  /** After a pause longer than this nothing plays: Spotify forgets a paused player after some minutes. */
  readonly idleAfterMs?: number;
}

const IDLE_AFTER_MS = 10 * 60_000;

const LIVING_ROOM: PlayerDevice = Object.freeze({
  id: '83d7a598ac5d960c71f2731a0ce76f67ca8980aa',
  name: 'Living room',
  type: 'Speaker',
  volumePercent: 42,
});

export class PlaybackModel {
  readonly #now: () => number;
  readonly #playlist: readonly PlaylistStep[];
  readonly #loops: boolean;
  readonly #idleAfterMs: number;
  #index = 0;
  /** Position at `#atMs`; while playing it grows from there. */
  #positionMs = 0;
  #atMs: number;
  #changedAtMs: number;
  #isPlaying = true;
  /** End of a pause that the playlist makes. */
  #resumesAtMs: number | undefined;
  #hasPaused = false;
  #isPrivate = false;
  #device: PlayerDevice = LIVING_ROOM;

  constructor({ now, playlist, loops = true, idleAfterMs = IDLE_AFTER_MS }: PlaybackModelOptions) {
    if (!playlist.some((step) => !step.aside && step.item.durationMs > 0))
      throw new Error('a playlist needs at least one item with a duration');
    this.#now = now;
    this.#playlist = playlist;
    this.#loops = loops;
    this.#idleAfterMs = idleAfterMs;
    this.#atMs = this.#changedAtMs = now();
    this.#index = this.#following(-1) ?? 0;
  }

  /** What plays now, or undefined while no player is active. */
  read(): PlaybackNow | undefined {
    this.#settle();
    const { item, label } = this.#step();
    if (item.kind === 'nothing') return undefined;
    if (!this.#isPlaying && this.#now() - this.#changedAtMs > this.#idleAfterMs) return undefined;
    return {
      item,
      label,
      isPlaying: this.#isPlaying,
      positionMs: Math.floor(this.#positionAt(this.#now())),
      changedAtMs: this.#changedAtMs,
      device: this.#device,
      isPrivate: this.#isPrivate,
    };
  }

  play(): void {
    this.#settle();
    if (!this.#isPlaying) this.#change({ isPlaying: true });
  }

  pause(): void {
    this.#settle();
    if (this.#isPlaying) this.#change({ isPlaying: false });
    // Paused by the listener: the playlist's own pause no longer ends it.
    this.#resumesAtMs = undefined;
  }

  seek(positionMs: number): void {
    this.#settle();
    const last = this.#step().item.durationMs;
    this.#change({ positionMs: Math.max(0, Math.min(positionMs, last)) });
  }

  next(): void {
    this.#settle();
    this.#start(this.#following(this.#index) ?? this.#following(-1) ?? 0, this.#now());
  }

  /** To the start of the item, or in its first three seconds to the item before, as players do; the API always goes back. */
  previous({ always = false } = {}): void {
    this.#settle();
    if (!always && this.#positionAt(this.#now()) > 3000) this.seek(0);
    else this.#start(this.#preceding(this.#index), this.#now());
  }

  /** Starts the item with this key; false if the playlist has none. */
  choose(key: string): boolean {
    const index = this.#playlist.findIndex((step) => step.item.key === key);
    if (index < 0) return false;
    this.#start(index, this.#now());
    return true;
  }

  /** It goes on there, where it was. */
  moveTo(room: string): void {
    this.#settle();
    this.#device = { ...LIVING_ROOM, name: room };
    this.#change({});
  }

  setPrivate(isPrivate: boolean): void {
    this.#isPrivate = isPrivate;
  }

  #step(): PlaylistStep {
    const step = this.#playlist[this.#index];
    if (!step) throw new Error(`no item ${this.#index} in the playlist`);
    return step;
  }

  #positionAt(nowMs: number): number {
    // A clock that was set back must not move the position back.
    const elapsedMs = this.#isPlaying ? Math.max(0, nowMs - this.#atMs) : 0;
    return Math.min(this.#positionMs + elapsedMs, this.#step().item.durationMs);
  }

  #settle(): void {
    const nowMs = this.#now();
    for (;;) {
      if (!this.#isPlaying) {
        if (this.#resumesAtMs === undefined || nowMs < this.#resumesAtMs) return;
        this.#change({ isPlaying: true, atMs: this.#resumesAtMs });
        continue;
      }
      const { item, pause } = this.#step();
      const elapsedMs = nowMs - this.#atMs;
      const pausesInMs =
        pause && !this.#hasPaused && this.#positionMs <= pause.atMs
          ? pause.atMs - this.#positionMs
          : undefined;
      if (pause && pausesInMs !== undefined && elapsedMs >= pausesInMs) {
        const pausedAtMs = this.#atMs + pausesInMs;
        this.#change({ isPlaying: false, atMs: pausedAtMs, positionMs: pause.atMs });
        this.#hasPaused = true;
        this.#resumesAtMs = pausedAtMs + pause.forMs;
        continue;
      }
      const endsInMs = item.durationMs - this.#positionMs;
      if (elapsedMs < endsInMs) return;
      const endedAtMs = this.#atMs + endsInMs;
      const next = this.#following(this.#index);
      this.#start(next ?? this.#following(-1) ?? 0, endedAtMs);
      if (next === undefined && !this.#loops) this.#change({ isPlaying: false, atMs: endedAtMs });
    }
  }

  #start(index: number, atMs: number): void {
    this.#index = index;
    this.#hasPaused = false;
    this.#change({ isPlaying: true, positionMs: 0, atMs });
  }

  #change({
    atMs = this.#now(),
    positionMs = this.#positionAt(atMs),
    isPlaying = this.#isPlaying,
  }: {
    atMs?: number;
    positionMs?: number;
    isPlaying?: boolean;
  }): void {
    this.#positionMs = positionMs;
    this.#atMs = atMs;
    this.#changedAtMs = atMs;
    this.#isPlaying = isPlaying;
    this.#resumesAtMs = undefined;
  }

  /** The next item that the list itself plays, or undefined after the last one. */
  #following(index: number): number | undefined {
    const after = this.#playlist.findIndex(
      (step, candidate) => candidate > index && !step.aside && step.item.durationMs > 0,
    );
    return after < 0 ? undefined : after;
  }

  #preceding(index: number): number {
    let before = this.#following(-1) ?? 0;
    for (
      let candidate: number | undefined = before;
      candidate !== undefined && candidate < index;
      candidate = this.#following(candidate)
    )
      before = candidate;
    return before;
  }
}
