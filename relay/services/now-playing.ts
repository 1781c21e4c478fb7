/**
 * What an account plays, for scripts, for the pages and for displays that ask us instead of Spotify. One question to
 * Spotify feeds all who ask within a few seconds, and its positions run on between questions as on a display.
 */
import type { Fault, Result } from '../../device/faults.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import { positionMs, type Playback } from '../../device/spotify/playback.js';
import type { Clock } from '../clock.js';
import type { PlayerAnswer, SpotifyPlayer } from '../spotify/player.js';
import type { Grant } from '../store/store.js';
import type { Refresher } from './refresh.js';

/** Spotify's daily quota is the scarcest thing there is; a display that is five seconds late still feels live. */
const FRESH_MS = 5_000;
/** At the end of an item the next one is due: asked soon, but not in a loop. */
const FRESH_MIN_MS = 1_000;
/** After a 429 without a time. */
const PAUSE_S = 30;
/** Entries beyond this are looked through for old ones. */
const CACHE_SIZE = 1_000;

export interface Playing {
  /** Spotify's status: 200, or 204 where nothing plays. */
  readonly status: number;
  readonly playback: Playback;
  readonly askedAtMs: number;
}

export interface NowPlayingOptions {
  readonly player: SpotifyPlayer;
  readonly refresher: Refresher;
  readonly clock: Clock;
}

export class NowPlaying {
  readonly #options: NowPlayingOptions;
  readonly #known = new Map<string, Playing>();
  readonly #flights = new Map<string, Promise<Result<Playing>>>();
  /** Until when Spotify wants no questions, by account. */
  readonly #pausedUntilMs = new Map<string, number>();

  constructor(options: NowPlayingOptions) {
    this.#options = options;
  }

  /** @param grant as just read: the caller has made sure that whoever asks may know */
  async find(uid: string, grant: Grant | undefined): Promise<Result<Playing>> {
    if (!grant || grant.endedAtMs !== undefined)
      return { ok: false, fault: { kind: 'relink-required' } };
    // Another consent may be another person's: what was known of the grant before does not count.
    const key = `${uid}/${grant.consentedAtMs}`;
    const nowMs = this.#options.clock.nowMs();
    const known = this.#known.get(key);
    if (known && nowMs < freshUntilMs(known)) return { ok: true, value: known };
    const pausedUntilMs = this.#pausedUntilMs.get(key) ?? 0;
    if (pausedUntilMs > nowMs) return { ok: false, fault: pauseOf(pausedUntilMs - nowMs) };

    const flying = this.#flights.get(key);
    if (flying) return flying;
    const flight = this.#ask(uid, grant)
      .then((result) => this.#remember(key, result))
      .finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }

  async #ask(uid: string, grant: Grant): Promise<Result<Playing>> {
    const { player, refresher, clock } = this.#options;
    let rejectedToken: string | undefined;
    // Twice: a token that Spotify refuses is replaced once.
    for (const isLastAttempt of [false, true]) {
      const token = await refresher.handOut({ uid, grant, rejectedToken });
      if (!token.ok) return token;
      const askedAtMs = clock.nowMs();
      const answer = await player.ask(token.value.token);
      if (answer.ok) return decode(answer.value, askedAtMs);
      if (answer.fault.kind !== 'token-rejected' || isLastAttempt) return answer;
      rejectedToken = token.value.token;
    }
    return { ok: false, fault: { kind: 'token-rejected' } };
  }

  #remember(key: string, result: Result<Playing>): Result<Playing> {
    const nowMs = this.#options.clock.nowMs();
    if (result.ok) {
      this.#known.set(key, result.value);
      this.#pausedUntilMs.delete(key);
    } else if (result.fault.kind === 'rate-limited')
      this.#pausedUntilMs.set(key, nowMs + (result.fault.retryAfterS ?? PAUSE_S) * 1000);
    if (this.#known.size > CACHE_SIZE)
      for (const [old, playing] of this.#known)
        if (nowMs >= freshUntilMs(playing)) this.#known.delete(old);
    return result;
  }
}

function decode({ status, body }: PlayerAnswer, askedAtMs: number): Result<Playing> {
  if (status === 204)
    return { ok: true, value: { status, playback: { kind: 'nothing' }, askedAtMs } };
  const decoder = new PlaybackDecoder();
  decoder.push(body);
  const decoded = decoder.end();
  return decoded.ok ? { ok: true, value: { status, playback: decoded.value, askedAtMs } } : decoded;
}

function freshUntilMs({ playback, askedAtMs }: Playing): number {
  const usual = askedAtMs + FRESH_MS;
  if (playback.kind === 'nothing' || !playback.isPlaying || playback.durationMs === 0) return usual;
  const endsAtMs = askedAtMs + playback.durationMs - positionMs(playback, 0);
  return Math.min(usual, Math.max(endsAtMs, askedAtMs + FRESH_MIN_MS));
}

function pauseOf(leftMs: number): Fault {
  const retryAfterS = Math.ceil(leftMs / 1000);
  return { kind: 'rate-limited', origin: 'spotify', quota: false, retryAfterS };
}
