/**
 * Polls Spotify. Errors come as JSON, as plain text from the edge, as HTML or without a body, so a body is
 * only searched for words that distinguish the errors.
 * @see developer.spotify.com/documentation/web-api/reference/get-information-about-the-users-current-playback
 */
import type { Result } from '../../device/shared/faults.js';
import { spotifyFault } from '../../device/shared/faults.js';
import type { Clock } from '../clock.js';
import { readBody, request, retryAfterS } from './response.js';

const PATH = '/v1/me/player?additional_types=track,episode';
/** The largest real response seen is 30 KB (an episode with its HTML description). */
const BODY_LIMIT = 1024 * 1024;
const ERROR_BODY_LIMIT = 4 * 1024;

export interface PlayerResponse {
  /** 200, or 204 if nothing plays. */
  readonly status: number;
  /** Empty with 204. */
  readonly body: Uint8Array;
}

export interface SpotifyPlayer {
  readonly ask: (accessToken: string) => Promise<Result<PlayerResponse>>;
}

export function connectPlayer(baseUrl: string, clock: Clock): SpotifyPlayer {
  return {
    ask: (accessToken) => {
      const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
      return request(`${baseUrl}${PATH}`, { headers }, (response) =>
        judge(response, clock.nowMs()),
      );
    },
  };
}

async function judge(response: Response, nowMs: number): Promise<Result<PlayerResponse>> {
  const { status, headers } = response;
  const body = await readBody(response, status === 200 ? BODY_LIMIT : ERROR_BODY_LIMIT);
  if (status === 200)
    return body
      ? { ok: true, value: { status, body } }
      : { ok: false, fault: { kind: 'malformed', origin: 'spotify', path: '(length)' } };
  // 404: older documents' "no active device".
  if (status === 204 || status === 404)
    return { ok: true, value: { status: 204, body: new Uint8Array() } };
  const text = new TextDecoder().decode(body);
  // The device's own table, so that a display shows the same with either source.
  return {
    ok: false,
    fault: spotifyFault({ status, retryAfterS: retryAfterS(headers, nowMs), text }),
  };
}
