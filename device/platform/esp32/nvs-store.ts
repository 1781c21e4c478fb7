/** The Store port in the chip's flash (NVS), which levels wear and survives power cuts. */
import Preference from 'preference';
import type { Store } from '../../shared/ports.js';

/** NVS' namespace; at most 15 characters, as its keys are. */
const DOMAIN = 'sixteen-by-two';

export class NvsStore implements Store {
  read(key: string): string | undefined {
    const value = Preference.get(DOMAIN, key);
    // Anything else is from an older program, or a broken page.
    return typeof value === 'string' ? value : undefined;
  }

  write(key: string, value: string): void {
    Preference.set(DOMAIN, key, value);
  }

  remove(key: string): void {
    Preference.delete(DOMAIN, key);
  }
}
