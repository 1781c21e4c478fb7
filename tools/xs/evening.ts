/**
 * A virtual evening inside XS: a bundle's entry. Commands: the text tables as bytes, `prepare` (all but the device),
 * `takeBytes` (of the chunk heap, for good), `start`, then any number of `advanceMs` and `answerPlayer`. From `start` on
 * each returns a report.
 */
import type { TextTables } from '../../device/text/transliterate.js';
import type { Answer } from '../../simulator/ports/virtual-network.js';
import { answerCommands, JAPANESE_TAG } from './command.js';
import { EveningWorld, type EveningOptions } from './evening-world.js';

export type EveningCommand =
  | { readonly prepare: EveningOptions }
  | { readonly takeBytes: number }
  | { readonly start: true }
  | { readonly answerPlayer: Answer }
  | { readonly advanceMs: number };

let tables: TextTables = { text: new Uint8Array() };
let evening: EveningWorld | undefined;
/** Held so that it is not collected. */
let taken: ArrayBuffer | undefined;

answerCommands({
  onBytes: (tag, bytes) => {
    tables = tag === JAPANESE_TAG ? { ...tables, japanese: bytes } : { text: bytes };
  },
  onCommand: (given) => {
    const command = given as EveningCommand;
    if ('prepare' in command) {
      evening = new EveningWorld(tables, command.prepare);
      return undefined;
    }
    if ('takeBytes' in command) {
      taken = new ArrayBuffer(command.takeBytes);
      return { takenBytes: taken.byteLength };
    }
    if (!evening) throw new Error('prepare first');
    if ('start' in command) evening.start();
    else if ('answerPlayer' in command) evening.answerPlayer(command.answerPlayer);
    else evening.advance(command.advanceMs);
    return evening.report();
  },
});
