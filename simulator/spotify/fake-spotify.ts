/**
 * A fake Spotify: both hosts on one set of paths. Pure: time, chance and the hash come from outside, so that it runs
 * behind a socket, in a test and in a browser alike.
 */
import { Api } from './api.js';
import { AuthorizeEndpoint } from './authorize.js';
import { CallLimits } from './call-limits.js';
import type { Client, User } from './clients.js';
import { control, type ControlResult } from './control.js';
import { FaultScript, NAMED_FAULTS } from './faults.js';
import { Grants } from './grants.js';
import { apiError, type FakeOutcome, type FakeRequest } from './http-message.js';
import { PlaybackModel } from './playback-model.js';
import { DEMO_PLAYLIST, type PlaylistStep } from './playlist.js';
import type { FakeSpotifyState } from './state.js';
import { TokenEndpoint } from './token-endpoint.js';

export interface FakeSpotifyOptions {
  /** Wall clock in ms since 1970. */
  readonly now: () => number;
  /** Uniform in [0, 1); all tokens come from it. */
  readonly random: () => number;
  /** Of the ASCII bytes of a text. */
  readonly sha256: (text: string) => Uint8Array;
  readonly clients: readonly Client[];
  readonly users?: readonly User[];
  readonly playlist?: readonly PlaylistStep[];
  /** By user: who has one has a player of their own; all others share one. */
  readonly playlists?: Readonly<Record<string, readonly PlaylistStep[]>>;
  readonly loops?: boolean;
  /** `ask` shows the page with Agree and Cancel; `agree` answers for the first user at once. */
  readonly consent?: 'ask' | 'agree';
  readonly accessTokenLifetimeS?: number;
  readonly refreshTokenLifetimeMs?: number;
  readonly windowCalls?: number;
  readonly quotaCalls?: number;
}

const USERS: readonly User[] = Object.freeze([
  { id: 'owner', name: 'The owner of the app', isListed: true },
  { id: 'listener', name: 'A registered listener', isListed: true },
  { id: 'stranger', name: 'A listener who is not registered', isListed: false },
]);

/** The shortest six months of a calendar, so that a client that counts too generously is caught. */
const SIX_MONTHS_MS = 181 * 24 * 3600_000;

export class FakeSpotify {
  readonly player: PlaybackModel;
  readonly #players: ReadonlyMap<string, PlaybackModel>;
  readonly limits: CallLimits;
  readonly grants: Grants;
  readonly faults = new FaultScript();
  readonly authorize: AuthorizeEndpoint;
  readonly token: TokenEndpoint;
  readonly api: Api;
  readonly #playlist: readonly PlaylistStep[];

  constructor(options: FakeSpotifyOptions) {
    const { now, random, sha256, clients, users = USERS, playlist = DEMO_PLAYLIST } = options;
    this.#playlist = playlist;
    const { loops = true, playlists = {} } = options;
    this.player = new PlaybackModel({ now, playlist, loops });
    this.#players = new Map(
      Object.entries(playlists).map(([userId, own]) => [
        userId,
        new PlaybackModel({ now, playlist: own, loops }),
      ]),
    );
    this.grants = new Grants({
      now,
      random,
      accessTokenLifetimeS: options.accessTokenLifetimeS ?? 3600,
      refreshTokenLifetimeMs: options.refreshTokenLifetimeMs ?? SIX_MONTHS_MS,
    });
    this.limits = new CallLimits({
      now,
      ...(options.windowCalls === undefined ? {} : { windowCalls: options.windowCalls }),
      ...(options.quotaCalls === undefined ? {} : { quotaCalls: options.quotaCalls }),
    });
    const { grants, limits } = this;
    const consent = options.consent ?? 'ask';
    this.authorize = new AuthorizeEndpoint({ now, random, clients, users, grants, consent });
    this.token = new TokenEndpoint({ sha256, clients, grants });
    const playerOf = (userId: string): PlaybackModel => this.playerOf(userId);
    this.api = new Api({ grants, limits, users, playerOf });
  }

  playerOf(userId: string): PlaybackModel {
    return this.#players.get(userId) ?? this.player;
  }

  handle(request: FakeRequest): FakeOutcome {
    const { method, path } = request;
    if (path.startsWith('/v1/')) {
      const refused = method === 'GET' ? undefined : this.faults.take('command');
      return refused ?? this.faults.take('api') ?? this.api.answer(request);
    }
    if (path === '/authorize') {
      if (method === 'GET') return this.authorize.ask(request);
      if (method === 'POST') return this.authorize.decide(request);
    }
    if (path === '/api/token' && method === 'POST')
      return this.faults.take('accounts') ?? this.token.answer(request);
    return apiError(404, 'Service not found');
  }

  control(fields: Readonly<Record<string, string>>): ControlResult {
    return control(this, fields);
  }

  state(): FakeSpotifyState {
    const now = this.player.read();
    return {
      now: now && {
        label: now.label,
        title: 'title' in now.item ? now.item.title : now.label,
        isPlaying: now.isPlaying,
      },
      items: this.#playlist.map(({ item, label }) => ({ key: item.key, label })),
      faults: Object.entries(NAMED_FAULTS).map(([name, { label }]) => ({ name, label })),
      faultsLeft: this.faults.left,
      calls: this.limits.callCount,
      refreshes: this.token.refreshCount,
    };
  }
}
