/**
 * What an account plays, for scripts, for the pages and for devices that poll us instead of Spotify. One poll of Spotify
 * serves all of them, on all instances, until the device's own schedule wants the next; positions advance meanwhile as
 * on a display.
 */
import type { Fault, Result } from '../../device/shared/faults.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { Playback } from '../../device/spotify/playback.js';
import type { Core } from '../core.js';
import { Sql } from '../db/database.js';
import { PLACES } from '../db/sealed.js';
import { Flights } from '../flights.js';
import type { UsableGrant } from '../grant/grants.js';
import { withRetry, type Refresher } from '../grant/refresh.js';
import type { PlayerResponse } from '../spotify/player.js';
import { SharedSchedule } from './shared-schedule.js';

/** After a 429 without a time. */
const PAUSE_S = 30;
/** After another failure without a time. */
const FAULT_PAUSE_S = 5;
/** Where only a person can correct it. */
const LONG_PAUSE_S = 25;
/** A refresh and a poll take 10 s at worst; a slower one costs no more than an extra poll. */
const LEASE_S = 15;
/** A poll so recent already shows what a command has caused. */
const FRESH_MS = 500;
/** A response not requested for an hour is listening history, which we do not keep. */
const KEEP_MS = 3_600_000;
/** Schedules of accounts that polled lately; one that was dropped is read from the database again. */
const SCHEDULES_MAX = 1_000;

export interface Playing {
  /** Spotify's status: 200, or 204 if nothing plays. */
  readonly status: number;
  readonly playback: Playback;
  readonly askedAtMs: number;
}

/** As it is stored; the time of the grant tells whose it is, should another person connect Spotify. */
interface Outcome {
  readonly consentedAtMs: number;
  readonly result: Result<Playing>;
}

/** What is known of what an account plays. */
interface Row {
  readonly outcome: Outcome | undefined;
  /** No poll is due before. */
  readonly nextAtMs: number;
  readonly schedule?: string;
  readonly fence: number;
}
type SealedRow = Omit<Row, 'outcome'> & { readonly sealed?: string };
const COLUMNS = new Sql('p.outcome_sealed AS sealed, p.next_at AS "nextAtMs", p.schedule, p.fence');

type Given = Core & { readonly refresher: Refresher };

export class NowPlaying {
  readonly #given: Given;
  readonly #flights: Flights<Result<Playing>>;
  readonly #schedules = new Map<string, { readonly fence: number; readonly of: SharedSchedule }>();

  constructor(given: Given) {
    this.#given = given;
    this.#flights = new Flights(given.clock);
  }

