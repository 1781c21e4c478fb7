/** The pipeline as a bundle's entry for XS: the tables as bytes, then each answer as bytes, what was shown back as JSON. */
import type { TextTables } from '../../device/text/transliterate.js';
import { answerCommands } from '../../simulator/xs/command.js';
import { showAnswer } from './pipeline.js';

/** Tags of the three kinds of bytes; the last is followed by the status as two bytes, high first. */
export const TABLE_TAG = 0;
export const JAPANESE_TAG = 2;
export const ANSWER_TAG = 1;

let tables: TextTables = { text: new Uint8Array() };

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag !== ANSWER_TAG) {
      tables = tag === JAPANESE_TAG ? { ...tables, japanese: bytes } : { text: bytes };
      return undefined;
    }
    const status = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
    return showAnswer(tables, status, bytes.subarray(2));
  },
  onCommand: () => undefined,
});
