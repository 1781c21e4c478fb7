/**
 * Bundled into XS: the device's work step by step, in a heap that is filled except for a known room. Tables and pieces of
 * a body are passed as bytes, as on the device from flash and from a socket.
 */
import { JSONParser } from '@streamparser/json';
import { Painter } from '../../device/app/painter.js';
import { decodeUtf8 } from '../../device/http/utf8.js';
import { playingScreen } from '../../device/machine/screen.js';
import { DEFAULTS } from '../../device/shared/settings.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { TextTables, Transliterator } from '../../device/text/transliterate.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { notWired } from '../../simulator/ports/bank.js';
import { encodeUtf8 } from '../../simulator/ports/utf8.js';
import { VirtualTime } from '../virtual/virtual-clock.js';
import { answerCommands, JAPANESE_TAG } from '../xs/command.js';
import {
  PIECE_TAG,
  SLOTS_A_LINK,
  type DecoderName,
  type DeviceCommand,
} from './device-commands.js';

interface Link {
  readonly next: Link | undefined;
}

/** Kept for the machine's lifetime. */
const taken: { slots: Link | undefined; bytes: ArrayBuffer | undefined } = {
  slots: undefined,
  bytes: undefined,
};

function take(slots: number, bytes: number): void {
  for (let left = slots; left > 0; left -= SLOTS_A_LINK) taken.slots = { next: taken.slots };
  if (bytes > 0) taken.bytes = new ArrayBuffer(bytes);
}

const time = new VirtualTime();
let tables: TextTables = { text: new Uint8Array() };
let transliterator: Transliterator | undefined;
let painter: Painter | undefined;
let decoder: Decoder | undefined;

function prepare(): void {
  transliterator = createTransliterator(tables);
  painter = new Painter({
    openBank: () => ({ write: nothing }),
    openI2c: notWired,
    clock: time.clock,
    timer: time.timer,
    log: { write: nothing },
    settings: DEFAULTS,
    transliterator,
  });
  painter.start({ kind: 'starting' });
}

interface Decoder {
  push(piece: Uint8Array): void;
  /** The title. */
  end(): string;
}

interface Body {
  readonly item?: { readonly name?: string };
}

/** The package needs a TextDecoder, which XS lacks: it gets the device's decoder. */
class Utf8Decoder {
  decode(bytes: Uint8Array): string {
    return decodeUtf8(bytes);
  }
}
class Utf8Encoder {
  encode(text: string): Uint8Array {
    return encodeUtf8(text);
  }
}
Object.assign(globalThis, { TextDecoder: Utf8Decoder, TextEncoder: Utf8Encoder });

const NAMES = [
  'is_playing',
  'progress_ms',
  'currently_playing_type',
  'device',
  'name',
  'item',
  'type',
  'id',
  'uri',
  'duration_ms',
  'is_local',
  'artists',
  'album',
  'show',
];
const PATHS = [
  '$.is_playing',
  '$.progress_ms',
  '$.currently_playing_type',
  '$.device.name',
  '$.item.type',
  '$.item.id',
  '$.item.uri',
  '$.item.name',
  '$.item.duration_ms',
  '$.item.is_local',
  '$.item.artists.*.name',
  '$.item.album.name',
  '$.item.show.name',
];

const MAKERS: Readonly<Record<DecoderName, () => Decoder>> = {
  ours: () => {
    const decoder = new PlaybackDecoder();
    return {
      push: (piece) => decoder.push(piece),
      end: () => {
        const result = decoder.end();
        if (!result.ok) throw new Error(JSON.stringify(result.fault));
        return 'title' in result.value ? result.value.title : '';
      },
    };
  },
  'JSON.parse': () => whole((text) => JSON.parse(text) as Body),
  'JSON.parse, named keys': () => whole((text) => JSON.parse(text, NAMES as never) as Body),
  '@streamparser/json': () => {
    const parser = new JSONParser({ paths: PATHS, keepStack: false, stringBufferSize: 1280 });
    const kept = new Map<string, unknown>();
    parser.onValue = ({ key, value, stack }) => {
      kept.set([...stack.map((level) => level.key), key].join('.'), value);
    };
    return {
      push: (piece) => parser.write(piece),
      end: () => {
        const title = kept.get('.item.name');
        return typeof title === 'string' ? title : '';
      },
    };
  },
};

/** Collects the body, since a piece may end within a character. */
function whole(parse: (text: string) => Body): Decoder {
  const pieces: Uint8Array[] = [];
  return {
    push: (piece) => void pieces.push(piece.slice()),
    end: () => {
      const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces.splice(0)) {
        bytes.set(piece, at);
        at += piece.length;
      }
      // Native in XS, and the cheapest way.
      const native = String as unknown as { fromArrayBuffer(buffer: ArrayBuffer): string };
      return parse(native.fromArrayBuffer(bytes.buffer)).item?.name ?? '';
    },
  };
}

answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === PIECE_TAG) decoder?.push(bytes);
    else tables = tag === JAPANESE_TAG ? { ...tables, japanese: bytes } : { text: bytes };
  },
  onCommand: (given) => {
    const command = given as DeviceCommand;
    if ('prepare' in command) prepare();
    else if ('take' in command) take(command.take.slots, command.take.bytes);
    else if ('begin' in command) decoder = MAKERS[command.begin]();
    else if ('end' in command) return endDecoding();
    else if ('spell' in command)
      return transliterator?.transliterate(command.spell, { artist: command.artist });
    else {
      painter?.show(playingScreen(command.show, time.clock.nowUs() / 1000));
      time.advanceUs(command.forMs * 1000);
    }
    return undefined;
  },
});

/** @returns the title, which shows that something was decoded */
function endDecoding(): string {
  const title = decoder?.end() ?? '';
  decoder = undefined;
  if (title === '') throw new Error('no title');
  return title;
}

function nothing(): void {
  // No wires, no log.
}
