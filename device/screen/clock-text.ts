/** Times as `m:ss`, from an hour on as `h:mm:ss`. */

/** Eight characters: anything longer is not a playing time and fits no row. */
const LONGEST_S = 99 * 3600 + 59 * 60 + 59;

/** @param timeMs not negative; part seconds are dropped */
export function clockText(timeMs: number): string {
  const seconds = Math.min(LONGEST_S, Math.floor(timeMs / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const tail = twoDigits(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes % 60)}:${tail}` : `${minutes}:${tail}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
