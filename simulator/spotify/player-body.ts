/**
 * The body of GET /v1/me/player and /v1/me/player/currently-playing as a development-mode app gets it since
 * March 2026: no markets, no popularity, no external ids, preview_url null.
 */
import type { Json } from './json-layout.js';
import type { PlaybackNow } from './playback-model.js';
import type { PlaylistItem } from './playlist.js';

export interface PlayerBodyOptions {
  /** `/currently-playing` has neither device nor shuffle and repeat. */
  readonly endpoint: 'player' | 'currently-playing';
  /** From `additional_types`; without it an episode has no item. */
  readonly withEpisodes: boolean;
  /** From `market`; adds `is_playable`. */
  readonly withMarket: boolean;
}

type JsonObject = Readonly<Record<string, Json>>;

export function playerBody(now: PlaybackNow, options: PlayerBodyOptions): JsonObject {
  const { item } = now;
  return {
    ...(options.endpoint === 'player' ? deviceOf(now) : {}),
    is_playing: now.isPlaying,
    timestamp: now.changedAtMs,
    context: contextOf(item, options),
    progress_ms: now.positionMs,
    item: itemOf(item, options),
    currently_playing_type: item.kind === 'local' ? 'track' : item.kind,
    actions: { disallows: disallowsOf(now) },
  };
}

function deviceOf({ device, isPrivate }: PlaybackNow): JsonObject {
  return {
    device: {
      id: device.id,
      is_active: true,
      is_private_session: isPrivate,
      is_restricted: false,
      name: device.name,
      supports_volume: device.volumePercent !== null,
      type: device.type,
      volume_percent: device.volumePercent,
    },
    shuffle_state: false,
    smart_shuffle: false,
    repeat_state: 'off',
  };
}

function disallowsOf({ item, isPlaying }: PlaybackNow): JsonObject {
  const flags: Record<string, Json> = isPlaying ? { resuming: true } : { pausing: true };
  if (item.kind !== 'ad') return flags;
  return {
    ...flags,
    seeking: true,
    skipping_prev: true,
    skipping_next: true,
    interrupting_playback: true,
    transferring_playback: true,
  };
}

function contextOf(item: PlaylistItem, { withEpisodes }: PlayerBodyOptions): Json {
  if (item.kind === 'local' || item.kind === 'unknown' || item.kind === 'nothing') return null;
  if (item.kind !== 'episode') return reference('playlist', 'demo');
  return withEpisodes ? reference('show', item.show) : null;
}

function itemOf(item: PlaylistItem, options: PlayerBodyOptions): Json {
  switch (item.kind) {
    case 'track':
      return trackOf(item, options);
    case 'local':
      return localFileOf(item);
    case 'episode':
      return options.withEpisodes ? episodeOf(item) : null;
    default:
      return null;
  }
}

type Song = Extract<PlaylistItem, { artists: readonly string[] }>;
type Episode = Extract<PlaylistItem, { show: string }>;

function trackOf(song: Song, { withMarket }: PlayerBodyOptions): JsonObject {
  return {
    album: {
      album_type: 'album',
      artists: song.artists.slice(0, 1).map(artistOf),
      ...linksOf('album', song.album),
      images: imagesOf(song.album),
      name: song.album,
      release_date: '2026-03-05',
      release_date_precision: 'day',
      total_tracks: 12,
      type: 'album',
      uri: uriOf('album', song.album),
    },
    artists: song.artists.map(artistOf),
    disc_number: 1,
    duration_ms: song.durationMs,
    explicit: false,
    ...linksOf('track', song.key),
    is_local: false,
    ...(withMarket ? { is_playable: true } : {}),
    name: song.title,
    preview_url: null,
    track_number: 3,
    type: 'track',
    uri: uriOf('track', song.key),
  };
}

function artistOf(name: string): JsonObject {
  return { ...linksOf('artist', name), name, type: 'artist', uri: uriOf('artist', name) };
}

/** Of a local file Spotify knows only its tags, which the uri repeats form-encoded. */
function localFileOf(song: Song): JsonObject {
  const tags = [
    song.artists.join(', '),
    song.album,
    song.title,
    String(Math.floor(song.durationMs / 1000)),
  ];
  return {
    album: {
      album_type: null,
      artists: [],
      available_markets: [],
      external_urls: {},
      href: null,
      id: null,
      images: [],
      name: song.album,
      release_date: null,
      release_date_precision: null,
      type: 'album',
      uri: null,
    },
    artists: song.artists.map((name) => ({
      external_urls: {},
      href: null,
      id: null,
      name,
      type: 'artist',
      uri: null,
    })),
    available_markets: [],
    disc_number: 0,
    duration_ms: song.durationMs,
    explicit: false,
    external_ids: {},
    external_urls: {},
    href: null,
    id: null,
    is_local: true,
    name: song.title,
    popularity: 0,
    preview_url: null,
    track_number: 0,
    type: 'track',
    uri: `spotify:local:${tags.map((tag) => encodeURIComponent(tag).split('%20').join('+')).join(':')}`,
  };
}

function episodeOf(episode: Episode): JsonObject {
  const about = 'We take a radio apart, put it back together, and find two screws left over.';
  return {
    audio_preview_url: null,
    description: about,
    duration_ms: episode.durationMs,
    explicit: false,
    ...linksOf('episode', episode.key),
    html_description: `<p>${about}</p>`,
    images: imagesOf(episode.show),
    is_externally_hosted: false,
    is_playable: true,
    language: 'en-US',
    languages: ['en-US'],
    name: episode.title,
    release_date: '2026-11-18',
    release_date_precision: 'day',
    resume_point: { fully_played: false, resume_position_ms: 0 },
    show: {
      copyrights: [],
      description: 'A weekly conversation about small machines and the people who fix them.',
      explicit: false,
      ...linksOf('show', episode.show),
      html_description:
        '<p>A weekly conversation about small machines and the people who fix them.</p>',
      images: imagesOf(episode.show),
      is_externally_hosted: false,
      languages: ['en-US'],
      media_type: 'audio',
      name: episode.show,
      total_episodes: 214,
      type: 'show',
      uri: uriOf('show', episode.show),
    },
    type: 'episode',
    uri: uriOf('episode', episode.key),
  };
}

function reference(type: string, name: string): JsonObject {
  return { ...addressesOf(type, name), type, uri: uriOf(type, name) };
}

function linksOf(type: string, name: string): JsonObject {
  return { ...addressesOf(type, name), id: idOf(type, name) };
}

function addressesOf(type: string, name: string): JsonObject {
  const id = idOf(type, name);
  return {
    external_urls: { spotify: `https://open.spotify.com/${type}/${id}` },
    href: `https://api.spotify.com/v1/${type}s/${id}`,
  };
}

function uriOf(type: string, name: string): string {
  return `spotify:${type}:${idOf(type, name)}`;
}

function imagesOf(name: string): Json {
  return [640, 300, 64].map((side) => ({
    height: side,
    url: `https://i.scdn.co/image/${idOf('image', `${name} ${side}`)}`,
    width: side,
  }));
}

const BASE62 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Spotify's ids are 22 characters of base 62; here a hash of the name (FNV-1a), so that every run has the same. */
function idOf(type: string, name: string): string {
  let hash = 0x811c9dc5;
  // URI-encoded: the hash then sees only ASCII, whatever the engine's strings are made of.
  for (const character of encodeURIComponent(`${type}:${name}`))
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  let id = '';
  for (let count = 0; count < 22; count++) {
    hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) >>> 0;
    hash = (hash + 0x9e3779b9) >>> 0;
    id += BASE62.charAt(hash % 62);
  }
  return id;
}
