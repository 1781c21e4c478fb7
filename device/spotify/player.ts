/** Asks Spotify what plays: one question, one judged answer. */
import type { Result } from '../faults.js';
import { spotifyFault } from '../faults.js';
import { exchange } from '../http/exchange.js';
import type { Cancel, Http, HttpRequest } from '../ports.js';
import { PlaybackDecoder } from './decode.js';
import type { Playback } from './playback.js';

/** Spotify has stalled for 30 to 45 s before a 504; a display that waits so long shows yesterday's song. */
const TIMEOUT_MS = 10_000;

/**
 * Without `additional_types` a podcast is an item of null. No gzip: a device cannot unpack it.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
export function playerRequest(spotifyUrl: string, accessToken: string): HttpRequest {
  return {
    method: 'GET',
    url: `${spotifyUrl}/v1/me/player?additional_types=track,episode`,
    headers: {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      'accept-encoding': 'identity',
    },
    keepHeaders: ['retry-after'],
    timeoutMs: TIMEOUT_MS,
  };
}

export function askPlayer(
  http: Http,
  spotifyUrl: string,
  accessToken: string,
  onResult: (result: Result<Playback>) => void,
): Cancel {
  const decoder = new PlaybackDecoder();
  return exchange(http, playerRequest(spotifyUrl, accessToken), decoder, (answer) => {
    if (answer.kind === 'failed')
      onResult({
        ok: false,
        fault: { kind: 'unreachable', origin: 'spotify', cause: answer.fault.kind },
      });
    else if (answer.status === 200) onResult(decoder.end());
    // 404 is how an account that was idle for long has been answered.
    else if (answer.status === 204 || answer.status === 404)
      onResult({ ok: true, value: { kind: 'nothing' } });
    else onResult({ ok: false, fault: spotifyFault(answer) });
  });
}
