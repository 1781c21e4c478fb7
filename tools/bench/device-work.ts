/** The work whose memory is measured, as commands for device-in-xs.ts: the hardest case of each kind. */
import { readFileSync } from 'node:fs';
import type { Playback } from '../../device/spotify/playback.js';
import { DECODERS, PIECE_TAG, type DecoderName, type DeviceCommand } from './device-commands.js';
import { developmentTitles } from './text-score.js';

export interface Work {
  readonly name: string;
  readonly commands: readonly (DeviceCommand | Uint8Array)[];
}

const FIXTURES = new URL('../../test/fixtures/', import.meta.url);
/** Bytes per read of a device's socket. */
const PIECE_BYTES = 512;
/** Show notes longer than any that we have seen. */
const LARGE_BYTES = 64 * 1024;

function piecesOf(body: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += PIECE_BYTES)
    pieces.push(Buffer.concat([Buffer.of(PIECE_TAG), body.subarray(at, at + PIECE_BYTES)]));
  return pieces;
}

function decodeWork(name: string, body: Uint8Array, decoder: DecoderName = 'ours'): Work {
  return { name, commands: [{ begin: decoder }, ...piecesOf(body), { end: true }] };
}

export function peerWorks(): Work[] {
  const bodies = [
    ['3.0 KB', sampleBody('player-track-playing.json')],
    ['64 KB', largeBody()],
  ] as const;
  return bodies.flatMap(([name, body]) =>
    DECODERS.map((decoder) => decodeWork(`${name}: ${decoder}`, body, decoder)),
  );
}

function sampleBody(file: string): Buffer {
  return readFileSync(new URL(`spotify/${file}`, FIXTURES));
}

/** The large episode with a longer description, and the player's fields after it. */
function largeBody(): Uint8Array {
  const text = sampleBody('player-episode-large.json').toString('utf8');
  const [head = '', ...rest] = text.split('"description" : "');
  const tail = rest.join('"description" : "');
  const notes = 'Chapter notes, \\"quoted\\", and 夜明け. ';
  const missing = LARGE_BYTES - Buffer.byteLength(text);
  return Buffer.from(
    `${head}"description" : "${notes.repeat(Math.ceil(missing / Buffer.byteLength(notes)))}${tail}`,
  );
}

/** Every text longer than what we keep, and more artists: the most that a body can leave in memory. */
function crowdedBody(): Uint8Array {
  const long = 'A'.repeat(2048);
  const named = { name: long };
  const artists = Array.from({ length: 24 }, () => ({ name: 'B'.repeat(30) }));
  return Buffer.from(
    JSON.stringify({
      is_playing: true,
      device: named,
      item: {
        type: 'track',
        id: long,
        uri: long,
        artists,
        album: named,
        show: named,
        audiobook: named,
        external_ids: { isrc: long },
        name: long,
        duration_ms: 1,
      },
    }),
  );
}

interface Title {
  readonly title: string;
  readonly artist: string;
}

/** The development set and the samples' own names. */
function titles(): Title[] {
  const set = developmentTitles().map(({ input }): Title => ({ title: input, artist: '' }));
  const index = JSON.parse(sampleBody('index.json').toString()) as {
    readonly samples: readonly { readonly expect: { title?: unknown; artists?: string[] } }[];
  };
  const named = index.samples.flatMap(({ expect: { title, artists = [] } }) =>
    typeof title === 'string' ? [{ title, artist: artists.join(', ') }] : [],
  );
  return [...set, ...named];
}

const track = (title: string, artists: readonly string[]): Playback => ({
  kind: 'track',
  isPlaying: true,
  progressMs: 61_000,
  durationMs: 214_000,
  deviceName: 'Kitchen & Dining (Stereo Pair)',
  isPrivate: false,
  itemKey: title,
  title,
  artists,
  album: 'An album',
  isrc: '',
});
const LONG_TITLE = 'The Ballad of the Extremely Long and Winding Title '.repeat(20);
const SHOWN_MS = 20_000;

function composeWork(): Work {
  const first: DeviceCommand = { show: track(LONG_TITLE, ['Someone', 'Others']), forMs: SHOWN_MS };
  const second: DeviceCommand = { show: track('夜明けの電車', ['佐藤']), forMs: SHOWN_MS };
  return {
    name: 'composing, a title of 1,020 letters and a Japanese one',
    commands: [first, second],
  };
}

function spellWork(): Work {
  return {
    name: `transliterating, ${titles().length} titles of all scripts`,
    commands: titles().map(({ title, artist }) => ({ spell: title, artist })),
  };
}

export function works(): Work[] {
  const large = largeBody();
  return [
    decodeWork('decoding a track, 3.0 KB', sampleBody('player-track-playing.json')),
    decodeWork(
      'decoding a track with two market lists',
      sampleBody('player-track-markets-large.json'),
    ),
    decodeWork('decoding a large episode', sampleBody('player-episode-large.json')),
    decodeWork(`decoding an episode of ${(large.length / 1024).toFixed(0)} KB`, large),
    decodeWork('decoding texts that are all too long', crowdedBody()),
    spellWork(),
    composeWork(),
  ];
}
