/** What a response of the player means, by JSON.parse of the whole body, without the device's code. */

/** A wanted field's type, of a text the bytes that are kept; objects by their fields, lists by their items. */
type Want =
  number | 'number' | 'boolean' | { readonly [key: string]: Want } | readonly [want: Want];

const WANTED = {
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
} as const satisfies Want;

export const PATHS: ReadonlySet<string> = new Set(['body', ...pathsOf(WANTED, '')]);

function pathsOf(want: Want, path: string): string[] {
  if (typeof want !== 'object') return [path];
  if (isList(want)) return [path, ...pathsOf(want[0], `${path}[]`)];
  const inside = Object.entries(want).flatMap(([key, inner]) =>
    pathsOf(inner, path === '' ? key : `${path}.${key}`),
  );
  return path === '' ? inside : [path, ...inside];
}

function isList(want: Want): want is readonly [Want] {
  return Array.isArray(want);
}

const KEPT_ITEMS = 16;
const KEPT_LIST_BYTES = 512;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Fields = Readonly<Record<string, Json>>;

/**
 * @returns the playback; `malformed`; or `either` where JSON.parse cannot tell: of a key that comes twice it shows only
 * the last value, and of a number not how it was written
 */
export function oracle(bytes: Uint8Array): object | 'malformed' | 'either' {
  let value: Json;
  const seen = { infinities: 0, keys: 0 };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text, function (this: unknown, key: string, inner: Json) {
      if (!Array.isArray(this)) seen.keys += 1;
      if (inner === Infinity || inner === -Infinity) seen.infinities += 1;
      return inner;
    }) as Json;
  } catch {
    return 'malformed'; // The very thing that is asked.
  }
  // The reviver is called for the root too, under the key of an empty text.
  const isTold = keysWritten(text) === seen.keys - 1 && !/[-+.\deE]{65}/.test(text);
  const playback =
    seen.infinities === 0 && fits(value, WANTED) ? playbackOf(value as Fields) : 'malformed';
  if (isTold) return playback;
  return 'either';
}

function keysWritten(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon).length;
}

function fits(value: Json, want: Want): boolean {
  if (value === null) return (want as unknown) !== WANTED;
  if (typeof want === 'number') return typeof value === 'string';
  if (typeof want === 'string') return typeof value === want;
  if (isList(want)) return Array.isArray(value) && value.every((item) => fits(item, want[0]));
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.entries(want).every(
    ([key, inner]) => !Object.hasOwn(value, key) || fits(value[key] ?? null, inner),
  );
}

function playbackOf(body: Fields): object | 'malformed' {
  const { is_playing: isPlaying, currently_playing_type: playingType } = body;
  if (typeof isPlaying !== 'boolean') return 'malformed';
  const item = fieldsOf(body['item']);
  const device = fieldsOf(body['device']);
  const title = textOf(item?.['name'], WANTED.item.name);
  const durationMs = Math.max(0, numberOf(item?.['duration_ms']) ?? 0);
  const common = {
    isPlaying,
    progressMs: numberOf(body['progress_ms']),
    durationMs,
    deviceName: textOf(device?.['name'], WANTED.device.name),
    isPrivate: device?.['is_private_session'] === true,
    itemKey: item ? keyOf(item) : '',
  };
  if (!item) {
    if (playingType === 'ad') return { kind: 'ad', ...common };
    return isPlaying ? { kind: 'unknown', ...common, title } : { kind: 'nothing' };
  }
  switch (item['type'] ?? playingType) {
    case 'track':
      return {
        kind: item['is_local'] === true ? 'local' : 'track',
        ...common,
        title,
        artists: artistsOf(item['artists']),
        album: textOf(fieldsOf(item['album'])?.['name'], WANTED.item.album.name),
        isrc: textOf(fieldsOf(item['external_ids'])?.['isrc'], WANTED.item.external_ids.isrc),
      };
    case 'episode':
    case 'chapter': {
      const { show, audiobook } = item;
      const named = fieldsOf(show)?.['name'] ?? fieldsOf(audiobook)?.['name'];
      return { kind: 'episode', ...common, title, show: textOf(named, WANTED.item.show.name) };
    }
    case 'ad':
      return { kind: 'ad', ...common };
    default:
      return { kind: 'unknown', ...common, title };
  }
}

function fieldsOf(value: Json | undefined): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function keyOf(item: Fields): string {
  const { id, uri, name } = item;
  if (typeof id === 'string') return textOf(id, WANTED.item.id);
  if (typeof uri === 'string') return textOf(uri, WANTED.item.uri);
  return textOf(name, WANTED.item.name);
}

function artistsOf(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  let byteCount = 0;
  return value
    .slice(0, KEPT_ITEMS)
    .map((artist) => textOf(fieldsOf(artist)?.['name'], WANTED.item.artists[0].name))
    .filter((name) => {
      const bytes = byteCount + Buffer.byteLength(name);
      const isKept = bytes <= KEPT_LIST_BYTES;
      if (isKept) byteCount = bytes;
      return isKept && name !== '';
    });
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** As much of it as fits in `maxBytes` of UTF-8, at a character's end; a lone surrogate is no character. */
function textOf(value: Json | undefined, maxBytes: number): string {
  if (typeof value !== 'string') return '';
  let kept = '';
  let byteCount = 0;
  for (const character of value.replace(LONE_SURROGATE, '\ufffd')) {
    byteCount += Buffer.byteLength(character);
    if (byteCount > maxBytes) break;
    kept += character;
  }
  return kept;
}
