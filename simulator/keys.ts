/** The keys of `npm start` in a terminal: one action a key. */
import type { PlayerButton } from '../device/shared/ports.js';

export type KeyAction =
  | 'toggle'
  | 'next'
  | 'previous'
  | 'button'
  | `${PlayerButton} button`
  | 'help'
  | 'suspend'
  | 'quit';

/** The first three are those of the fake Spotify. */
export const KEY_HELP =
  'space/n/p, by device 1/2/3: play/next/previous  b: button  q: quit  ?: help';

const KEYS: ReadonlyMap<string, KeyAction> = new Map<string, KeyAction>([
  [' ', 'toggle'],
  ['n', 'next'],
  ['p', 'previous'],
  ['1', 'play button'],
  ['2', 'next button'],
  ['3', 'previous button'],
  ['b', 'button'],
  ['?', 'help'],
  ['q', 'quit'],
  // In raw mode the terminal does not turn these into signals.
  ['\x03', 'quit'],
  ['\x1a', 'suspend'],
]);

/** @param typed what came at once: several keys, or the escape sequence of one, which means nothing here */
export function actionsOf(typed: string): KeyAction[] {
  if (typed.startsWith('\x1b')) return [];
  return Array.from(typed.toLowerCase()).flatMap((key) => KEYS.get(key) ?? []);
}
