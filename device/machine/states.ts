/** The device's states and the moves between them, as data: docs/architecture.md shows this table, and a test holds both equal. */

export type Event =
  | 'no link'
  | 'token wanted'
  | 'ready'
  | 'code'
  | 'code over'
  | 'link gone'
  | 'noted'
  | 'network lost'
  | 'turned off'
  | 'turned on';

export interface State {
  /** What is done there, for the docs. */
  readonly work: string;
  /** Where each event leads. Others lead where `ANYWHERE` says, or nowhere. */
  readonly moves: Readonly<Partial<Record<Event, StateName>>>;
}

export type StateName =
  | 'offline'
  | 'asking code'
  | 'linking'
  | 'code over'
  | 'getting token'
  | 'playing'
  | 'link gone'
  | 'off';

export const STATES: Readonly<Record<StateName, State>> = Object.freeze({
  offline: state('waits for the network and the clock', {
    'no link': 'asking code',
    'token wanted': 'getting token',
    ready: 'playing',
  }),
  'asking code': state('`POST /device_authorization`', { code: 'linking' }),
  linking: state('shows address and code, `POST /token` at the interval that the relay gives', {
    'token wanted': 'getting token',
    ready: 'playing',
    'code over': 'code over',
  }),
  'code over': state('says that the code has expired or was denied', { noted: 'asking code' }),
  'getting token': state('`POST /refresh`', { ready: 'playing', 'link gone': 'link gone' }),
  playing: state(
    'polls when the schedule says: `GET /v1/me/player`, or `POST /get` with `source=relay`',
    {
      'token wanted': 'getting token',
      'link gone': 'link gone',
    },
  ),
  'link gone': state('forgets the link and says so', { noted: 'asking code' }),
  off: state('dark: sends no requests', {
    'turned on': 'offline',
    'turned off': 'off',
    'network lost': 'off',
  }),
});

/** From every state that names no move of its own. */
export const ANYWHERE: State['moves'] = Object.freeze({
  'network lost': 'offline',
  'turned off': 'off',
  'link gone': 'link gone',
});

/** @returns undefined where the event means nothing in this state */
export function nextState(from: StateName, event: Event): StateName | undefined {
  return STATES[from].moves[event] ?? ANYWHERE[event];
}

function state(work: string, moves: State['moves']): State {
  return Object.freeze({ work, moves: Object.freeze(moves) });
}
