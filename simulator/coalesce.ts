/** Throttle: the first request runs at once, then at most one per interval; the last is never lost. */
import type { Cancel, Timer } from '../device/shared/ports.js';

export interface CoalesceOptions {
  readonly nowMs: () => number;
  readonly timer: Timer;
  readonly intervalMs: number;
}

export interface Coalesced {
  /** Runs now, or when the interval since the last run is over. */
  request(): void;
  /** Drops what was requested. */
  cancel(): void;
}

export function coalesce(
  { nowMs, timer, intervalMs }: CoalesceOptions,
  run: () => void,
): Coalesced {
  let ranAtMs = -Infinity;
  let pending: Cancel | undefined;
  const runNow = (): void => {
    pending = undefined;
    ranAtMs = nowMs();
    run();
  };
  return {
    request: () => {
      if (pending) return;
      const waitMs = ranAtMs + intervalMs - nowMs();
      if (waitMs <= 0) runNow();
      else pending = timer.set(runNow, waitMs);
    },
    cancel: () => {
      pending?.();
      pending = undefined;
    },
  };
}
