/**
 * What an account plays, for scripts, for the pages and for displays that ask us instead of Spotify. One question to
 * Spotify feeds all who ask, on all instances, until the device's own schedule wants the next; positions run on between
 * questions as on a display.
 */
import type { Fault, Result } from '../../device/shared/faults.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { Playback } from '../../device/spotify/playback.js';
import type { Clock } from '../clock.js';
import type { PlayerAnswer, SpotifyPlayer } from '../spotify/player.js';
import type { PlayingRow, Store, UsableGrant } from '../db/store.js';
import type { Refresher } from '../grant/refresh.js';
import { SharedSchedule } from './shared-schedule.js';

/** After a 429 without a time. */
const PAUSE_S = 30;
/** After another failure without a time. */
const FAULT_PAUSE_S = 5;
/** Where only a person can mend it. */
const LONG_PAUSE_S = 60;
/** A refresh and a question take 10 s at worst; whoever is slower still costs one question too many, and no more. */
const LEASE_S = 15;
/** Who waits longer than this for another's question is told to come back. */
const WAIT_MAX_MS = 8_000;
const WAIT_STEP_MS = 50;
/** What nobody has asked for in an hour is history, and that is not ours to keep. */
const KEEP_MS = 3_600_000;
/** Schedules of accounts that asked lately; one that was dropped is read from the database again. */
const SCHEDULES_MAX = 1_000;

export interface Playing {
  /** Spotify's status: 200, or 204 where nothing plays. */
  readonly status: number;
  readonly playback: Playback;
  readonly askedAtMs: number;
}

/** As it is stored; the time of consent tells whose it is, should another person consent for the account. */
interface Outcome {
  readonly consentedAtMs: number;
  readonly result: Result<Playing>;
}

export interface NowPlayingOptions {
  readonly store: Store;
  readonly player: SpotifyPlayer;
  readonly refresher: Refresher;
  readonly clock: Clock;
}

export class NowPlaying {
  readonly #options: NowPlayingOptions;
  readonly #flights = new Map<string, Promise<Result<Playing>>>();
  readonly #schedules = new Map<string, { readonly fence: number; readonly of: SharedSchedule }>();

  constructor(options: NowPlayingOptions) {
    this.#options = options;
  }

  /** @param grant as just read: the caller has made sure that whoever asks may know */
  async find(uid: string, grant: UsableGrant | undefined): Promise<Result<Playing>> {
    if (!grant || grant.endedAtMs !== undefined)
      return { ok: false, fault: { kind: 'relink-required' } };
    const known = this.#known(await this.#options.store.findPlaying(uid), grant);
    if (known) return known;
    const flying = this.#flights.get(uid);
    if (flying) return flying;
    const flight = this.#fly(uid, grant).finally(() => this.#flights.delete(uid));
    this.#flights.set(uid, flight);
    return flight;
  }

