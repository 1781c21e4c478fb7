/** The keys of `npm start` in a terminal: one action a key. */

export type KeyAction = 'toggle' | 'next' | 'previous' | 'button' | 'help' | 'suspend' | 'quit';

export const KEY_HELP = 'space: play/pause  n: next  p: previous  b: button  q: quit  ?: this line';

const KEYS: ReadonlyMap<string, KeyAction> = new Map<string, KeyAction>([
  [' ', 'toggle'],
  ['n', 'next'],
  ['p', 'previous'],
  ['b', 'button'],
  ['?', 'help'],
  ['q', 'quit'],
  // A terminal that passes each key on no longer makes signals of these.
  ['\x03', 'quit'],
  ['\x1a', 'suspend'],
]);

/** @param typed what came at once: several keys, or the escape sequence of one, which means nothing here */
export function actionsOf(typed: string): KeyAction[] {
  if (typed.startsWith('\x1b')) return [];
  return Array.from(typed.toLowerCase()).flatMap((key) => KEYS.get(key) ?? []);
}
