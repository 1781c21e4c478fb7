/**
 * Bundled into XS: one step of the device's work at a time, in a heap of which all but a measured room is taken. Tables
 * and pieces of a body come as bytes, as they lie in flash and arrive from a socket.
 */
import { Painter } from '../../device/app/painter.js';
import { playingScreen } from '../../device/machine/screen.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { Playback } from '../../device/spotify/playback.js';
import type { TextTables, Transliterator } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { answerCommands } from '../xs/command.js';
import { PIECE_TAG, take, type TakeCommand } from './heap-room.js';

export const TEXT_TAG = 0;
export const JAPANESE_TAG = 2;

export type DeviceCommand =
  /** Makes what a device at rest has: display and spelling. */
  | { readonly prepare: true }
  | TakeCommand
  | { readonly decode: 'begin' | 'end' }
  | { readonly spell: string; readonly artist: string }
  /** Puts it on the display and lets it be there. */
  | { readonly show: Playback; readonly forMs: number };

const time = new VirtualTime();
let tables: TextTables = { text: new Uint8Array() };
let transliterator: Transliterator | undefined;
let painter: Painter | undefined;
let decoder: PlaybackDecoder | undefined;
function prepare(): void {
  transliterator = createTransliterator(tables);
  painter = new Painter({
    openBank: () => ({ write: nothing, close: nothing }),
    clock: time.clock,
    timer: time.timer,
    log: { write: nothing },
    settings: DEFAULTS,
    transliterator,
  });
  painter.start({ kind: 'starting' });
}

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === PIECE_TAG) decoder?.push(bytes);
    else tables = tag === JAPANESE_TAG ? { ...tables, japanese: bytes } : { text: bytes };
  },
  onCommand: (given) => {
    const command = given as DeviceCommand;
    if ('prepare' in command) prepare();
    else if ('take' in command) take(command);
    else if ('decode' in command) return decodeStep(command.decode);
    else if ('spell' in command)
      return transliterator?.transliterate(command.spell, { artist: command.artist });
    else {
      painter?.show(playingScreen(command.show, time.clock.nowUs() / 1000));
      time.advanceUs(command.forMs * 1000);
    }
    return undefined;
  },
});

/** @returns the title, so that nobody can say that nothing was decoded */
function decodeStep(step: 'begin' | 'end'): string | undefined {
  if (step === 'begin') {
    decoder = new PlaybackDecoder();
    return undefined;
  }
  const result = decoder?.end();
  decoder = undefined;
  if (!result?.ok) throw new Error(result ? JSON.stringify(result.fault) : 'begin first');
  return 'title' in result.value ? result.value.title : result.value.kind;
}

function nothing(): void {
  // No wires, no log.
}
