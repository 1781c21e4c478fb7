/** The device's states and transitions, as data; docs/architecture.md describes them. */

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

/** The next state by event. Events that are not listed follow `ANYWHERE`, or are ignored. */
export type Moves = Readonly<Partial<Record<Event, StateName>>>;

export type StateName =
  | 'offline'
  | 'getting code'
  | 'linking'
  | 'code over'
  | 'getting token'
  | 'playing'
  | 'link gone'
  | 'off';

export const STATES: Readonly<Record<StateName, Moves>> = Object.freeze({
  offline: Object.freeze({
    'no link': 'getting code',
    'token wanted': 'getting token',
    ready: 'playing',
  }),
  'getting code': Object.freeze({ code: 'linking' }),
  linking: Object.freeze({
    'token wanted': 'getting token',
    ready: 'playing',
    'code over': 'code over',
  }),
  'code over': Object.freeze({ noted: 'getting code' }),
  'getting token': Object.freeze({ ready: 'playing', 'link gone': 'link gone' }),
  playing: Object.freeze({ 'token wanted': 'getting token', 'link gone': 'link gone' }),
  'link gone': Object.freeze({ noted: 'getting code' }),
  off: Object.freeze({ 'turned on': 'offline', 'turned off': 'off', 'network lost': 'off' }),
});

/** For states that do not list the event. */
export const ANYWHERE: Moves = Object.freeze({
  'network lost': 'offline',
  'turned off': 'off',
  'link gone': 'link gone',
});

/** @returns undefined if the event is not expected in this state */
export function nextState(from: StateName, event: Event): StateName | undefined {
  return STATES[from][event] ?? ANYWHERE[event];
}
