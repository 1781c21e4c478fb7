/** Plausible wall-clock times. Any other is unset, or comes from a broken or hostile server. */

/** 2026-11-01, before this program was built. Move it forward with each release. */
export const PLAUSIBLE_FROM_MS = 1_793_491_200_000;
/** 2046-11-01, twenty years later; the trusted roots will have expired by then. */
export const PLAUSIBLE_TO_MS = 2_424_643_200_000;

export function isPlausible(epochMs: number): boolean {
  return epochMs >= PLAUSIBLE_FROM_MS && epochMs < PLAUSIBLE_TO_MS;
}
