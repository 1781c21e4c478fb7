/**
 * How many requests are left: Spotify's development mode counts them over about 24 hours, does not say how many there may
 * be, and locks out for hours once they are used up.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET_MS = HOUR_MS / 4;
/** A day of buckets and the current one: a call is dropped late rather than early. */
const BUCKETS = DAY_MS / BUCKET_MS + 1;
/** After a block the budget is a fifth less than the calls that caused it. */
const LESSON_SHARE = 0.8;
/** No quota below several hundred was ever reported: after fewer calls another program used it up. Ten an hour must remain. */
const LESSON_MIN = 240;
/** Quotas and other programs change: after two weeks without a block the setting applies again. */
const LESSON_FOR_MS = 14 * DAY_MS;
/** The share of the budget that a day with so much music may use; the rest is for days with more. */
const AIM_SHARE = 0.77;
const MUSIC_MS = 4 * HOUR_MS;
const MUSIC_MIN_MS = HOUR_MS / 6;
/** A bucket with so many calls had music in it, since a pause takes fewer; one that is full of it has some more. */
const MUSIC_CALLS = 31;
const FULL_CALLS = 45;
/** How long people listen at a time. It gives the number of first hours of silence still to come. */
const SITTING_MS = 1.5 * HOUR_MS;
const GAP_MIN_MS = 10_000;
const GAP_MAX_MS = 30_000;
/** Calls reserved for the ends of items. Waits begin to stretch when twice as many are left, sooner on a small budget. */
const RESERVE = 50;
const STRETCH_MAX = 60;

/** When a block ended. Earlier calls count against the setting only, not against the reduced budget. */
const NO_LESSON = { limit: 0, learntAtMs: -2 * LESSON_FOR_MS, openFromMs: -2 * LESSON_FOR_MS };

export class Budget {
  /** Calls in a rolling day, as set. */
  readonly #limit: number;
  /** Calls by quarter of an hour, the current one last. */
  readonly #counts = new Uint16Array(BUCKETS);
  #newest = -Infinity;
  #lesson: Readonly<typeof NO_LESSON> = NO_LESSON;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Calls allowed in a rolling day: the setting, or less after a block. */
  limit(nowMs: number): number {
    const isForgotten = nowMs - this.#lesson.learntAtMs > LESSON_FOR_MS;
    return isForgotten ? this.#limit : Math.min(this.#limit, this.#lesson.limit);
  }

  made(nowMs: number): number {
    return this.countIn(this.turnTo(nowMs), -Infinity);
  }

  left(nowMs: number): number {
    return this.leftIn(this.turnTo(nowMs));
  }

