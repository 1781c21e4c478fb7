/** Why the chip started, from ESP-IDF and from a note that the program stores before it restarts itself. */
import type { StartReason, Store } from '../../shared/ports.js';

/** `esp_reset_reason()`: what the chip itself knows. */
const BY_CODE: Readonly<Record<number, StartReason>> = Object.freeze({
  1: 'power',
  2: 'power', // The reset button on some boards.
  4: 'crash', // A panic of ESP-IDF.
  5: 'watchdog',
  6: 'watchdog',
  7: 'watchdog',
  9: 'brown-out',
});
/** A restart by software: ours, or after an exception in the VM. The chip cannot tell them apart. */
const BY_SOFTWARE = 3;
const KEY = 'restart';

export type RestartCause = Extract<StartReason, 'requested' | 'watchdog'>;

/** Stored before our own restarts; any other restart by software is a crash. */
export function noteRestart(store: Store, cause: RestartCause): void {
  store.write(KEY, cause);
}

/** Reads and removes the note, since it applies to one start. A store that throws counts as empty. */
export function takeStartReason(store: Store, code: number): StartReason {
  const note = takeNote(store);
  if (code !== BY_SOFTWARE) return BY_CODE[code] ?? 'unknown';
  return note === 'requested' || note === 'watchdog' ? note : 'crash';
}

function takeNote(store: Store): string | undefined {
  let note: string | undefined;
  try {
    note = store.read(KEY);
    if (note !== undefined) store.remove(KEY);
  } catch {
    // Worn or full flash must not prevent the start; the note then applies to the next one, too.
  }
  return note;
}
