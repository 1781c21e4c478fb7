/**
 * Bytes of `GET /v1/me/player` (or …/currently-playing) → Playback, as they arrive.
 * Keys come in any order: whether the item is a track may be known only at the end, so fields are gathered first.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
import type { Fault, Result } from '../shared/faults.js';
import { FieldReader, shapeOf } from '../http/fields.js';
import type { Playback, PlaybackCommon } from './playback.js';

/**
 * Bytes kept of each text: room for the longest known title (1,043), and for as much of the names as can scroll by
 * during the item. All of them, and one text being read, stay within 8 KB.
 */
const PLAYER = shapeOf({
  is_playing: 'boolean',
  progress_ms: 'number',
  currently_playing_type: 32,
  device: { name: 128, is_private_session: 'boolean' },
  item: {
    type: 32,
    id: 64,
    uri: 256,
    name: 1280,
    duration_ms: 'number',
    is_local: 'boolean',
    artists: [{ name: 256 }],
    album: { name: 256 },
    show: { name: 256 },
    audiobook: { name: 256 },
    external_ids: { isrc: 32 },
  },
});

/** Decodes one body. A 204 has none: use `NOTHING`. */
export class PlaybackDecoder {
  readonly #fields = new FieldReader(PLAYER);

  push(chunk: Uint8Array): void {
    this.#fields.push(chunk);
  }

  /** After the last byte. An incomplete body is malformed: half a title is never shown. */
  end(): Result<Playback> {
    const path = this.#fields.end();
    if (path !== undefined) return { ok: false, fault: malformed(path) };
    // Every playback has this field: without it the object comes from another server, such as a captive portal.
    const isPlaying = this.#fields.flag('is_playing');
    if (isPlaying === undefined) return { ok: false, fault: malformed('is_playing') };
    return { ok: true, value: playbackOf(this.#fields, isPlaying) };
  }
}

function malformed(path: string): Fault {
  return { kind: 'malformed', origin: 'spotify', path };
}

function playbackOf(fields: FieldReader, isPlaying: boolean): Playback {
  const title = fields.text('item.name') ?? '';
  const common: PlaybackCommon = {
    isPlaying,
    progressMs: fields.number('progress_ms'),
    durationMs: Math.max(0, fields.number('item.duration_ms') ?? 0),
    deviceName: fields.text('device.name') ?? '',
    isPrivate: fields.flag('device.is_private_session') ?? false,
    itemKey: fields.text('item.id') ?? fields.text('item.uri') ?? title,
  };
  const playingType = fields.text('currently_playing_type');
  if (!fields.has('item')) {
    if (playingType === 'ad') return { kind: 'ad', ...common };
    // An idle player, reported as a 200: nothing plays and there is no item.
    if (!isPlaying) return { kind: 'nothing' };
    return { kind: 'unknown', ...common, title: '' };
  }
  const type = fields.text('item.type') ?? playingType;
  const show = fields.text('item.show.name') ?? fields.text('item.audiobook.name') ?? '';
  switch (type) {
    case 'track':
      return {
        kind: fields.flag('item.is_local') === true ? 'local' : 'track',
        ...common,
        title,
        artists: fields.texts('item.artists[].name'),
        album: fields.text('item.album.name') ?? '',
        isrc: fields.text('item.external_ids.isrc') ?? '',
      };
    case 'episode':
    case 'chapter':
      return { kind: 'episode', ...common, title, show };
    case 'ad':
      return { kind: 'ad', ...common };
    default:
      return { kind: 'unknown', ...common, title };
  }
}
