/** Runs in XS: the device's decoder and others, each on a body in pieces. */
import { JSONParser } from '@streamparser/json';
import { decodeUtf8 } from '../../device/http/utf8.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import { encodeUtf8 } from '../virtual/utf8.js';
import { answerCommands } from '../xs/command.js';
import { PIECE_TAG, take, type TakeCommand } from './heap-room.js';

export type DecoderName = 'ours' | 'JSON.parse' | 'JSON.parse, named keys' | '@streamparser/json';
export type DecoderCommand = { readonly begin: DecoderName } | { readonly end: true } | TakeCommand;

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
        return result.ok && 'title' in result.value ? result.value.title : '';
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
      // XS's own, native: the cheapest way there.
      const native = String as unknown as { fromArrayBuffer(buffer: ArrayBuffer): string };
      return parse(native.fromArrayBuffer(bytes.buffer)).item?.name ?? '';
    },
  };
}

let decoder: Decoder | undefined;
answerCommands({
  onBytes: (tag, bytes) => {
    if (tag === PIECE_TAG) decoder?.push(bytes);
  },
  onCommand: (given) => {
    const command = given as DecoderCommand;
    if ('begin' in command) decoder = MAKERS[command.begin]();
    else if ('end' in command) {
      const title = decoder?.end();
      decoder = undefined;
      if (title === undefined || title === '') throw new Error('no title');
      return title;
    } else take(command);
    return undefined;
  },
});
