/** Every known kind of response of Spotify is decoded correctly, however it is cut. */
import { describe, expect, it } from '@jest/globals';
import type { Result } from '../../../device/shared/faults.js';
import { PlaybackDecoder } from '../../../device/spotify/decode.js';
import type { Playback } from '../../../device/spotify/playback.js';
import { encodeUtf8 } from '../../../simulator/ports/utf8.js';
import { sampleBody, samples } from './samples.js';

function decode(bytes: Uint8Array, chunkBytes = bytes.length || 1): Result<Playback> {
  const decoder = new PlaybackDecoder();
  for (let at = 0; at < bytes.length; at += chunkBytes)
    decoder.push(bytes.subarray(at, at + chunkBytes));
  return decoder.end();
}

function decodeInTwo(bytes: Uint8Array, cut: number): Result<Playback> {
  const decoder = new PlaybackDecoder();
  decoder.push(bytes.subarray(0, cut));
  decoder.push(bytes.subarray(cut));
  return decoder.end();
}

const responses = samples().filter(
  ({ url, status }) => url.includes('/me/player') && status === 200,
);
const broken = responses.filter(({ name }) => name.startsWith('fault-'));
const whole = responses.filter(({ name }) => !name.startsWith('fault-'));

interface Named {
  readonly name?: string;
}
interface Body {
  readonly is_playing: boolean;
  readonly progress_ms: number | null;
  readonly device?: (Named & { readonly is_private_session: boolean }) | null;
  readonly item: Named & {
    readonly id: string | null;
    readonly uri: string;
    readonly duration_ms: number;
    readonly is_local?: boolean;
    readonly artists: readonly Named[];
    readonly album: Named;
    readonly show?: Named;
    readonly audiobook?: Named;
    readonly external_ids?: { readonly isrc?: string };
  };
}

/** The oracle: the whole body through JSON.parse. */
function expectedOf(body: Uint8Array, kind: string): Record<string, unknown> {
  const { device, item, ...rest } = JSON.parse(new TextDecoder().decode(body)) as Body;
  const common = {
    kind,
    isPlaying: rest.is_playing,
    progressMs: rest.progress_ms ?? undefined,
    durationMs: item.duration_ms,
    deviceName: device?.name ?? '',
    isPrivate: device?.is_private_session ?? false,
    itemKey: item.id ?? item.uri,
    title: item.name ?? '',
  };
  if (kind === 'episode') return { ...common, show: item.show?.name ?? item.audiobook?.name ?? '' };
  return {
    ...common,
    artists: item.artists.map(({ name }) => name).filter((name) => name !== ''),
    album: item.album.name,
    isrc: item.external_ids?.isrc ?? '',
  };
}

const KIND_OF: Readonly<Record<string, string>> = {
  'player-episode': 'episode',
  'player-episode-large': 'episode',
  'player-audiobook-chapter': 'episode',
  'player-audiobook-chapter-object': 'episode',
  'player-episode-show-missing': 'episode',
  'player-local-file': 'local',
  'player-local-file-untagged': 'local',
};
/** Answers without an item, and the one whose item is of a kind from the future. */
const SPECIAL: Readonly<Record<string, object>> = {
  'current-ad': { kind: 'ad', isPlaying: true, durationMs: 0, deviceName: '', itemKey: '' },
  'player-ad': { kind: 'ad', isPlaying: true, durationMs: 0, deviceName: 'DESKTOP-EXAMPLE' },
  'current-unknown-idle': { kind: 'nothing' },
  'player-unknown-playing': { kind: 'unknown', isPlaying: true, title: '' },
  'player-track-item-null': { kind: 'unknown', isPlaying: true, title: '' },
  'current-episode-without-additional-types': { kind: 'unknown', isPlaying: true, title: '' },
  'player-type-new': { kind: 'unknown', title: 'Some clip', durationMs: 61_000 },
};

