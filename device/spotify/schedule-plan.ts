/**
 * How dense questions may be while something plays, by what the rolling day has spent and will still need: four hours
 * of music, wherever they lie in 24 hours, and asking through all the silence around them, come to what is aimed at.
 */

const HOUR_MS = 3_600_000;
/** Of the budget; the rest is for days with more music, and for the ends of their items. */
const AIM_SHARE = 0.795;
/** The music of a day that the aim is made for; after it a little more is always to be expected. */
const MUSIC_MS = 4 * HOUR_MS;
const MUSIC_MIN_MS = HOUR_MS / 6;
/** Silence costs a question every 2 min, and 50 more in its first hour. */
const SILENCE_PER_HOUR = 30;
const FIRST_HOUR_MORE = 50;
/** Pauses within the music cost more than silence does: so much for each hour of it. */
const PAUSES_PER_HOUR = 4;
/** One silence follows in any case, and then one after each sitting: what is known of them is added to one this long. */
const SITTING_MS = 1.2 * HOUR_MS;

/**
 * Questions an hour of music that a span of 24 hours can afford from now on.
 * @param calls that it has had
 * @param playedMs music that it has had
 * @param sittings in which it had that
 * @param leftMs of the span
 * @param limit of calls in it
 */
export function affordedRate(
  calls: number,
  playedMs: number,
  sittings: number,
  leftMs: number,
  limit: number,
): number {
  const musicMs = Math.min(leftMs, Math.max(MUSIC_MIN_MS, MUSIC_MS - playedMs));
  const silentHours = (leftMs - musicMs) / HOUR_MS;
  const firstHours = Math.min(
    silentHours,
    1 + (musicMs * Math.max(1, sittings)) / (SITTING_MS + playedMs),
  );
  const silence =
    SILENCE_PER_HOUR * silentHours +
    FIRST_HOUR_MORE * firstHours +
    (PAUSES_PER_HOUR * (musicMs - MUSIC_MIN_MS)) / HOUR_MS;
  return ((AIM_SHARE * limit - calls - silence) * HOUR_MS) / musicMs;
}
