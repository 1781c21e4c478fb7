/** Many calls, few runs: the first at once, then at most one every so often, and never losing the last. */
import type { Cancel, Timer } from '../device/shared/ports.js';

export interface CoalesceOptions {
  readonly nowMs: () => number;
  readonly timer: Timer;
  readonly intervalMs: number;
}

export interface Coalesced {
  /** Runs now, or at the end of the interval that the last run began. */
  request(): void;
  /** Forgets what was requested; harmless when called twice. */
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

/** Node's own, for what people look at. */
export const NODE_TIMER: Timer = Object.freeze({
  set: (callback: () => void, delayMs: number): Cancel => {
    const handle = setTimeout(callback, delayMs);
    return () => clearTimeout(handle);
  },
});
