/**
 * Asks Spotify what plays. Errors come as JSON, as plain text from the edge, as HTML or as nothing at all, so a body is
 * only looked at for words that tell one refusal from another.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
import type { Result } from '../../device/shared/faults.js';
import { spotifyFault } from '../../device/shared/faults.js';
import type { Clock } from '../clock.js';
import { readBody, retryAfterS, socketFault, UPSTREAM_TIMEOUT_MS } from './answer.js';

const PATH = '/v1/me/player?additional_types=track,episode';
/** The largest real answer seen is 30 KB (an episode with its HTML description). */
const BODY_LIMIT = 1024 * 1024;
const ERROR_BODY_LIMIT = 4 * 1024;

export interface PlayerAnswer {
  /** 200, or 204 where nothing plays. */
  readonly status: number;
  /** Empty with 204. */
  readonly body: Uint8Array;
}

export interface SpotifyPlayer {
  ask(accessToken: string): Promise<Result<PlayerAnswer>>;
}

export function connectPlayer(baseUrl: string, clock: Clock): SpotifyPlayer {
  return {
    async ask(accessToken) {
      try {
        const response = await fetch(`${baseUrl}${PATH}`, {
          headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
          // A redirect to another host must not take the token along.
          redirect: 'manual',
          signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS),
        });
        return await judge(response, clock.nowMs());
      } catch (thrown) {
        return { ok: false, fault: socketFault(thrown) };
      }
    },
  };
}

async function judge(response: Response, nowMs: number): Promise<Result<PlayerAnswer>> {
  const { status, headers } = response;
  if (status === 200 || status === 204) {
    const body = await readBody(response, status === 204 ? 0 : BODY_LIMIT);
    if (status === 204) return { ok: true, value: { status, body: new Uint8Array() } };
    return body
      ? { ok: true, value: { status, body } }
      : { ok: false, fault: { kind: 'malformed', origin: 'spotify', path: '(length)' } };
  }
  const text = await readText(response);
  // Older documents' "no active device".
  if (status === 404) return { ok: true, value: { status: 204, body: new Uint8Array() } };
  // The device's own table: a display that asks us says the same as one that asks Spotify.
  return {
    ok: false,
    fault: spotifyFault({ status, retryAfterS: retryAfterS(headers, nowMs), text }),
  };
}

async function readText(response: Response): Promise<string> {
  const body = await readBody(response, ERROR_BODY_LIMIT);
  return body ? new TextDecoder().decode(body) : '';
}
