/** api.spotify.com as far as the device uses it: the player's two GETs and four commands, and every refusal before them. */
import type { CallLimits } from './call-limits.js';
import type { User } from './clients.js';
import type { Grants } from './grants.js';
import {
  apiError,
  apiJson,
  commandError,
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
  readonly playerOf: (userId: string) => PlaybackModel;
}

const PLAYER_PATH = '/v1/me/player';
const CURRENT_PATH = '/v1/me/player/currently-playing';

interface Endpoint {
  readonly method: string;
  /** Any of them opens it. */
  readonly scopes: readonly string[];
  /** Absent for the two that read. */
  readonly command?: (player: PlaybackModel) => void;
  /** What plays already cannot be started: users report this 403 and not the one that the documentation names. */
  readonly fromPlaying?: boolean;
}

const NO_CONTENT: FakeResponse = Object.freeze({
  status: 204,
  headers: { 'cache-control': 'private, max-age=0' },
  body: '',
});
const RESTRICTED = commandError(403, 'Restriction violated', 'UNKNOWN');
const MODIFY = ['user-modify-playback-state'];

/** Either scope opens currently-playing; the player with its device needs the broader one. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = Object.freeze({
  [PLAYER_PATH]: { method: 'GET', scopes: ['user-read-playback-state'] },
  [CURRENT_PATH]: {
    method: 'GET',
    scopes: ['user-read-currently-playing', 'user-read-playback-state'],
  },
  [`${PLAYER_PATH}/play`]: {
    ...{ method: 'PUT', scopes: MODIFY, fromPlaying: false },
    command: (player) => player.play(),
  },
  [`${PLAYER_PATH}/pause`]: {
    ...{ method: 'PUT', scopes: MODIFY, fromPlaying: true },
    command: (player) => player.pause(),
  },
  [`${PLAYER_PATH}/next`]: { method: 'POST', scopes: MODIFY, command: (player) => player.next() },
  [`${PLAYER_PATH}/previous`]: {
    ...{ method: 'POST', scopes: MODIFY },
    command: (player) => player.previous({ always: true }),
  },
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
    const endpoint = ENDPOINTS[request.path];
    if (!endpoint) return apiError(404, 'Service not found');
    const { method, scopes, command, fromPlaying } = endpoint;
    if (request.method !== method) return apiError(405, 'Method not allowed', { allow: method });

    const token = this.#authenticate(request.headers['authorization']);
    if ('status' in token) return token;
    const { limits, users, playerOf } = this.#options;
    const refusal = limits.admit();
    if (refusal) return refusal;
    if (!this.ownerHasPremium) return edgeText(403, NO_PREMIUM);
    if (!users.find(({ id }) => id === token.userId)?.isListed)
      return edgeText(403, NOT_REGISTERED);
    if (!scopes.some((scope) => token.scopes.includes(scope)))
      return command
        ? apiError(401, 'Permissions missing')
        : apiError(403, 'Insufficient client scope');

    const player = playerOf(token.userId);
    const now = player.read();
    if (command) {
      if (!now) return commandError(404, 'No active device found', 'NO_ACTIVE_DEVICE');
      const isPossible = fromPlaying === undefined || fromPlaying === now.isPlaying;
      if (!isPossible || now.item.kind === 'ad') return RESTRICTED;
      command(player);
      return NO_CONTENT;
    }
    if (!now) return NO_CONTENT;
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
