/** Waits as people count them: two digits and a unit, and how long they stand. */

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Two digits of each unit: what a narrow row has room for. */
const SECONDS_UP_TO_MS = 99 * SECOND_MS;
const MINUTES_UP_TO_MS = 99 * MINUTE_MS;

export function waitText(waitMs: number): string {
  // What is due is about to happen, not in no time at all.
  if (waitMs <= SECONDS_UP_TO_MS) return `${Math.max(1, Math.ceil(waitMs / SECOND_MS))} s`;
  if (waitMs <= MINUTES_UP_TO_MS) return `${Math.ceil(waitMs / MINUTE_MS)}min`;
  return `${Math.ceil(waitMs / HOUR_MS)} h`;
}

/** Time until `waitText` says something else: a wait of hours is not drawn anew each second. */
export function waitTickMs(waitMs: number): number {
  if (waitMs <= SECONDS_UP_TO_MS) return waitMs % SECOND_MS || SECOND_MS;
  if (waitMs <= MINUTES_UP_TO_MS)
    return Math.min(waitMs % MINUTE_MS || MINUTE_MS, waitMs - SECONDS_UP_TO_MS);
  return Math.min(waitMs % HOUR_MS || HOUR_MS, waitMs - MINUTES_UP_TO_MS);
}
