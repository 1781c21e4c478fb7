/** The build's settings, overridden by those that the relay sends: applied at once, and stored for the next start. */
import type { Log, Store } from '../shared/ports.js';
import type { DeviceSettings, SentSettings } from '../shared/settings.js';
import { applyRelaySettings, RELAY_SETTINGS } from '../shared/settings.js';
import {
  eraseRecord,
  readRecord,
  settingsInText,
  writeRecord,
} from '../resilience/stored-record.js';

const RECORD = 'settings';

export class CurrentSettings {
  readonly #store: Store;
  readonly #log: Log;
  readonly #built: DeviceSettings;
  #current: DeviceSettings;
  /** The stored text: settings that are the same cost no flash write. */
  #kept = '';
  #complained = '';

  constructor(built: DeviceSettings, store: Store, log: Log) {
    this.#built = built;
    this.#current = built;
    this.#store = store;
    this.#log = log;
    this.recall();
  }

  get current(): DeviceSettings {
    return this.#current;
  }

  /**
   * Replaces everything sent before: a setting that is no longer sent returns to its default.
   * @returns whether anything has changed
   */
  apply(sent: SentSettings): boolean {
    if (sent === 'no object') {
      this.complain(['settings, which is not an object']);
      return false;
    }
    const { settings, ignored } = applyRelaySettings(this.#built, sent);
    this.complain(ignored);
    const text = textOf(sent, ignored);
    if (text === this.#kept) return false;
    this.#kept = text;
    this.#current = settings;
    if (text === '') eraseRecord(this.#store, RECORD);
    else writeRecord(this.#store, RECORD, text);
    return true;
  }

  private recall(): void {
    const text = readRecord(this.#store, RECORD);
    if (text === undefined) return;
    const { settings } = applyRelaySettings(this.#built, settingsInText(text));
    this.#current = settings;
    this.#kept = text;
  }

  /** Logs each mistake once: the relay sends its settings every hour. */
  private complain(ignored: readonly string[]): void {
    const names = ignored.join(', ');
    if (names !== this.#complained && names !== '')
      this.#log.write('warn', `ignored, invalid: the relay's setting ${names}`);
    this.#complained = names;
  }
}

/** One line per setting; values are words and numbers. Empty if nothing is set. */
function textOf(sent: Readonly<Record<string, unknown>>, ignored: readonly string[]): string {
  return RELAY_SETTINGS.filter(({ name }) => name in sent && !ignored.includes(name))
    .map(({ name }) => `${name}=${String(sent[name])}`)
    .join('\n');
}
