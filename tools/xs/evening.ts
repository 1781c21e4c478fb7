/**
 * A virtual evening inside XS: a bundle's entry. Commands: the text tables as bytes, `prepare` (all but the device),
 * `takeBytes` (of the chunk heap, for good), `start`, then any number of the others. From `start` on each returns a
 * report. After `settle` no request is open, so what remains in memory is what the work has leaked.
 */
import type { PlayerButton } from '../../device/shared/ports.js';
import type { TextTables } from '../../device/text/transliterate.js';
import type { VirtualResponse } from '../../simulator/ports/virtual-network.js';
import { answerCommands, JAPANESE_TAG } from './command.js';
import { EveningWorld, type EveningOptions } from './evening-world.js';
import { EveningSetUp } from './evening-set-up.js';

export type EveningCommand =
  | { readonly prepare: EveningOptions }
  | { readonly takeBytes: number }
  | { readonly start: true }
  /** Null: the playlist's again. */
  | { readonly answerPlayer: VirtualResponse | null }
  | { readonly advanceMs: number }
  /** Leaking leaves an object and property names behind, to show that the measurement sees them. */
  | { readonly settle: 'clean' | 'leaking' }
  | { readonly loseNetworkForMs: number }
  | { readonly press: PlayerButton }
  /** All requests of a phone to the page of the Wi-Fi set-up. */
  | { readonly askSetUp: true };

let tables: TextTables = { text: new Uint8Array() };
let evening: EveningWorld | undefined;
let setUp: EveningSetUp | undefined;
/** Held so that it is not collected. */
let taken: ArrayBuffer | undefined;
const leaked: object[] = [];
let nameCount = 0;

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
    else if ('answerPlayer' in command) evening.answerPlayer(command.answerPlayer ?? undefined);
    else if ('advanceMs' in command) evening.advance(command.advanceMs);
    else if ('press' in command) evening.press(command.press);
    else if ('loseNetworkForMs' in command) evening.loseNetwork(command.loseNetworkForMs);
    else if ('askSetUp' in command) (setUp ??= new EveningSetUp()).ask();
    else {
      evening.settle();
      if (command.settle === 'leaking') leakSome();
    }
    return evening.report();
  },
});

/** A property's name stays for as long as the machine; from the 8,192nd on the engine needs a longer list of them. */
function leakSome(): void {
  leaked.push({});
  for (let left = 200; left > 0; left -= 1) {
    nameCount += 1;
    Object.defineProperty({}, `name${nameCount}`, { value: 0 });
  }
}