  /** When a call will be left, if none is now. */
  leftFromMs(nowMs: number): number {
    if (this.left(nowMs) > 0) return nowMs;
    // Buckets are dropped whole: nothing changes in between.
    for (let bucket = this.#newest + 1; bucket < this.#newest + BUCKETS; bucket += 1)
      if (this.leftIn(bucket) > 0) return bucket * BUCKET_MS;
    return (this.#newest + BUCKETS) * BUCKET_MS;
  }

  take(nowMs: number): void {
    this.turnTo(nowMs);
    this.#counts[BUCKETS - 1] = (this.#counts[BUCKETS - 1] ?? 0) + 1;
  }

  /**
   * Gap between polls while something plays, so that every rolling day that has begun stays within the aim: the calls that
   * its silence does not need are spread evenly over its music.
   */
  gapMs(nowMs: number): number {
    this.turnTo(nowMs);
    const oldest = Math.max(1, this.indexOf(this.#lesson.openFromMs, this.#newest));
    let left = AIM_SHARE * this.limit(nowMs);
    let [playedMs, gapMs] = [0, GAP_MIN_MS];
    for (let at = BUCKETS - 1; at >= oldest; at -= 1) {
      const calls = this.#counts[at] ?? 0;
      left -= calls;
      if (calls >= MUSIC_CALLS) playedMs += BUCKET_MS * Math.min(1, calls / FULL_CALLS);
      const spanMs = (this.#newest - BUCKETS + 2 + at) * BUCKET_MS + DAY_MS - nowMs;
      const musicMs = Math.min(spanMs, Math.max(MUSIC_MIN_MS, MUSIC_MS - playedMs));
      const silentHours = (spanMs - musicMs) / HOUR_MS;
      // A poll every 2 min of silence, 50 more in its first hour, and 4 for the pauses in an hour of music.
      const silent = 30 * silentHours + 50 * Math.min(silentHours, 1 + musicMs / SITTING_MS);
      const forMusic = left - silent - (4 * musicMs) / HOUR_MS;
      gapMs = Math.max(gapMs, forMusic > 0 ? musicMs / forMusic : GAP_MAX_MS);
    }
    return Math.min(GAP_MAX_MS, gapMs);
  }

  /** Factor for all waits, 1 or more: it grows as calls run out. */
  stretch(nowMs: number): number {
    const limit = this.limit(nowMs);
    const spare = this.left(nowMs) - Math.min(RESERVE, limit / 10);
    const below = RESERVE + Math.max(0, 2000 - limit) / 7;
    return spare <= 0 ? STRETCH_MAX : Math.min(STRETCH_MAX, Math.max(1, below / spare));
  }

  /** Spotify blocked us: the calls of the last day were too many. */
  learn(nowMs: number, openFromMs: number): void {
    const limit = Math.max(LESSON_MIN, Math.floor(LESSON_SHARE * this.made(nowMs)));
    this.#lesson = { limit: Math.min(limit, this.limit(nowMs)), learntAtMs: nowMs, openFromMs };
  }

  /** What survives a restart, as whole numbers; times in ms after now. */
  memory(nowMs: number): readonly number[] {
    this.turnTo(nowMs);
    const { limit, learntAtMs, openFromMs } = this.#lesson;
    const endMs = (this.#newest + 1) * BUCKET_MS;
    const times = [endMs, learntAtMs, openFromMs].map((atMs) => Math.round(atMs - nowMs));
    return [limit, ...times, ...this.#counts];
  }

  /** Adds what was counted before a restart. @param takenAtMs when the memory was taken, on this run's clock */
  restore(memory: readonly number[], takenAtMs: number, nowMs: number): void {
    const [limit = 0, endMs = 0, learntAfterMs = 0, openAfterMs = 0, ...counts] = memory;
    // A bucket that overlaps two goes into the later one.
    const age = Math.max(0, this.turnTo(nowMs) - bucketOf(takenAtMs + endMs - 1));
    for (const [index, count] of counts.entries()) {
      const at = index - age;
      if (at >= 0) this.#counts[at] = (this.#counts[at] ?? 0) + count;
    }
    const [learntAtMs, openFromMs] = [takenAtMs + learntAfterMs, takenAtMs + openAfterMs];
    this.#lesson = { limit, learntAtMs, openFromMs };
  }

  /** Calls that still count while `current` is the bucket being filled, if none are added until then. */
  private countIn(current: number, fromMs: number): number {
    let count = 0;
    for (let at = this.indexOf(fromMs, current); at < BUCKETS; at += 1)
      count += this.#counts[at] ?? 0;
    return count;
  }

  private leftIn(current: number): number {
    const ofSetting = this.#limit - this.countIn(current, -Infinity);
    const sinceBlock = this.countIn(current, this.#lesson.openFromMs);
    return Math.min(ofSetting, this.limit(current * BUCKET_MS) - sinceBlock);
  }

  /** The first index that counts while `current` is the bucket being filled, and none before `fromMs` does. */
  private indexOf(fromMs: number, current: number): number {
    const first = Math.max(current - BUCKETS + 1, bucketOf(fromMs));
    return Math.max(0, first - this.#newest + BUCKETS - 1);
  }

  /** Empties the buckets since the last call. @returns the one that is being filled */
  private turnTo(nowMs: number): number {
    const steps = Math.min(BUCKETS, Math.max(0, bucketOf(nowMs) - this.#newest));
    this.#counts.copyWithin(0, steps);
    this.#counts.fill(0, BUCKETS - steps);
    return (this.#newest = Math.max(this.#newest, bucketOf(nowMs)));
  }
}

function bucketOf(atMs: number): number {
  return Math.floor(atMs / BUCKET_MS);
}
