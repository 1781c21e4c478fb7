/**
 * The pipeline as a bundle's entry for XS: the tables as bytes, settings as JSON, then each response as bytes. Returns what was
 * shown, as JSON.
 */
import type { DeviceSettings } from '../../device/shared/settings.js';
import type { TextTables } from '../../device/text/transliterate.js';
import { answerCommands } from '../../tools/xs/command.js';
import { showResponse } from './pipeline.js';

/** Tags of the three kinds of bytes; the last is followed by the status and the time to watch in s, two bytes each. */
export const TABLE_TAG = 0;
export const JAPANESE_TAG = 2;
export const ANSWER_TAG = 1;

let tables: TextTables = { text: new Uint8Array() };
let settings: Partial<DeviceSettings> = {};

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag !== ANSWER_TAG) {
      tables = tag === JAPANESE_TAG ? { ...tables, japanese: bytes } : { text: bytes };
      return undefined;
    }
    const [high = 0, low = 0, longHigh = 0, longLow = 0] = bytes;
    const watchedMs = ((longHigh << 8) | longLow) * 1000;
    return showResponse(tables, (high << 8) | low, bytes.subarray(4), watchedMs, settings);
  },
  onCommand: (command) => {
    settings = command as Partial<DeviceSettings>;
    return undefined;
  },
});
