/**
 * The player as a bundle's entry for XS. A command is bytes: the tag, the length of a JSON head as two bytes, high first,
 * the head, the response's body.
 */
import { decodeUtf8 } from '../../device/http/utf8.js';
import { answerCommands } from '../../tools/xs/command.js';
import { judged, wrongCuts } from './player-response.js';

export const ANSWER_TAG = 1;

export type AskedHead =
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly pieceBytes: number;
    }
  | { readonly cuts: readonly number[] };

answerCommands({
  onBytes: (_tag, bytes) => {
    const headLength = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
    const head = JSON.parse(decodeUtf8(bytes.subarray(2, 2 + headLength))) as AskedHead;
    const body = bytes.subarray(2 + headLength);
    return 'cuts' in head ? wrongCuts(body, head.cuts) : judged({ ...head, body }, head.pieceBytes);
  },
  onCommand: () => undefined,
});
