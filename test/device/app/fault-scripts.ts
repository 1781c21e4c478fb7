/** All faults around a device that plays, each with its start and its end. */
import type { VirtualResponse } from '../../../simulator/ports/virtual-network.js';
import { json, type World } from './world.js';

/** What answers at each path while all is well. */
type Responses = World['responses'];

export interface FaultScript {
  readonly name: string;
  begin(world: World, well: Responses): void;
  end(world: World, well: Responses): void;
  /** What the display says meanwhile, if only a person can help; the end is what the person does. */
  readonly needsPerson?: RegExp;
  /** In s, where the other side's own words make it longer than a heartbeat. */
  readonly within?: number;
  /** In s, between polls while it lasts; 10 where absent. */
  readonly polledEvery?: number;
}

const PLAYER = '/v1/me/player';
const REFRESH = '/refresh';

function answering(
  path: string,
  name: string,
  response: VirtualResponse,
  more: Partial<FaultScript> = {},
): FaultScript {
  return {
    name,
    begin: (world) => void (world.responses[path] = () => response),
    end: (world, well) => {
      world.responses[path] = well[path]!;
      // A person who fixed something at Spotify presses the button, or waits for an hour.
      if (more.needsPerson) world.device.press();
    },
    ...more,
  };
}

/** The token is refused, and the relay gives no other. */
function withoutToken(name: string, response: VirtualResponse): FaultScript {
  return {
    name,
    begin: (world, well) => {
      world.responses[REFRESH] = () => response;
      world.responses[PLAYER] = (request) =>
        request.headers['authorization'] === 'Bearer at' ? json(401, {}) : well[PLAYER]!(request);
    },
    end: (world, well) => {
      world.responses[REFRESH] = () => json(200, { access_token: 'at2', expires_in: 3600 });
      world.responses[PLAYER] = well[PLAYER]!;
    },
  };
}

function network(name: string, state: Parameters<World['network']['become']>[0]): FaultScript {
  return {
    name,
    begin: (world) => world.network.become(state),
    end: (world, well) => {
      world.responses[PLAYER] = well[PLAYER]!;
      world.network.become({ kind: 'online' });
    },
  };
}

const silent = (kind: 'unresolved' | 'unreachable' | 'untrusted'): VirtualResponse => ({
  fault: { kind, detail: '' },
});
const HANGS: VirtualResponse = { hang: true };
const CUT: VirtualResponse = {
  status: 200,
  headers: {},
  body: '{"is_playing":true}',
  cutOffAfterBytes: 9,
};
const PAGE: VirtualResponse = {
  status: 200,
  headers: {},
  body: '<html>Sign in to the hotel</html>',
};
const refusing = (body: string): VirtualResponse => ({ status: 403, headers: {}, body });

export const FAULT_SCRIPTS: readonly FaultScript[] = [
  network('the network is lost', { kind: 'lost', name: 'Home' }),
  network('the network is joined again', { kind: 'joining', name: 'Home' }),
  network('the clock is set again', { kind: 'setting-clock' }),
  answering(PLAYER, 'Spotify’s name is not found', silent('unresolved')),
  answering(PLAYER, 'Spotify is unreachable', silent('unreachable')),
  answering(PLAYER, 'Spotify’s certificate is not trusted', silent('untrusted')),
  answering(PLAYER, 'Spotify does not answer', HANGS),
  answering(PLAYER, 'Spotify’s responses are cut off', CUT),
  answering(PLAYER, 'Spotify fails', json(502, {})),
  answering(PLAYER, 'a hotel’s page answers instead of Spotify', PAGE),
  // Each wait doubles: a request during a block may lengthen it.
  answering(PLAYER, 'Spotify limits without a time', json(429, {}), { within: 300 }),
  answering(PLAYER, 'Spotify limits for 7 s', json(429, {}, { 'retry-after': '7' }), {
    within: 62,
  }),
  answering(PLAYER, 'Spotify limits and says "at once"', json(429, {}, { 'retry-after': '0' }), {
    within: 62,
  }),
  answering(PLAYER, 'Spotify fails and says "at once"', json(503, {}, { 'retry-after': '0' })),
  answering(PLAYER, 'Spotify fails and says "in 1 s"', json(500, {}, { 'retry-after': '1' })),
  // Each costs the relay a refresh.
  answering(PLAYER, 'Spotify refuses every token', json(401, {}), { within: 300 }),
  answering(PLAYER, 'the user is not registered', refusing('User not registered'), {
    needsPerson: /User not regis/,
  }),
  answering(PLAYER, 'the owner has no Premium', refusing('Active premium subscription required'), {
    needsPerson: /Premium/,
  }),
  withoutToken('the relay’s name is not found', silent('unresolved')),
  withoutToken('the relay is unreachable', silent('unreachable')),
  withoutToken('the relay does not answer', HANGS),
  withoutToken('the relay fails', json(500, {})),
  withoutToken('a proxy answers for the relay', PAGE),
  withoutToken('the relay is busy for 9 s', json(503, {}, { 'retry-after': '9' })),
  withoutToken('the relay fails and says "at once"', json(503, {}, { 'retry-after': '0' })),
  withoutToken('the relay limits and says "in 1 s"', json(429, {}, { 'retry-after': '1' })),
  {
    ...withoutToken('a person must reconnect Spotify', json(409, { error: 'relink_required' })),
    needsPerson: /Connect Spotify/,
    polledEvery: 5,
  },
  {
    name: 'the link is removed',
    needsPerson: /Code BCDF-GHJK/,
    begin: (world) => {
      world.responses[PLAYER] = () => json(401, {});
      world.responses[REFRESH] = () => json(401, { error: 'invalid_token' });
    },
    end: (world, well) => {
      world.responses[PLAYER] = well[PLAYER]!;
      world.responses[REFRESH] = well[REFRESH]!;
      world.responses['/token'] = () => json(200, { access_token: 'dev', uid: 'me' });
    },
  },
];
