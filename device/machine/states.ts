/** The device's states and the moves between them, as data; docs/architecture.md says what is done in each. */

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

/** Where each event leads. Others lead where `ANYWHERE` says, or nowhere. */
export type Moves = Readonly<Partial<Record<Event, StateName>>>;

export type StateName =
  | 'offline'
  | 'asking code'
  | 'linking'
  | 'code over'
  | 'getting token'
  | 'playing'
  | 'link gone'
  | 'off';

export const STATES: Readonly<Record<StateName, Moves>> = Object.freeze({
  offline: Object.freeze({
    'no link': 'asking code',
    'token wanted': 'getting token',
    ready: 'playing',
  }),
  'asking code': Object.freeze({ code: 'linking' }),
  linking: Object.freeze({
    'token wanted': 'getting token',
    ready: 'playing',
    'code over': 'code over',
  }),
  'code over': Object.freeze({ noted: 'asking code' }),
  'getting token': Object.freeze({ ready: 'playing', 'link gone': 'link gone' }),
  playing: Object.freeze({ 'token wanted': 'getting token', 'link gone': 'link gone' }),
  'link gone': Object.freeze({ noted: 'asking code' }),
  off: Object.freeze({ 'turned on': 'offline', 'turned off': 'off', 'network lost': 'off' }),
});

/** From every state that names no move of its own. */
export const ANYWHERE: Moves = Object.freeze({
  'network lost': 'offline',
  'turned off': 'off',
  'link gone': 'link gone',
});

/** @returns undefined where the event means nothing in this state */
export function nextState(from: StateName, event: Event): StateName | undefined {
  return STATES[from][event] ?? ANYWHERE[event];
}
