/**
 * A virtual evening inside XS: a bundle's entry. Commands: the text table as bytes, `prepare` (all but the device),
 * `start`, then `advanceMs` and `answerPlayer` as often as wanted; each but the first two is answered by a report.
 */
import type { Answer } from '../ports/virtual-network.js';
import { answerCommands } from './command.js';
import { EveningWorld, type EveningOptions } from './evening-world.js';

export type EveningCommand =
  | { readonly prepare: EveningOptions }
  | { readonly start: true }
  | { readonly answerPlayer: Answer }
  | { readonly advanceMs: number };

let table: Uint8Array = new Uint8Array();
let evening: EveningWorld | undefined;

answerCommands({
  onBytes: (_tag, bytes) => {
    table = bytes;
  },
  onCommand: (given) => {
    const command = given as EveningCommand;
    if ('prepare' in command) {
      evening = new EveningWorld(table, command.prepare);
      return undefined;
    }
    if (!evening) throw new Error('prepare first');
    if ('start' in command) evening.start();
    else if ('answerPlayer' in command) evening.answerPlayer(command.answerPlayer);
    else evening.advance(command.advanceMs);
    return evening.report();
  },
});
