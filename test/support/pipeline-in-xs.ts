/** The pipeline as a bundle's entry for XS: the table as bytes, then each answer as bytes, what was shown back as JSON. */
import { answerCommands } from '../../simulator/xs/command.js';
import { showAnswer } from './pipeline.js';

/** Tags of the two kinds of bytes; the second is followed by the status as two bytes, high first. */
export const TABLE_TAG = 0;
export const ANSWER_TAG = 1;

let tables: Uint8Array = new Uint8Array();

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === TABLE_TAG) {
      tables = bytes;
      return undefined;
    }
    const status = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
    return showAnswer(tables, status, bytes.subarray(2));
  },
  onCommand: () => undefined,
});
