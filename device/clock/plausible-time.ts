/** Times that a running device can be in; all others were sent by a broken or a hostile server, or are not set. */

/** 2026-11-01: no program that holds this line ran before it was written. Moved on with each release. */
export const PLAUSIBLE_FROM_MS = 1_793_491_200_000;
/** 2046-11-01, twenty years on; by then the roots that it trusts have expired. */
export const PLAUSIBLE_TO_MS = 2_424_643_200_000;

export function isPlausible(epochMs: number): boolean {
  return epochMs >= PLAUSIBLE_FROM_MS && epochMs < PLAUSIBLE_TO_MS;
}
