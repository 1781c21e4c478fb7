/** One poll of Spotify: a request, and its response as a playback or a fault. */
import type { Result } from '../shared/faults.js';
import { spotifyFault } from '../shared/faults.js';
import type { HttpOutcome, ExchangePorts } from '../http/exchange.js';
import { exchange } from '../http/exchange.js';
import type { Cancel, HttpRequest } from '../shared/ports.js';
import { PlaybackDecoder } from './decode.js';
import type { Playback } from './playback.js';

/** Spotify has stalled for 30 to 45 s before a 504; a display that waits that long shows the previous song. */
const TIMEOUT_MS = 10_000;

/**
 * Without `additional_types` the item of a podcast is null.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
export function playerRequest(spotifyUrl: string, accessToken: string): HttpRequest {
  return spotifyRequest(
    'GET',
    `${spotifyUrl}/v1/me/player?additional_types=track,episode`,
    accessToken,
  );
}

/** No gzip: the device cannot decompress it. */
export function spotifyRequest(
  method: HttpRequest['method'],
  url: string,
  accessToken: string,
): HttpRequest {
  return {
    method,
    url,
    headers: {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      'accept-encoding': 'identity',
    },
    keepHeaders: ['retry-after'],
    timeoutMs: TIMEOUT_MS,
  };
}

export function requestPlayer(
  ports: ExchangePorts,
  spotifyUrl: string,
  accessToken: string,
  onResult: (result: Result<Playback>) => void,
): Cancel {
  const decoder = new PlaybackDecoder();
  return exchange(ports, playerRequest(spotifyUrl, accessToken), decoder, (response) => {
    onResult(judge(response, decoder));
  });
}

function judge(response: HttpOutcome, decoder: PlaybackDecoder): Result<Playback> {
  if (response.kind === 'failed')
    return {
      ok: false,
      fault: { kind: 'unreachable', origin: 'spotify', cause: response.fault.kind },
    };
  const { status } = response;
  if (status === 200) return decoder.end();
  // Accounts that were idle for long have returned 404.
  if (status === 204 || status === 404) return { ok: true, value: { kind: 'nothing' } };
  // Local files have returned this: something plays, but Spotify does not say what.
  if (status === 400 && response.text.includes('invalid id')) return { ok: true, value: UNNAMED };
  return { ok: false, fault: spotifyFault(response) };
}

const UNNAMED: Playback = Object.freeze({
  kind: 'unknown',
  isPlaying: true,
  progressMs: undefined,
  durationMs: 0,
  deviceName: '',
  isPrivate: false,
  itemKey: '',
  title: '',
});
