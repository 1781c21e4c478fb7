/**
 * How many questions are left: Spotify's development mode counts them over about 24 hours an owner's account, tells
 * nobody how many there are, and locks out for hours whoever has used them up.
 */
import { affordedRate } from './schedule-plan.js';

const BUCKET_MS = 900_000;
const DAY_MS = 86_400_000;
/** A day of buckets and the one that is being filled: a call is forgotten late rather than early. */
const BUCKET_COUNT = DAY_MS / BUCKET_MS + 1;
/** What a block teaches: the calls that met it were too many, so that a fifth fewer should do. */
const LESSON_SHARE = 0.8;
/**
 * Quotas below several hundred were never reported. Who is blocked after fewer calls than that shares the account with
 * another program, and must not starve itself: ten an hour still show each song.
 */
const LESSON_MIN = 240;
/** Quotas change, and so do the programs beside us: after two weeks without a block the owner's number counts again. */
const LESSON_FOR_MS = 14 * DAY_MS;

/** More calls in a bucket than a pause takes were for music: a restart remembers no more of it than that. */
const MUSIC_COUNT = 31;

/** What of it survives a restart; times in ms on the same clock as all others here. */
export interface BudgetMemory {
  /** Calls by quarter of an hour, oldest first; the last one ends at `countedToMs`. */
  readonly counts: readonly number[];
  readonly countedToMs: number;
  readonly lesson: Lesson | undefined;
  readonly openFromMs: number;
}

export interface Lesson {
  readonly limit: number;
  readonly learntAtMs: number;
}

export class Budget {
  readonly #limit: number;
  /** A ring: the bucket of time t is t / BUCKET_MS modulo the length. */
  readonly #counts = new Uint16Array(BUCKET_COUNT);
  /** Music in each bucket, in s. */
  readonly #playedS = new Uint16Array(BUCKET_COUNT);
  #newest = -Infinity;
  #lesson: Lesson | undefined;
  /** What was asked before counts for the owner's number alone: Spotify said from when on we are welcome again. */
  #openFromMs = -Infinity;

