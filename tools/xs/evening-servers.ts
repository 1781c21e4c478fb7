/**
 * Relay and Spotify for a virtual evening, as one function from request to response: the relay's device routes in short,
 * and the fake Spotify's player body. Access tokens expire and are refreshed.
 */
import type { HttpRequest } from '../../device/shared/ports.js';
import type { VirtualResponse } from '../../simulator/ports/virtual-network.js';
import { printJson } from '../../simulator/spotify/json-layout.js';
import type { PlaybackModel } from '../../simulator/spotify/playback-model.js';
import { playerBody } from '../../simulator/spotify/player-body.js';

export interface EveningServersOptions {
  readonly relayUrl: string;
  readonly spotifyUrl: string;
  readonly model: PlaybackModel;
  /** Wall clock in ms. */
  readonly now: () => number;
  /** Lifetime of an access token. */
  readonly accessTokenS?: number | undefined;
}

/** The player's commands. */
const COMMANDS: Readonly<Record<string, (model: PlaybackModel) => void>> = Object.freeze({
  'PUT /v1/me/player/play': (model: PlaybackModel) => model.play(),
  'PUT /v1/me/player/pause': (model: PlaybackModel) => model.pause(),
  'POST /v1/me/player/next': (model: PlaybackModel) => model.next(),
  'POST /v1/me/player/previous': (model: PlaybackModel) => model.previous({ always: true }),
});
const USER_CODE = 'BCDF-GHJK';
const DEVICE_TOKEN = 'device-token-of-the-evening';
/** The person enters the code after so many polls of the device. */
const POLLS_UNTIL_APPROVED = 3;
const ACCESS_TOKEN_S_DEFAULT = 3600;
const JSON_TYPE = Object.freeze({ 'content-type': 'application/json; charset=utf-8' });

export class EveningServers {
  readonly #options: EveningServersOptions;
  /** Requests by route. */
  readonly counts: Record<string, number> = {};
  /** Replaces the player's response where it is set; the token is checked first either way. */
  playerResponse: VirtualResponse | undefined;
  #polls = 0;
  #accessToken = '';
  #expiresAtMs = 0;
  #issued = 0;

  constructor(options: EveningServersOptions) {
    this.#options = options;
  }

  answer(request: HttpRequest): VirtualResponse {
    const { relayUrl, spotifyUrl } = this.#options;
    const [address = ''] = request.url.split('?');
    const path = address.slice((address.startsWith(relayUrl) ? relayUrl : spotifyUrl).length);
    const route = `${request.method} ${path}`;
    this.counts[route] = (this.counts[route] ?? 0) + 1;
    switch (route) {
      case 'POST /device_authorization':
        return json(200, {
          device_code: 'evening-device-code',
          user_code: USER_CODE,
          verification_uri: `${relayUrl}/link`,
          verification_uri_complete: `${relayUrl}/link?code=${USER_CODE}`,
          expires_in: 900,
          interval: 5,
        });
      case 'POST /token':
        this.#polls += 1;
        return this.#polls < POLLS_UNTIL_APPROVED
          ? json(400, { error: 'authorization_pending' })
          : json(200, { access_token: DEVICE_TOKEN, token_type: 'Bearer', uid: 'evening' });
      case 'POST /refresh':
        return this.#refresh(bearerOf(request));
      case 'GET /v1/me/player':
        return this.#player(bearerOf(request));
      default:
        return this.#command(route, bearerOf(request));
    }
  }

  #refresh(bearer: string): VirtualResponse {
    if (bearer !== DEVICE_TOKEN) return json(401, { error: 'invalid_token' });
    const nowMs = this.#options.now();
    const lifeS = this.#options.accessTokenS ?? ACCESS_TOKEN_S_DEFAULT;
    // As in the relay: a token with less than five minutes left is replaced.
    if (this.#expiresAtMs - nowMs < 300_000) {
      this.#issued += 1;
      this.#accessToken = `access-token-${this.#issued}`;
      this.#expiresAtMs = nowMs + lifeS * 1000;
    }
    return json(200, {
      access_token: this.#accessToken,
      token_type: 'Bearer',
      expires_in: Math.floor((this.#expiresAtMs - nowMs) / 1000),
      settings: {},
    });
  }

  #command(route: string, bearer: string): VirtualResponse {
    const command = COMMANDS[route];
    if (!command) return json(404, { error: 'not_found' });
    if (!this.#isGood(bearer)) return EXPIRED;
    command(this.#options.model);
    return { status: 204, headers: {}, body: '' };
  }

  #isGood(bearer: string): boolean {
    return bearer === this.#accessToken && this.#options.now() < this.#expiresAtMs;
  }

  #player(bearer: string): VirtualResponse {
    if (!this.#isGood(bearer)) return EXPIRED;
    if (this.playerResponse) return this.playerResponse;
    const now = this.#options.model.read();
    if (!now) return { status: 204, headers: {}, body: '' };
    const body = playerBody(now, { endpoint: 'player', withEpisodes: true, withMarket: false });
    return { status: 200, headers: JSON_TYPE, body: printJson(body, 'spotify') };
  }
}

function bearerOf(request: HttpRequest): string {
  for (const [name, value] of Object.entries(request.headers))
    if (name.toLowerCase() === 'authorization') return value.replace(/^Bearer /, '');
  return '';
}

function json(status: number, value: unknown): VirtualResponse {
  return { status, headers: JSON_TYPE, body: JSON.stringify(value) };
}

const EXPIRED = json(401, { error: { status: 401, message: 'The access token expired' } });