  /** What still counts of the last answer. */
  #known(row: PlayingRow | undefined, grant: UsableGrant): Result<Playing> | undefined {
    const leftMs = (row?.nextAtMs ?? 0) - this.#options.clock.nowMs();
    if (leftMs <= 0 || row?.outcome === undefined) return undefined;
    const { consentedAtMs, result } = JSON.parse(row.outcome) as Outcome;
    if (consentedAtMs !== grant.consentedAtMs) return undefined;
    return result.ok ? result : { ok: false, fault: remaining(result.fault, leftMs) };
  }

  async #fly(uid: string, grant: UsableGrant): Promise<Result<Playing>> {
    const { store, clock } = this.#options;
    const deadlineMs = clock.nowMs() + WAIT_MAX_MS;
    while (clock.nowMs() < deadlineMs) {
      const claim = await store.claimPlaying(uid, { nowMs: clock.nowMs(), leaseS: LEASE_S });
      if (claim) return this.#ask(uid, grant, claim);
      const row = await store.findPlaying(uid);
      const known = this.#known(row, grant);
      if (known) return known;
      // Another consent than the one whose answer is kept: it is asked for anew, whatever was due.
      if (row && row.nextAtMs > clock.nowMs()) await store.resetPlaying(uid);
      else await clock.sleep(WAIT_STEP_MS);
    }
    return {
      ok: false,
      fault: { kind: 'unavailable', origin: 'relay', status: 503, retryAfterS: FAULT_PAUSE_S },
    };
  }

  async #ask(uid: string, grant: UsableGrant, claim: PlayingRow): Promise<Result<Playing>> {
    const { store, clock } = this.#options;
    const schedule = this.#scheduleOf(uid, claim);
    const waitMs = schedule.waitMs(clock.nowMs());
    const result: Result<Playing> =
      waitMs > 0
        ? { ok: false, fault: { kind: 'rate-limited', origin: 'spotify', quota: true } }
        : await this.#question(uid, grant, schedule);
    const nowMs = clock.nowMs();
    const nextMs = waitMs > 0 ? waitMs : nextWaitMs(result, schedule, nowMs);
    const nextAtMs = nowMs + nextMs;
    const outcome: Outcome = { consentedAtMs: grant.consentedAtMs, result };
    await store.putPlaying(uid, {
      fence: claim.fence,
      outcome: JSON.stringify(outcome),
      nextAtMs,
      schedule: schedule.text(nowMs),
      expiresAtMs: Math.max(nextAtMs, nowMs + KEEP_MS),
    });
    return result.ok ? result : { ok: false, fault: remaining(result.fault, nextMs) };
  }

  async #question(
    uid: string,
    grant: UsableGrant,
    schedule: SharedSchedule,
  ): Promise<Result<Playing>> {
    const { player, refresher, clock } = this.#options;
    let rejectedToken: string | undefined;
    // Twice: a token that Spotify refuses is replaced once.
    for (const isLastAttempt of [false, true]) {
      const token = await refresher.handOut({ uid, grant, rejectedToken });
      if (!token.ok) return { ok: false, fault: busy(token.fault) };
      const askedAtMs = clock.nowMs();
      schedule.asked(askedAtMs);
      const answer = await player.ask(token.value.token);
      if (answer.ok) return decode(answer.value, askedAtMs);
      if (answer.fault.kind !== 'token-rejected' || isLastAttempt) return answer;
      rejectedToken = token.value.token;
    }
    return { ok: false, fault: { kind: 'token-rejected' } };
  }

  /** Ours, where nobody else has asked since we did; else what the database says. */
  #scheduleOf(uid: string, { fence, schedule: text, outcome }: PlayingRow): SharedSchedule {
    const ours = this.#schedules.get(uid);
    if (this.#schedules.size >= SCHEDULES_MAX) this.#schedules.clear();
    if (ours?.fence === fence - 1) {
      this.#schedules.set(uid, { fence, of: ours.of });
      return ours.of;
    }
    const schedule = new SharedSchedule(text);
    const last = outcome === undefined ? undefined : (JSON.parse(outcome) as Outcome).result;
    // What was seen last tells a change from a start.
    if (last?.ok) schedule.answered(last.value.playback, last.value.askedAtMs);
    this.#schedules.set(uid, { fence, of: schedule });
    return schedule;
  }
}

function nextWaitMs(result: Result<Playing>, schedule: SharedSchedule, nowMs: number): number {
  if (result.ok) return schedule.answered(result.value.playback, nowMs);
  const { fault } = result;
  switch (fault.kind) {
    case 'rate-limited':
      return schedule.blocked((fault.retryAfterS ?? PAUSE_S) * 1000, fault.quota, nowMs);
    case 'unavailable':
      return Math.max(1, fault.retryAfterS ?? FAULT_PAUSE_S) * 1000;
    case 'relink-required':
      // A new consent or a retry is asked for at once: the token decides, and costs Spotify nothing.
      return 0;
    case 'not-allowed':
    case 'refused':
      return LONG_PAUSE_S * 1000;
    case 'unreachable':
    case 'malformed':
    case 'token-rejected':
    case 'device-unknown':
      return FAULT_PAUSE_S * 1000;
  }
}

/**
 * A 429 of the token endpoint is Spotify being busy there. Told to the schedule as it is, a long one would pass for the
 * player's quota and teach it a lower budget.
 */
function busy(fault: Fault): Fault {
  if (fault.kind !== 'rate-limited') return fault;
  const { origin, retryAfterS } = fault;
  return {
    kind: 'unavailable',
    origin,
    status: 429,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  };
}

/** Whoever is told to wait is told how long from now. */
function remaining(fault: Fault, leftMs: number): Fault {
  return fault.kind === 'rate-limited' || fault.kind === 'unavailable'
    ? { ...fault, retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)) }
    : fault;
}

function decode({ status, body }: PlayerAnswer, askedAtMs: number): Result<Playing> {
  if (status === 204)
    return { ok: true, value: { status, playback: { kind: 'nothing' }, askedAtMs } };
  const decoder = new PlaybackDecoder();
  decoder.push(body);
  const decoded = decoder.end();
  return decoded.ok ? { ok: true, value: { status, playback: decoded.value, askedAtMs } } : decoded;
}