  /** @param grant as just read: the caller has made sure that the account's playback may be told */
  async find(uid: string, grant: UsableGrant | undefined): Promise<Result<Playing>> {
    if (!grant || grant.endedAtMs !== undefined)
      return { ok: false, fault: { kind: 'relink-required' } };
    const known = this.#known(await this.#read(uid), grant);
    if (known) return known;
    const attempt = async (): Promise<Result<Playing> | undefined> => {
      const claim = await this.#claim(uid);
      if (claim) return this.#poll(uid, grant, claim);
      const row = await this.#read(uid);
      const response = this.#known(row, grant);
      // What is stored belongs to another grant: poll now, whatever was due.
      if (!response && row && row.nextAtMs > this.#given.clock.nowMs()) await this.forget(uid);
      return response;
    };
    const retryAfterS = FAULT_PAUSE_S;
    return this.#flights.join(uid, attempt, {
      ok: false,
      fault: { kind: 'unavailable', origin: 'relay', status: 503, retryAfterS },
    });
  }

  /** What still counts of the last response. */
  #known(row: Row | undefined, grant: UsableGrant): Result<Playing> | undefined {
    const leftMs = (row?.nextAtMs ?? 0) - this.#given.clock.nowMs();
    if (leftMs <= 0 || row?.outcome === undefined) return undefined;
    const { consentedAtMs, result } = row.outcome;
    if (consentedAtMs !== grant.consentedAtMs) return undefined;
    return result.ok ? result : { ok: false, fault: remaining(result.fault, leftMs) };
  }

  async #poll(uid: string, grant: UsableGrant, claim: Row): Promise<Result<Playing>> {
    const { clock } = this.#given;
    const schedule = this.#scheduleOf(uid, claim);
    const waitMs = schedule.waitMs(clock.nowMs());
    const result: Result<Playing> =
      waitMs > 0
        ? { ok: false, fault: { kind: 'rate-limited', origin: 'spotify', quota: true } }
        : await this.#ask(uid, grant, schedule);
    const nowMs = clock.nowMs();
    const nextMs = waitMs > 0 ? waitMs : nextWaitMs(result, schedule, nowMs);
    const outcome: Outcome = { consentedAtMs: grant.consentedAtMs, result };
    await this.#put(uid, {
      fence: claim.fence,
      outcome,
      nextAtMs: nowMs + nextMs,
      schedule: schedule.text(nowMs),
    });
    return result.ok ? result : { ok: false, fault: remaining(result.fault, nextMs) };
  }

  async #ask(uid: string, grant: UsableGrant, schedule: SharedSchedule): Promise<Result<Playing>> {
    const { spotify, refresher, clock } = this.#given;
    let rejectedToken: string | undefined;
    // Twice: a token that Spotify rejects is replaced once.
    for (const isLastAttempt of [false, true]) {
      const token = await refresher.handOut({ uid, grant, rejectedToken });
      if (!token.ok) return { ok: false, fault: busy(token.fault) };
      const askedAtMs = clock.nowMs();
      schedule.polled(askedAtMs);
      const response = await spotify.player.ask(token.value.token);
      if (response.ok) return decode(response.value, askedAtMs);
      if (response.fault.kind !== 'token-rejected' || isLastAttempt) return response;
      rejectedToken = token.value.token;
    }
    return { ok: false, fault: { kind: 'token-rejected' } };
  }

  /** Ours if no other instance has polled since we did; otherwise the database's. */
  #scheduleOf(uid: string, { fence, schedule: text, outcome }: Row): SharedSchedule {
    const ours = this.#schedules.get(uid);
    if (this.#schedules.size >= SCHEDULES_MAX) this.#schedules.clear();
    if (ours?.fence === fence - 1) {
      this.#schedules.set(uid, { fence, of: ours.of });
      return ours.of;
    }
    const schedule = new SharedSchedule(text);
    const last = outcome?.result;
    // What was seen last tells a change from a start.
    if (last?.ok) schedule.observed(last.value.playback, last.value.askedAtMs);
    this.#schedules.set(uid, { fence, of: schedule });
    return schedule;
  }

  async #read(uid: string): Promise<Row | undefined> {
    const { database } = this.#given;
    return this.#opened(
      uid,
      await database.first<SealedRow>`SELECT ${COLUMNS} FROM playing p WHERE p.uid = ${uid}`,
    );
  }

  /** The right to poll. @returns undefined if no poll is due, or another instance already polls */
  async #claim(uid: string): Promise<Row | undefined> {
    const { database, clock } = this.#given;
    const now = new Date(clock.nowMs());
    // The first poll makes the row; of two at once one inserts, and the other finds the lease taken.
    const row = await database.first<SealedRow>`
      INSERT INTO playing AS p (uid, next_at, expires_at, lease_until)
      VALUES (${uid}, ${now}, ${now}, now() + ${LEASE_S}::float8 * interval '1 second')
      ON CONFLICT (uid) DO UPDATE SET lease_until = excluded.lease_until, fence = p.fence + 1
      WHERE p.next_at <= ${now} AND (p.lease_until IS NULL OR p.lease_until < now())
      RETURNING ${COLUMNS}`;
    return this.#opened(uid, row);
  }

  #opened(uid: string, row: SealedRow | undefined): Row | undefined {
    if (!row) return undefined;
    const { sealed, ...rest } = row;
    const outcome = sealed && this.#given.database.cipher.unseal(sealed, PLACES.outcome(uid));
    return { ...rest, outcome: outcome ? (JSON.parse(outcome) as Outcome) : undefined };
  }

  /** Stores the result of a poll and releases the right to poll, unless it passed on meanwhile. */
  async #put(uid: string, { fence, outcome, nextAtMs, schedule }: Row): Promise<void> {
    const { database, clock } = this.#given;
    const sealed = database.cipher.seal(JSON.stringify(outcome), PLACES.outcome(uid));
    const expiresAt = new Date(Math.max(nextAtMs, clock.nowMs() + KEEP_MS));
    await database.changed`
      UPDATE playing SET outcome_sealed = ${sealed}, next_at = ${new Date(nextAtMs)},
        schedule = ${schedule}, expires_at = ${expiresAt}, lease_until = NULL
      WHERE uid = ${uid} AND fence = ${fence}`;
  }

  /**
   * A device has sent the player a command: what is known may be out of date, so the next poll is due. A failure keeps its
   * wait, and the schedule its budget.
   */
  async outdate(uid: string): Promise<void> {
    const { database, clock } = this.#given;
    const row = await this.#read(uid);
    const result = row?.outcome?.result;
    if (!row || !result?.ok || clock.nowMs() - result.value.askedAtMs < FRESH_MS) return;
    await database.changed`
      UPDATE playing SET next_at = to_timestamp(0) WHERE uid = ${uid} AND fence = ${row.fence}`;
  }

  /** Forgets the response and lets the next poll go out at once; what the schedule has learnt stays. */
  async forget(uid: string): Promise<void> {
    await this.#given.database.changed`
      UPDATE playing SET outcome_sealed = NULL, next_at = to_timestamp(0), lease_until = NULL,
        fence = fence + 1
      WHERE uid = ${uid}`;
  }
}

function nextWaitMs(result: Result<Playing>, schedule: SharedSchedule, nowMs: number): number {
  if (result.ok) return schedule.observed(result.value.playback, nowMs).waitMs;
  const { fault } = result;
  switch (fault.kind) {
    case 'rate-limited':
      return schedule.blocked((fault.retryAfterS ?? PAUSE_S) * 1000, fault.quota, nowMs);
    case 'unavailable':
      return Math.max(1, fault.retryAfterS ?? FAULT_PAUSE_S) * 1000;
    case 'relink-required':
      // A new grant or a retry is polled at once: the token decides, and costs Spotify nothing.
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

function remaining(fault: Fault, leftMs: number): Fault {
  return withRetry(fault, Math.max(1, Math.ceil(leftMs / 1000)));
}

function decode({ status, body }: PlayerResponse, askedAtMs: number): Result<Playing> {
  if (status === 204)
    return { ok: true, value: { status, playback: { kind: 'nothing' }, askedAtMs } };
  const decoder = new PlaybackDecoder();
  decoder.push(body);
  const decoded = decoder.end();
  return decoded.ok ? { ok: true, value: { status, playback: decoded.value, askedAtMs } } : decoded;
}
