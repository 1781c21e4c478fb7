/** Days with listening at random times, and the most polls in any 24 hours of them. */
import type { Random } from '../../../device/shared/ports.js';
import type { Sitting } from '../../../tools/days/habits.js';
import { DAY_MS } from '../../../tools/days/habits.js';

const DAY_HOURS = 24;
/** The last sitting must end within the day, pauses and all. */
const ROOM_HOURS = 1.5;
const GAP_MIN_HOURS = 0.05;

/** @returns `count` sittings of together `hours`, in order, which do not touch each other where the day has room */
export function sittingsAnywhere(count: number, hours: number, random: Random): Sitting[] {
  const each = hours / count;
  const latest = DAY_HOURS - ROOM_HOURS - each;
  const starts = Array.from({ length: count }, () => 0.2 + random() * (latest - 0.2));
  let freeFrom = 0;
  return starts
    .sort((a, b) => a - b)
    .map((start) => {
      const atH = Math.max(start, freeFrom + GAP_MIN_HOURS);
      freeFrom = atH + 1.3 * each;
      return { atH, hours: each };
    });
}

/** Most polls in any 24 hours. */
export function mostInADay(polls: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, atMs] of polls.entries()) {
    while (atMs - (polls[first] ?? atMs) >= DAY_MS) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
