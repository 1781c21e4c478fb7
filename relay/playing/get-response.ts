/** The original's `/get` JSON, made by the device's own text code: its sketch for the ESP reads these names. */
import { positionMs, type Playback } from '../../device/spotify/playback.js';
import type { Hint } from '../../device/text/transliterate.js';
import type { Playing } from './now-playing.js';

export interface GetResponse {
  /** Spotify's status. The only field if it is 204, as in the original. */
  readonly api_response: number;
  readonly kind?: Playback['kind'];
  /** Untouched, as Spotify spells it. */
  readonly title?: string;
  readonly song_title?: string;
  readonly artist_string?: string;
  readonly artist_full?: readonly string[];
  readonly device_name?: string;
  /** True while playing. */
  readonly status?: boolean;
  /** What is left of the item, in ms. */
  readonly timer?: number;
  /** In ms. */
  readonly duration?: number;
  /** In ms. */
  readonly current?: number;
}

/** Any script → plain letters: `Transliterator.transliterate`. */
export type Spell = (text: string, hint: Hint) => string;

/** The original's bound, so that a sketch's fixed buffer still fits. */
const NAME_MAX = 60;

export function getResponse(
  { status, playback, askedAtMs }: Playing,
  nowMs: number,
  spell: Spell,
): GetResponse {
  if (status === 204) return { api_response: status };
  const isNothing = playback.kind === 'nothing';
  const duration = isNothing ? 0 : playback.durationMs;
  const current = isNothing ? 0 : Math.round(positionMs(playback, nowMs - askedAtMs));
  const title = titleOf(playback);
  const context = contextOf(playback);
  const names = namesOf(playback).map((name) => spell(name, { ...context, field: 'artist' }));
  return {
    api_response: status,
    kind: playback.kind,
    title,
    song_title: spell(title, context),
    artist_string: artistString(names),
    artist_full: names,
    device_name: isNothing ? '' : spell(playback.deviceName, {}),
    status: !isNothing && playback.isPlaying,
    timer: Math.max(0, duration - current),
    duration,
    current,
  };
}

/** `A`, `A and B`, `A etc` for three and more. */
export function artistString(names: readonly string[]): string {
  const [first = '', second] = names.map((name) =>
    name.length > NAME_MAX ? `${name.slice(0, NAME_MAX)}...` : name,
  );
  if (second === undefined) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} etc`;
}

export function titleOf(playback: Playback): string {
  return 'title' in playback ? playback.title : '';
}

/** Who made it: the artists, or a podcast's show. */
export function namesOf(playback: Playback): readonly string[] {
  if ('artists' in playback) return playback.artists;
  return 'show' in playback && playback.show !== '' ? [playback.show] : [];
}

function contextOf(playback: Playback): Hint {
  if (!('artists' in playback)) return {};
  const { artists, album, isrc } = playback;
  return { artist: artists.join(' '), album, isrc };
}
