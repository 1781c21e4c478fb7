/** Why the chip started, from what ESP-IDF says and from what the program wrote down before it restarted itself. */
import type { StartReason, Store } from '../../shared/ports.js';

/** `esp_reset_reason()`: what the chip itself knows. */
const BY_CODE: Readonly<Record<number, StartReason>> = Object.freeze({
  1: 'power',
  2: 'power', // The reset button, where a board has it wired so.
  4: 'crash', // A panic of ESP-IDF.
  5: 'watchdog',
  6: 'watchdog',
  7: 'watchdog',
  9: 'brown-out',
});
/** A restart by software: ours, or the end of a VM that met an exception, which the chip cannot tell apart. */
const BY_SOFTWARE = 3;
const KEY = 'restart';

export type RestartCause = Extract<StartReason, 'asked' | 'watchdog'>;

/** Written before a restart of ours; whatever else restarts by software is a crash. */
export function noteRestart(store: Store, cause: RestartCause): void {
  store.write(KEY, cause);
}

/** Reads the note and removes it, so that it speaks of one start. A store that throws holds no note. */
export function takeStartReason(store: Store, code: number): StartReason {
  const note = takeNote(store);
  if (code !== BY_SOFTWARE) return BY_CODE[code] ?? 'unknown';
  return note === 'asked' || note === 'watchdog' ? note : 'crash';
}

function takeNote(store: Store): string | undefined {
  let note: string | undefined;
  try {
    note = store.read(KEY);
    if (note !== undefined) store.remove(KEY);
  } catch {
    // Worn or full flash, which must not keep the device from starting; a note that stays speaks of the next start, too.
  }
  return note;
}
