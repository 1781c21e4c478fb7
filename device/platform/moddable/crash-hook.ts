/**
 * What nobody caught, in a callback or in a promise, before the VM ends of it: on a board that is a restart without a
 * word. The hook is the SDK's `abortHook` (manifest, `defines`), which it calls as `globalThis.abort`.
 */

/** Anything else (no memory, stack overflow) leaves nothing to go on with: there the VM ends, and the chip restarts. */
const SURVIVABLE = Object.freeze(['unhandled exception', 'unhandled rejection']);

/** @param onCrash is to say what happened and to restart; the program goes on until it does */
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
