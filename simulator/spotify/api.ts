/** api.spotify.com as far as the device uses it: the two GETs of the player, and every refusal before them. */
import type { CallLimits } from './call-limits.js';
import type { User } from './clients.js';
import type { Grants } from './grants.js';
import {
  apiError,
  apiJson,
  edgeText,
  type FakeRequest,
  type FakeResponse,
} from './http-message.js';
import { printJson, type JsonLayout } from './json-layout.js';
import type { PlaybackModel } from './playback-model.js';
import { playerBody } from './player-body.js';

export interface ApiOptions {
  readonly grants: Grants;
  readonly limits: CallLimits;
  readonly users: readonly User[];
  readonly player: PlaybackModel;
}

const PLAYER_PATH = '/v1/me/player';
const CURRENT_PATH = '/v1/me/player/currently-playing';

/** Either scope opens currently-playing; the player with its device needs the broader one. */
const SCOPES_BY_PATH: Readonly<Record<string, readonly string[]>> = Object.freeze({
  [PLAYER_PATH]: ['user-read-playback-state'],
  [CURRENT_PATH]: ['user-read-currently-playing', 'user-read-playback-state'],
});

const NO_PREMIUM =
  'Active premium subscription required for the owner of the app. When the subscription status changes, it can take a few hours before requests are allowed again.';
const NOT_REGISTERED = 'User not registered in the Developer Dashboard';

export class Api {
  readonly #options: ApiOptions;
  layout: JsonLayout = 'spotify';
  ownerHasPremium = true;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  answer(request: FakeRequest): FakeResponse {
    const scopes = SCOPES_BY_PATH[request.path];
    if (!scopes) return apiError(404, 'Service not found');
    if (request.method !== 'GET') return apiError(405, 'Method not allowed', { allow: 'GET' });

    const token = this.#authenticate(request.headers['authorization']);
    if ('status' in token) return token;
    const { limits, users, player } = this.#options;
    const refusal = limits.admit();
    if (refusal) return refusal;
    if (!this.ownerHasPremium) return edgeText(403, NO_PREMIUM);
    if (!users.find(({ id }) => id === token.userId)?.isListed)
      return edgeText(403, NOT_REGISTERED);
    if (!scopes.some((scope) => token.scopes.includes(scope)))
      return apiError(403, 'Insufficient client scope');

    const now = player.read();
    if (!now) return { status: 204, headers: { 'cache-control': 'private, max-age=0' }, body: '' };
    const additionalTypes = (request.query['additional_types'] ?? 'track').split(',');
    const body = playerBody(now, {
      endpoint: request.path === PLAYER_PATH ? 'player' : 'currently-playing',
      withEpisodes: additionalTypes.includes('episode'),
      withMarket: request.query['market'] !== undefined,
    });
    return apiJson(200, printJson(body, this.layout));
  }

  #authenticate(
    authorization: string | undefined,
  ): { userId: string; scopes: readonly string[] } | FakeResponse {
    if (authorization === undefined) return apiError(401, 'No token provided');
    const [, text] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (text === undefined) return apiError(400, 'Only valid bearer authentication supported');
    const token = this.#options.grants.readAccessToken(text);
    if (token === undefined) return apiError(401, 'Invalid access token');
    if (token === 'expired') return apiError(401, 'The access token expired');
    return token.terms;
  }
}
