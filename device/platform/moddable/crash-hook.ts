/**
 * Catches uncaught exceptions of callbacks and promises before the VM ends, which restarts a board without a message. The
 * hook is the SDK's `abortHook` (manifest, `defines`), which it calls as `globalThis.abort`.
 */

/** After anything else (no memory, stack overflow) the VM cannot continue: it ends, and the chip restarts. */
const SURVIVABLE = Object.freeze(['unhandled exception', 'unhandled rejection']);

/** @param onCrash shows what happened and restarts; the program runs until it does */
export function catchCrashes(onCrash: (error: unknown) => void): void {
  const host = globalThis as unknown as {
    abort?: (reason: string, exception: unknown) => boolean | undefined;
  };
  host.abort = (reason, exception) => {
    if (!SURVIVABLE.includes(reason)) return undefined;
    onCrash(exception);
    return false; // Do not abort.
  };
}