describe('PlaybackDecoder', () => {
  it.each(whole.map((sample) => [sample.name, sample.body] as const))(
    'decodes %s',
    (name, body) => {
      const expected = SPECIAL[name] ?? expectedOf(body, KIND_OF[name] ?? 'track');
      const result = decode(body);
      expect(result).toMatchObject({ ok: true, value: expected });
      expect(decode(body, 1)).toEqual(result);
      expect(decode(body, 7)).toEqual(result);
    },
  );

  it.each([
    ['fault-truncated-mid-json', 'item.album'],
    ['fault-truncated-mid-utf8', 'item.name'],
    ['fault-malformed', 'is_playing'],
    ['fault-html-with-200', 'body'],
    ['fault-empty-200', 'body'],
    ['fault-invalid-utf8', 'item.name'],
    ['fault-json-wrong-types', 'is_playing'],
    ['fault-json-array', 'body'],
  ])('calls %s malformed and names where', (name, path) => {
    const { body } = broken.find((sample) => sample.name === name)!;
    const fault = { kind: 'malformed', origin: 'spotify', path };
    expect(decode(body)).toEqual({ ok: false, fault });
    expect(decode(body, 1)).toEqual({ ok: false, fault });
  });

  it('has a row above for every broken sample', () => {
    expect(broken).toHaveLength(8);
  });

  it.each([
    'player-track-playing-minified.json',
    'script-emoji-escaped.json',
    'script-hebrew.json',
    'player-local-file.json',
    'player-ad.json',
  ])('gives the same for %s cut at each byte, and nothing for any part of it', (file) => {
    const body = sampleBody(file);
    const expected = JSON.stringify(decode(body));
    const wrong: number[] = [];
    for (let cut = 0; cut < body.length; cut += 1) {
      const isSame = JSON.stringify(decodeInTwo(body, cut)) === expected;
      // The last bytes may be a line's end, without which the body is whole.
      const isWhole = body.subarray(cut).every((byte) => byte === 0x0a);
      if (!isSame || decode(body.subarray(0, cut)).ok !== isWhole) wrong.push(cut);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a response without is_playing', '{"item":null}', 'is_playing'],
    ['somebody else’s JSON', '{"error":"nope"}', 'is_playing'],
    ['null', 'null', 'is_playing'],
    ['an item that is a text', '{"is_playing":true,"item":"x"}', 'item'],
    ['a title that is a number', '{"is_playing":true,"item":{"name":5}}', 'item.name'],
    ['artists that are no list', '{"is_playing":true,"item":{"artists":{}}}', 'item.artists'],
    ['an endless duration', '{"is_playing":true,"item":{"duration_ms":1e999}}', 'item.duration_ms'],
  ])('refuses %s', (_name, body, path) => {
    expect(decode(encodeUtf8(body))).toMatchObject({ ok: false, fault: { path } });
  });

  it.each([
    ['ad before item', '{"currently_playing_type":"ad","item":null,"is_playing":true}', 'ad'],
    ['is_playing last', '{"item":{"type":"track","name":"a"},"is_playing":false}', 'track'],
    [
      'a type only outside',
      '{"item":{"name":"a"},"currently_playing_type":"track","is_playing":true}',
      'track',
    ],
    ['an ad with an item', '{"item":{"type":"ad"},"is_playing":true}', 'ad'],
    ['a paused ad', '{"item":null,"currently_playing_type":"ad","is_playing":false}', 'ad'],
    ['an item, then null', '{"is_playing":false,"item":{"type":"track"},"item":null}', 'nothing'],
  ])('needs no order of keys: %s', (_name, body, kind) => {
    expect(decode(encodeUtf8(body))).toMatchObject({ ok: true, value: { kind } });
  });

  it('treats a negative duration as unknown', () => {
    const body = '{"is_playing":true,"item":{"type":"track","duration_ms":-5}}';
    expect(decode(encodeUtf8(body))).toMatchObject({ ok: true, value: { durationMs: 0 } });
  });
});
