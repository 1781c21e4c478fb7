/** The Timer port on Moddable's `timer`, which is the same module on every target. */
import ModdableTimer from 'timer';
import type { Cancel, Timer } from '../../shared/ports.js';

/** Moddable takes an int32 (24.8 days); more would overflow and fire at once. */
const DELAY_MAX_MS = 0x7fff_ffff;

export class SystemTimer implements Timer {
  set(callback: () => void, delayMs: number): Cancel {
    // Whole ms only; rounded up, since the port must not be early.
    const wholeMs = Math.min(Math.max(0, Math.ceil(delayMs)), DELAY_MAX_MS);
    let pending: ModdableTimer | undefined = ModdableTimer.set(() => {
      pending = undefined;
      callback();
    }, wholeMs);
    return () => {
      // Clearing a fired timer touches freed memory on some targets.
      if (pending === undefined) return;
      ModdableTimer.clear(pending);
      pending = undefined;
    };
  }
}