  /** @param limit the owner's, a rolling day */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Calls that a rolling day may have now: the owner's number, or less where a block taught so. */
  limit(nowMs: number): number {
    const lesson = this.#lesson;
    if (!lesson || nowMs - lesson.learntAtMs > LESSON_FOR_MS) return this.#limit;
    return Math.min(this.#limit, lesson.limit);
  }

  made(nowMs: number): number {
    return this.#count(nowMs, -Infinity);
  }

  left(nowMs: number): number {
    this.#turnTo(nowMs);
    return this.#leftIn(this.#newest);
  }

  /** When a call will be left, if none is now. */
  leftFromMs(nowMs: number): number {
    if (this.left(nowMs) > 0) return nowMs;
    // Whole buckets are forgotten: nothing changes in between.
    for (let bucket = this.#newest + 1; bucket <= this.#newest + BUCKET_COUNT; bucket += 1) {
      if (this.#leftIn(bucket) > 0) return bucket * BUCKET_MS;
    }
    return nowMs + DAY_MS;
  }

  take(nowMs: number): void {
    this.#turnTo(nowMs);
    const at = ringIndex(this.#newest);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** Something played for this long up to now. */
  played(forMs: number, nowMs: number): void {
    this.#turnTo(nowMs);
    const at = ringIndex(this.#newest);
    this.#playedS[at] = (this.#playedS[at] ?? 0) + Math.round(forMs / 1000);
  }

  /** Questions an hour of music that each rolling day can afford which has begun and not ended. */
  musicRate(nowMs: number): number {
    this.#turnTo(nowMs);
    const limit = this.limit(nowMs);
    // What preceded a block taught what may be asked now, and is no part of it.
    const openFromMs = this.#lesson ? this.#openFromMs : -Infinity;
    const oldest = Math.max(this.#newest - BUCKET_COUNT + 2, bucketOf(openFromMs));
    let calls = 0;
    let playedMs = 0;
    let sittings = 0;
    let wasSilent = true;
    let rate = Infinity;
    for (let bucket = this.#newest; bucket >= oldest; bucket -= 1) {
      const at = ringIndex(bucket);
      calls += this.#counts[at] ?? 0;
      const playedS = this.#playedS[at] ?? 0;
      playedMs += 1000 * playedS;
      if (wasSilent && playedS > 0) sittings += 1;
      wasSilent = playedS === 0;
      const leftMs = (bucket + 1) * BUCKET_MS + DAY_MS - nowMs;
      rate = Math.min(rate, affordedRate(calls, playedMs, sittings, leftMs, limit));
    }
    return rate;
  }

  /** The quota was met: the calls of the day before were too many. */
  learn(nowMs: number, openFromMs: number): void {
    const limit = Math.max(LESSON_MIN, Math.floor(LESSON_SHARE * this.#count(nowMs, -Infinity)));
    this.#lesson = { limit: Math.min(limit, this.limit(nowMs)), learntAtMs: nowMs };
    this.#openFromMs = openFromMs;
  }

  memory(nowMs: number): BudgetMemory {
    this.#turnTo(nowMs);
    const counts: number[] = [];
    for (let age = BUCKET_COUNT - 1; age >= 0; age -= 1) counts.push(this.#at(this.#newest - age));
    return {
      counts,
      countedToMs: (this.#newest + 1) * BUCKET_MS,
      lesson: this.#lesson,
      openFromMs: this.#openFromMs,
    };
  }

  /** Adds what was counted before a restart; a bucket that lies across two is put into the later one. */
  restore({ counts, countedToMs, lesson, openFromMs }: BudgetMemory, nowMs: number): void {
    this.#turnTo(nowMs);
    const newest = Math.min(bucketOf(countedToMs - 1), this.#newest);
    for (const [index, count] of counts.entries()) {
      const bucket = newest - (counts.length - 1 - index);
      if (bucket <= this.#newest - BUCKET_COUNT) continue;
      const at = ringIndex(bucket);
      this.#counts[at] = (this.#counts[at] ?? 0) + count;
      if (count >= MUSIC_COUNT) this.#playedS[at] = BUCKET_MS / 1000;
    }
    this.#lesson = lesson;
    this.#openFromMs = openFromMs;
  }

  #count(nowMs: number, fromMs: number): number {
    this.#turnTo(nowMs);
    return this.#countIn(this.#newest, fromMs);
  }

  /** What counts while `current` is the bucket being filled, if nothing more is asked until then. */
  #countIn(current: number, fromMs: number): number {
    const first = Math.max(current - BUCKET_COUNT + 1, bucketOf(fromMs));
    let count = 0;
    for (let bucket = first; bucket <= this.#newest; bucket += 1) count += this.#at(bucket);
    return count;
  }

  #leftIn(current: number): number {
    const ofOwners = this.#limit - this.#countIn(current, -Infinity);
    const limit = this.limit(current * BUCKET_MS);
    return Math.min(ofOwners, limit - this.#countIn(current, this.#openFromMs));
  }

  #at(bucket: number): number {
    return this.#counts[ringIndex(bucket)] ?? 0;
  }

  /** Empties the buckets that time has passed over. */
  #turnTo(nowMs: number): void {
    const bucket = bucketOf(nowMs);
    if (bucket <= this.#newest) return;
    const from = Math.max(this.#newest + 1, bucket - BUCKET_COUNT + 1);
    for (let empty = from; empty <= bucket; empty += 1) {
      this.#counts[ringIndex(empty)] = 0;
      this.#playedS[ringIndex(empty)] = 0;
    }
    this.#newest = bucket;
  }
}

function bucketOf(atMs: number): number {
  return Math.floor(atMs / BUCKET_MS);
}

/** Buckets before the clock's start are negative. */
function ringIndex(bucket: number): number {
  return ((bucket % BUCKET_COUNT) + BUCKET_COUNT) % BUCKET_COUNT;
}
